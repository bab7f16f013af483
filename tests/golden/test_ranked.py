"""Ranked counts worked by hand, and the 21 wards of Glasgow in 2007 counted stage by stage."""

from pathlib import Path

import pytest

from ballots.errors import TieUnresolved
from ballots.ranked import Borda, Condorcet, Resolution, Stv, StvOutcome, read_blt
from ballots.ranked.stages import UNIT, Step, Why
from ballots.ranked.ties import StageTie, StageTieStep
from ballots.rankings import Rankings
from ballots.ties import Tie, TieStep, lot_rank

STAGES = "-scotland-fixed-p5-d5.txt"


def ranked(candidates: str, **weights: int) -> Rankings:
    """Each ballot is the text of its letters."""
    return Rankings.of_counted(candidates, [(tuple(order), weight) for order, weight in weights.items()])


def counted(path: Path, seed: str = "") -> StvOutcome:
    ward = read_blt(path)
    return Stv(ward.seats).elect(ward.rankings, ward.standing, seed, ward.withdrawn)


def reference(path: Path) -> list[list[str]]:
    folder = path.parents[1] / "stages"
    text = (folder / f"{path.stem}{STAGES}").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def units(text: str) -> int:
    whole, _, rest = text.partition(".")
    return int(whole) * UNIT + int(rest)


@pytest.fixture(scope="session")
def wards(real_polls: Path) -> dict[Path, StvOutcome]:
    found = sorted((real_polls.parent / "stv" / "blt").glob("*-2007.blt"))
    assert len(found) == 21
    return {path: counted(path) for path in found}


def test_every_ward_of_glasgow_is_counted_stage_by_stage_to_the_fifth_decimal(wards: dict[Path, StvOutcome]) -> None:
    for path, outcome in wards.items():
        rows = [row for row in reference(path) if row[1] in {"begin", "transfer"}]
        assert [list(stage.votes.values()) for stage in outcome.stages] == [[*map(units, row[6::3])] for row in rows]
        assert [stage.non_transferable for stage in outcome.stages] == [units(row[3]) for row in rows]
        assert outcome.quota * UNIT == units(rows[0][2])


def test_in_every_ward_of_glasgow_those_are_elected_who_were(wards: dict[Path, StvOutcome]) -> None:
    for path, outcome in wards.items():
        end = next(row for row in reference(path) if row[1] == "end")
        names = {one.candidate_id: one.name for one in read_blt(path).candidates}
        elected = {" ".join(name.split()) for name, state in zip(end[4::3], end[5::3], strict=True) if state == "E"}
        assert {names[one] for one in outcome.winners} == elected


def test_a_needless_last_transfer_changes_nobody_elected_in_glasgow(wards: dict[Path, StvOutcome]) -> None:
    for path, outcome in wards.items():
        ward = read_blt(path)
        spared = Stv(ward.seats, last_transfer=False).elect(ward.rankings, ward.standing, "")
        assert set(spared.winners) == set(outcome.winners)


def test_a_tie_for_exclusion_goes_by_the_most_recent_stage_that_differed() -> None:
    rankings = ranked("ABCDE", AB=1, B=2, C=3, D=4, E=5)
    outcome = Stv(2).elect(rankings, "ABCDE", "")
    assert outcome.stages[2].tie == StageTie(("B", "C"), "B", StageTieStep.STAGES, 1)
    assert [stage.candidate for stage in outcome.stages] == [None, "A", "B", "C"]
    assert [(found.candidate, found.why) for found in outcome.stages[-1].elected] == [
        ("E", Why.LAST_PLACES),
        ("D", Why.LAST_PLACES),
    ]


def test_a_candidate_just_on_the_quota_has_nothing_to_pass_on() -> None:
    rankings = ranked("ABCDEF", AC=10, B=8, C=6, D=5, ED=3, FD=3)
    outcome = Stv(4).elect(rankings, "ABCDEF", "")
    assert outcome.quota == 8
    assert [stage.step for stage in outcome.stages] == [Step.FIRST, Step.SURPLUS, Step.EXCLUSION]
    tie = outcome.stages[2].tie
    assert tie
    assert (tie.candidates, tie.decided_by) == (("E", "F"), StageTieStep.LOT)
    assert tie.picked == max("EF", key=lambda one: lot_rank("", one))
    assert set(outcome.winners) == set("ABCD")


FOUR = ranked("1234", **{"123": 40, "13": 20, "21": 15, "32": 14, "42": 11})


def test_the_example_of_four_candidates_for_two_places_comes_out_as_worked_by_hand() -> None:
    outcome = Stv(2).elect(FOUR, "1234", "")
    assert (outcome.voters, outcome.quota, outcome.winners) == (100, 34, ("1", "2"))
    first, second, third = outcome.stages
    assert first.votes == {"1": 60 * UNIT, "2": 15 * UNIT, "3": 14 * UNIT, "4": 11 * UNIT}
    assert [found.candidate for found in first.elected] == ["1"]
    assert [(parcel.held, parcel.value, parcel.to) for parcel in second.parcels] == [(UNIT, 43_333, {"2": 40, "3": 20})]
    assert second.votes == {"1": 34 * UNIT, "2": 3_233_320, "3": 2_266_660, "4": 11 * UNIT}
    assert second.dust == 20
    assert (third.candidate, third.votes["2"], third.gained("2")) == ("4", 4_333_320, 11 * UNIT)
    assert outcome.runners_up == ("3",)


CIRCLE = ranked("ABC", ABC=4, BCA=3, CAB=2)


def test_with_one_place_the_transferable_vote_is_the_alternative_vote() -> None:
    outcome = Stv(1).elect(CIRCLE, "ABC", "")
    assert [stage.candidate for stage in outcome.stages] == [None, "C"]
    assert outcome.stages[-1].votes == {"A": 6 * UNIT, "B": 3 * UNIT, "C": 0}
    assert outcome.winners == ("A",)


def test_a_circle_of_majorities_goes_to_the_same_candidate_by_all_three_resolutions() -> None:
    for resolution in Resolution:
        outcome = Condorcet(resolution).elect(CIRCLE, "ABC", "")
        assert outcome.winners == ("A",)
        assert outcome.beats_all is None
        assert (outcome.above["A"]["B"], outcome.above["B"]["A"]) == (6, 3)
        assert (outcome.above["B"]["C"], outcome.above["C"]["B"]) == (7, 2)
        assert (outcome.above["C"]["A"], outcome.above["A"]["C"]) == (5, 4)


def test_the_widest_defeats_of_the_circle_are_by_one_three_and_five() -> None:
    assert Condorcet().elect(CIRCLE, "ABC", "").worst == {"A": 1, "B": 3, "C": 5}


def test_ranked_pairs_keep_two_majorities_of_the_circle_and_skip_the_third() -> None:
    pairs = Condorcet(Resolution.RANKED_PAIRS).elect(CIRCLE, "ABC", "").pairs
    assert pairs
    assert [(pair.winner, pair.loser, pair.margin, pair.locked) for pair in pairs] == [
        ("B", "C", 5, True),
        ("A", "B", 3, True),
        ("C", "A", 1, False),
    ]


def test_two_level_on_points_are_told_apart_by_lot_or_the_count_stops() -> None:
    seeds = {min("AB", key=lambda one, text=text: lot_rank(text, one)): text for text in ("one", "two", "three")}
    assert set(seeds) == {"A", "B"}
    for first, seed in seeds.items():
        outcome = Borda().elect(CIRCLE, "ABC", seed)
        assert (outcome.points, outcome.winners) == ({"A": 10, "B": 10, "C": 7}, (first,))
        assert outcome.tie == Tie((first, *({"A", "B"} - {first})), TieStep.LOT)
    with pytest.raises(TieUnresolved) as refusal:
        Borda(tie_order=("votes", "refuse")).elect(CIRCLE, "ABC", "")
    assert set(refusal.value.projects) == {"A", "B"}
