"""Who is told that they write much or nothing, and from when on."""

import pytest

from deliberation.fairness import Nudge, nudge_of


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({1: 9, 2: 4, 3: 3, 4: 2, 5: 2}, Nudge.DOMINANT),  # 9 of 20, where an even share is 4
        ({1: 8, 2: 4, 3: 3, 4: 3, 5: 2}, None),  # twice the even share and no more
        ({1: 5, **dict.fromkeys(range(2, 20), 1)}, Nudge.DOMINANT),  # more than a fifth of many
        ({1: 3, **dict.fromkeys(range(2, 20), 1)}, None),
        ({2: 8, 3: 4, 4: 4, 5: 3, 6: 1}, Nudge.QUIET),
        ({1: 0, 2: 8, 3: 4, 4: 4, 5: 3, 6: 1}, Nudge.QUIET),
        ({1: 15, 2: 1, 3: 1, 4: 1, 5: 1}, None),  # 19 messages: it has hardly begun
        ({1: 18, 2: 1, 3: 1, 4: 1}, None),  # four voices
        ({}, None),
    ],
)
def test_who_is_told_what(said: dict[int, int], told: Nudge | None) -> None:
    assert nudge_of(said, 1) is told
