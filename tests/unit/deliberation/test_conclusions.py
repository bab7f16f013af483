"""How many signatures close a room."""

import pytest

from deliberation.conclusions import may_close


@pytest.mark.parametrize(
    ("named", "signed", "dissenting", "closes"),
    [(2, 2, 0, True), (2, 1, 1, False), (3, 2, 0, True), (1, 1, 0, False), (7, 3, 0, False), (7, 3, 1, True)],
)
def test_two_sign_and_half_of_those_named_answer(named: int, signed: int, dissenting: int, *, closes: bool) -> None:
    assert may_close(named, signed, dissenting) is closes
