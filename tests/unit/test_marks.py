"""What stands on a ballot is written in one way for every kind of ballot, and read back; nothing else is read."""

import pytest

from ballots.errors import BadBallot
from ballots.poll import Poll, Project
from ballots.styles import Approval, BallotStyle, Boosted, Choice, Contest, Paper, Points, Ranking, Scores
from pb_app.audit.canonical import Value
from pb_app.marks import decode, encode

POLL = Poll((Project("P01", 100), Project("P02", 250), Project("P03", 300)), 500)
POINTS = Points(most_total=10)


def paper(*contests: tuple[str, BallotStyle | Boosted, str]) -> Paper:
    return Paper(tuple(Contest(name, POLL, style, area) for name, style, area in contests))


ONE = paper(("1", Approval(), ""))
TWO = paper(("adults", Approval(), ""), ("young", POINTS, "north"), ("old", Ranking(), "south"))


@pytest.mark.parametrize(
    ("style", "choice", "told"),
    [
        (Approval(), Choice(("P01", "P03")), ["P01", "P03"]),
        (Approval(), Choice(), []),
        (Ranking(), Choice(("P03", "P01")), ["P03", "P01"]),
        (POINTS, Choice(("P01", "P03"), (7, 3)), [["P01", 7], ["P03", 3]]),
        (Scores(highest=5), Choice(("P02",), (4,)), [["P02", 4]]),
        (POINTS, Choice(), []),
        (Boosted(Approval(), ("P02",)), Choice(("P01",), boost="P02"), {"1": {"m": ["P01"], "x": "P02"}}),
        (Boosted(Approval(), ("P02",)), Choice(("P01",)), {"1": ["P01"]}),
        (Boosted(POINTS, ("P02",)), Choice(("P01",), (2,), "P02"), {"1": {"m": [["P01", 2]], "x": "P02"}}),
    ],
)
def test_a_ballot_of_every_kind_is_written_and_read_back(
    style: BallotStyle | Boosted, choice: Choice, told: Value
) -> None:
    one = paper(("1", style, ""))
    assert encode(one, {"1": choice}) == told
    assert decode(one, told) == {"1": choice}


def test_a_paper_of_several_contests_holds_each_of_the_voters_own_by_its_id() -> None:
    choices = {"adults": Choice(("P01",)), "young": Choice(("P02",), (10,))}
    told = {"adults": ["P01"], "young": [["P02", 10]]}
    assert encode(TWO, choices) == told
    assert decode(TWO, told) == choices


@pytest.mark.parametrize(
    ("whole", "told"),
    [
        (ONE, {"1": []}),
        (ONE, "P01"),
        (ONE, [1]),
        (ONE, [["P01", 1]]),
        (TWO, []),
        (TWO, {"nobody": []}),
        (TWO, {"adults": {"m": [], "x": "P01"}}),
        (TWO, {"young": ["P01"]}),
        (TWO, {"young": [["P01"]]}),
        (TWO, {"young": [["P01", "1"]]}),
        (paper(("1", Boosted(Approval(), ("P02",)), "")), {"1": {"m": [], "x": ""}}),
        (paper(("1", Boosted(Approval(), ("P02",)), "")), {"1": {"m": [], "y": "P02"}}),
        (paper(("1", Boosted(Approval(), ("P02",)), "")), {"1": {"m": [], "x": ["P02"]}}),
    ],
)
def test_what_would_not_have_been_written_is_not_read(whole: Paper, told: Value) -> None:
    with pytest.raises(BadBallot, match="not the marks of a ballot of this paper"):
        decode(whole, told)
