"""What our writer writes passes pabulib's own checker, for every kind of ballot, winners included."""

import io
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from ballots import pabulib
from ballots.count import count
from ballots.pabulib.sheet import Cast
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rankings import Rankings
from ballots.rules import Completion, EqualShares, Greedy
from ballots.styles import Approval, BallotStyle, Points, Ranking, Scores
from tests.oracles.asking import Oracle
from tests.oracles.questions import SEED, Ballots, all_fits, small_polls

HAD = {"date_begin": "01.03.2026", "date_end": "31.03.2026", "country": "United Kingdom", "unit": "Kirkwick"}
NAMES = ("hall", "path", "trees", "lights", "bench")
POLL = Poll(
    tuple(
        Project(name, cost, name.title())
        for name, cost in zip(NAMES, (40_000, 35_050, 20_000, 15_000, 9_999), strict=True)
    ),
    70_000,
)


def told(oracle: Oracle, poll: Poll, cast: Cast, style: BallotStyle, won: tuple[str, list[str] | None]) -> Any:
    """Write the poll with its rule and winners, have it checked, and give what the checker finds wrong."""
    rule, winners = won
    text = io.StringIO(newline="")
    about = pabulib.About(description="A poll", instance="2026", rule=rule, **HAD)
    pabulib.write(text, poll, cast, style=style, about=about, selected=winners)
    return oracle.ask({"text": text.getvalue()})["errors"]


def ballots_of(kind: str, chance: Random) -> Any:
    """Draw thirty ballots of two or three choices of one kind."""
    chosen = [chance.sample(NAMES, chance.randint(2, 3)) for _ in range(30)]
    if kind == "ordinal":
        return Rankings.of_counted(NAMES, [(tuple(order), 1) for order in chosen])
    if kind == "approval":
        return Profile.of(POLL, chosen)
    most = 3 if kind == "cumulative" else 5
    pointed = [tuple((name, chance.randint(1, most)) for name in marks) for marks in chosen]
    return Profile.of_points(POLL, [(ballot, 1) for ballot in pointed])


STYLES: dict[str, BallotStyle] = {
    "approval": Approval(max_choices=3),
    "cumulative": Points(most_total=10),
    "scoring": Scores(highest=5),
    "ordinal": Ranking(max_choices=3),
}


@pytest.mark.parametrize("kind", STYLES)
def test_every_kind_of_ballot_is_written_as_the_checker_wants_it(checker: Oracle, kind: str) -> None:
    for seed in range(5):
        assert told(checker, POLL, ballots_of(kind, Random(seed)), STYLES[kind], ("unknown", None)) == {}


def test_rivals_and_least_parts_pass_as_numbered_comments(checker: Oracle) -> None:
    parts = tuple(replace(project, least=project.cost // 2) for project in POLL.projects)
    poll = replace(POLL, projects=parts, exclusive=(("hall", "path"), ("trees", "lights", "bench")))
    assert told(checker, poll, ballots_of("approval", Random(1)), STYLES["approval"], ("unknown", None)) == {}


def costly(number: int) -> list[Ballots]:
    """Give small polls where shares are whole, nothing costs more than there is and not all that was chosen fits.

    The checker's Add1 begins with B/n and goes on from the whole part of it, and has no end where everything fits.
    """
    whole = [one for one in small_polls(600, seed=7) if one.poll.budget % one.profile.voters == 0 and not all_fits(one)]
    return [one for one in whole if all(p.cost <= one.poll.budget for p in one.poll.projects)][:number]


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("greedy", Greedy()),
        ("greedy-no-skip", Greedy(misfit="stop")),
        ("equalshares", EqualShares(Completion.NONE)),
        ("equalshares/add1", EqualShares(Completion.ADD1, increment=100, start="whole")),
        ("equalshares/add1-comparison", EqualShares(Completion.ADD1, increment=100, start="whole", comparison=True)),
    ],
)
def test_the_checker_finds_the_winners_that_we_find(checker: Oracle, name: str, rule: Greedy | EqualShares) -> None:
    """Amounts are whole pounds here, as its own count takes them.

    Its greedy takes projects that are level in the file's order, and its shares give up where only a lot could tell.
    """
    compared = 0
    for ballots in costly(60):
        poll = Poll(
            tuple(Project(p.project_id, 100 * p.cost, p.project_id) for p in ballots.poll.projects),
            100 * ballots.poll.budget,
        )
        outcome = count(poll, ballots.profile, rule, SEED)
        found = told(checker, poll, ballots.profile, Approval(), (name, list(outcome.winners)))
        greedy = count(poll, ballots.profile, Greedy(), SEED)
        by_votes = isinstance(rule, Greedy) or rule.comparison
        level = bool(by_votes and (greedy.ties or outcome.ties)) or "tie-breaking failed" in str(found)
        assert level or found == {}, (ballots, outcome.winners)
        compared += not level
    assert compared >= 5
