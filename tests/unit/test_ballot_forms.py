"""What a voter types on a paper of any kind becomes a choice, or one sentence that says what is wrong."""

import pytest
from werkzeug.datastructures import MultiDict

from ballots.styles import Approval, BallotStyle, Boosted, Choice, Points, Ranking, Scores
from pb_app.refusals import Invalid
from pb_app.residents.ballots import HandedIn, Typed, travelled

SECRET = "5e" * 16


def typed(*pairs: tuple[str, str]) -> Typed:
    return Typed.of(MultiDict(pairs))


TICKED = typed(("projects", "P01"), ("projects", "P03"), ("csrf_token", "x"))
NUMBERED = typed(("number-P01", " 2 "), ("number-P02", ""), ("number-P03", "1"))


@pytest.mark.parametrize(
    ("style", "given", "choice"),
    [
        (Approval(), TICKED, Choice(("P01", "P03"))),
        (Approval(), NUMBERED, Choice()),
        (Boosted(Approval(), ("P01",)), TICKED, Choice(("P01", "P03"))),
        (Ranking(), NUMBERED, Choice(("P03", "P01"))),
        (Ranking(), typed(("number-P01", "9"), ("number-P02", "3")), Choice(("P02", "P01"))),
        (Points(most_total=3), NUMBERED, Choice(("P01", "P03"), (2, 1))),
        (Scores(highest=3), NUMBERED, Choice(("P01", "P03"), (2, 1))),
    ],
)
def test_what_is_typed_is_read_by_the_kind_of_ballot(style: BallotStyle, given: Typed, choice: Choice) -> None:
    assert given.choice(style) == choice
    assert given.chosen == 2


@pytest.mark.parametrize(
    ("style", "choice"),
    [
        (Approval(), Choice(("P01", "P03"))),
        (Ranking(), Choice(("P03", "P01"))),
        (Points(most_total=3), Choice(("P01", "P03"), (2, 1))),
        (Points(most_total=3), Choice()),
    ],
)
def test_a_choice_that_comes_back_stands_on_the_paper_as_it_was(style: BallotStyle, choice: Choice) -> None:
    assert Typed.again(style, choice).choice(style) == choice


@pytest.mark.parametrize("text", ["two", "1.5", "-1", "12345678", "\u0662"])
def test_what_is_no_number_is_said_with_its_project(text: str) -> None:
    with pytest.raises(Invalid, match=f"“{text}”, which you gave to project P01, is not a whole number"):
        typed(("number-P01", text)).choice(Points(most_total=3))


def test_one_place_is_for_one_project() -> None:
    with pytest.raises(Invalid, match="Projects P01 and P02 both have the place 1"):
        typed(("number-P01", "1"), ("number-P02", "1")).choice(Ranking())


def test_a_checked_ballot_travels_with_its_points() -> None:
    sent = MultiDict([("projects", "P01"), ("points", "7"), ("projects", "P02"), ("points", "3"), ("secret", SECRET)])
    assert HandedIn.of(sent) == HandedIn({"1": Choice(("P01", "P02"), (7, 3))}, "", bytes.fromhex(SECRET))


@pytest.mark.parametrize("broken", [{"points": "7.5"}, {"points": ""}, {"points": "-7"}])
def test_a_ballot_that_came_in_damaged_is_not_read(broken: dict[str, str]) -> None:
    with pytest.raises(Invalid, match="came in damaged"):
        travelled(MultiDict({"projects": "P01"} | broken))
    with pytest.raises(Invalid, match="came in damaged"):
        HandedIn.of(MultiDict({"projects": "P01", "secret": SECRET[2:]}))
