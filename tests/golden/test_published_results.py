"""Real polls whose official outcome was published: the same winners, in the same order, with the same figures."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from ballots import pabulib
from ballots.count import count
from ballots.election import Election
from ballots.outcome import Outcome
from ballots.rules import Completion, EqualShares, Greedy, Rule
from ballots.rules.completion import Adding, add_to_shares
from ballots.rules.electorate import Electorate
from ballots.ties import DEFAULT_TIES

WIELICZKA = "Poland_Wieliczka_2023_Green_Budget.pb"
WIELICZKA_ROUNDS = (
    "24 720.00 · 41 658.00 · 40 583.00 · 74 539.86 · 19 478.06 · 6 450.11 · 58 371.73 · 32 355.33 · 25 333.79 · "
    "20 324.90 · 60 322.80 · 43 316.10 · 29 309.37 · 39 301.99 · 17 298.58 · 42 287.97 · 26 258.59 · 70 252.06 · "
    "34 250.84 · 71 220.84 · 62 204.70 · 88 202.97 · 9 201.50 · 61 187.50 · 7 158.73 · 36 151.59 · 46 120.43 · "
    "33 113.70 · 56 104.81 · 69 61.63"
)
GREEDY_POLLS = ("Poland_Lodz_2023.pb", "Poland_Gdynia_2020_Babie_Doly__large.pb")
ADD1 = EqualShares(Completion.ADD1, increment=100)
EXHAUSTIVE = EqualShares(Completion.ADD1, exhaustive=True, increment=100)


def counted(folder: Path, name: str, rule: Rule) -> Outcome:
    read = pabulib.read(folder / name)
    return count(read.poll, read.profile, rule, "golden")


def published(folder: Path, name: str) -> set[str]:
    """Give the projects that the file's own column `selected` marks."""
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    start, end = lines.index("PROJECTS"), lines.index("VOTES")
    header = lines[start + 1].split(";")
    rows = [line.split(";") for line in lines[start + 2 : end]]
    return {row[0] for row in rows if row[header.index("selected")] == "1"}


def two_decimals(value: Fraction) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_wieliczka_2023_has_its_thirty_winners_in_order_with_their_effective_votes(real_polls: Path) -> None:
    outcome = counted(real_polls, WIELICZKA, ADD1)
    rounds = [f"{found.project} {two_decimals(found.effective_votes)}" for found in outcome.rounds]
    assert rounds == WIELICZKA_ROUNDS.split(" · ")
    assert outcome.spent == 99_507_900
    assert outcome.steps
    assert (outcome.steps.taken, outcome.steps.start) == (164, Fraction(100_000_000, 6586))


def test_wieliczka_2023_preferred_equal_shares_to_greedy_as_published(real_polls: Path) -> None:
    outcome = counted(real_polls, WIELICZKA, EqualShares(Completion.ADD1, increment=100, comparison=True))
    figures = outcome.comparison
    assert figures
    assert (figures.prefer_shares, figures.prefer_greedy, figures.indifferent) == (1615, 873, 4098)
    assert (len(figures.greedy), figures.greedy_spent) == (23, 99_899_700)
    assert not figures.greedy_used


def test_wieliczka_2023_by_the_default_rule_has_the_same_winners(real_polls: Path) -> None:
    assert counted(real_polls, WIELICZKA, EqualShares()).winners == counted(real_polls, WIELICZKA, ADD1).winners


def test_wieliczka_2023_with_the_exhaustive_stop_would_have_had_thirty_one(real_polls: Path) -> None:
    stopped = set(counted(real_polls, WIELICZKA, EXHAUSTIVE).winners)
    official = set(counted(real_polls, WIELICZKA, ADD1).winners)
    assert (stopped - official, official - stopped) == ({"66", "67"}, {"46"})
    assert counted(real_polls, WIELICZKA, EXHAUSTIVE).spent == 98_457_900


def test_assen_2024_has_its_nine_winners(real_polls: Path) -> None:
    outcome = counted(real_polls, "Netherlands_Assen_2024.pb", ADD1)
    assert len(outcome.winners) == 9
    assert set(outcome.winners) == published(real_polls, "Netherlands_Assen_2024.pb")
    assert outcome.spent == 7_670_000
    assert outcome.steps
    assert outcome.steps.taken + 1 == 844  # the last increment would have overspent
    assert round(outcome.steps.endowment / 100, 2) == Fraction("2033.48")


def test_assen_2024_in_steps_of_one_cent_jumps_to_the_same_winners(real_polls: Path) -> None:
    outcome = counted(real_polls, "Netherlands_Assen_2024.pb", EqualShares(Completion.ADD1, increment=1))
    assert outcome.steps
    assert outcome.steps.taken == 84_301
    assert set(outcome.winners) == published(real_polls, "Netherlands_Assen_2024.pb")


@pytest.mark.parametrize(
    ("exhaustive", "eligibility", "share"), [(False, 3, "661.11"), (True, 3, "645.11"), (False, 0, "661.11")]
)
def test_swiecie_2023_has_its_seventeen_winners(
    real_polls: Path, eligibility: int, share: str, *, exhaustive: bool
) -> None:
    rule = EqualShares(Completion.ADD1, exhaustive=exhaustive, increment=100, comparison=True, eligibility=eligibility)
    outcome = counted(real_polls, "Poland_Swiecie_2023.pb", rule)
    assert len(outcome.winners) == 17
    assert set(outcome.winners) == published(real_polls, "Poland_Swiecie_2023.pb")
    assert outcome.spent == 104_033_700
    assert outcome.share is not None
    assert round(outcome.share / 100, 2) == Fraction(share)
    assert outcome.comparison
    assert not outcome.comparison.greedy_used


@pytest.mark.parametrize("name", [WIELICZKA, "Poland_Swiecie_2023.pb"])
def test_jumping_over_steps_gives_what_taking_every_step_gives(real_polls: Path, name: str) -> None:
    read = pabulib.read(real_polls / name)
    electorate = Electorate.of(Election.of(read.poll, read.profile, DEFAULT_TIES, "golden"))
    start = Fraction(electorate.budget, electorate.power)
    stepped, steps = add_to_shares(electorate, Adding(start, 100, exhaustive=False, jumping=False))
    jumped, jumps = add_to_shares(electorate, Adding(start, 100, exhaustive=False))
    assert jumps == steps
    assert [(one.project, one.price) for one in jumped.purchases] == [
        (one.project, one.price) for one in stepped.purchases
    ]


@pytest.mark.parametrize("name", GREEDY_POLLS)
def test_greedy_polls_have_the_winners_the_town_announced(real_polls: Path, name: str) -> None:
    assert set(counted(real_polls, name, Greedy()).winners) == published(real_polls, name)


def test_every_real_poll_with_approval_ballots_can_be_counted(real_polls: Path) -> None:
    small = sorted(path for path in real_polls.glob("*.pb") if path.stat().st_size < 700_000)
    done = 0
    for path in small:
        if pabulib.read_projects(path).vote_type in {"approval", "choose-1"}:
            outcome = counted(real_polls, path.name, EqualShares(Completion.FILL))
            assert 0 < outcome.spent <= outcome.budget
            done += 1
    assert done >= 9
