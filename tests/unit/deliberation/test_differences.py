"""What was kept, taken out and put in between two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.differences import Fate, Run, runs

KEPT, OUT, IN = Fate.KEPT, Fate.TAKEN_OUT, Fate.PUT_IN


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("the old path", "the new path", [(KEPT, "the "), (OUT, "old "), (IN, "new "), (KEPT, "path")]),
        ("the path", "the long path", [(KEPT, "the "), (IN, "long "), (KEPT, "path")]),
        ("the long path", "the path", [(KEPT, "the "), (OUT, "long "), (KEPT, "path")]),
        ("same", "same", [(KEPT, "same")]),
        ("", "all", [(IN, "all")]),
        ("a a", "a a a", [(KEPT, "a "), (IN, "a "), (KEPT, "a")]),
        (
            "two lamps and one bench here",
            "six lamps and two seats here",
            [
                (OUT, "two "),
                (IN, "six "),
                (KEPT, "lamps and "),
                (OUT, "one bench "),
                (IN, "two seats "),
                (KEPT, "here"),
            ],
        ),
    ],
)
def test_changed_words_are_found_wherever_they_stand(before: str, after: str, told: list[tuple[Fate, str]]) -> None:
    assert [(run.fate, run.text) for run in runs(before, after)] == told


@given(st.text(alphabet="abc \n"), st.text(alphabet="abc \n"))
def test_the_runs_of_a_change_make_up_both_texts(before: str, after: str) -> None:
    told = runs(before, after)
    assert "".join(run.text for run in told if run.fate is not IN) == before
    assert "".join(run.text for run in told if run.fate is not OUT) == after


def test_a_long_text_of_one_word_over_and_over_is_told_apart_as_a_whole() -> None:
    before, after = "x " + "a b " * 1_000 + "y", "z " + "b a " * 1_000 + "y"
    assert runs(before, after)[-1] == Run(KEPT, "y")
    assert len(runs(before, after)) < 10
