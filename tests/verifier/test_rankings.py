"""The verifier's own counts of rankings: Scottish wards stage by stage, and small polls like the counting library."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.ranked import Borda, Condorcet, RankedRule, Resolution, Stv, read_blt
from ballots.rankings import CONVENTIONS, Rankings
from moothill_verify.counting.ballots import Ballots, Group, read_pb
from moothill_verify.counting.count import count
from moothill_verify.counting.ties import tie_order
from moothill_verify.counting.transfers import VOTE, Transfers

SEED = "a seed"
RULES: list[RankedRule] = [
    Stv(1),
    Stv(2),
    Stv(3, last_transfer=False),
    *(Borda(2, convention) for convention in CONVENTIONS),
    Borda(1, "positional", 4, ("lot",)),
    *(Condorcet(one) for one in Resolution),
    *(Condorcet(one, ("votes", "lot")) for one in Resolution),
]


def as_read(candidates: str | tuple[str, ...], cast: list[tuple[tuple[str, ...], int]]) -> Ballots:
    """Rankings as they are read from a file: a place above is a point more."""
    groups = [Group(tuple(sorted(zip(order, range(len(order), 0, -1), strict=True))), weight) for order, weight in cast]
    kept = tuple(one for one in groups if one.points)
    return Ballots(dict.fromkeys(candidates, 1), len(candidates), 1, kept, len(kept), {})


def parameters(rule: RankedRule) -> dict[str, str | int]:
    """The rule as a bundle holds it."""
    return {name: int(value) if isinstance(value, bool) else value for name, value in rule.parameters().items()}


def units(text: str) -> int:
    whole, _, rest = text.partition(".")
    return int(whole) * VOTE + int(rest)


def test_every_ward_is_counted_stage_by_stage_to_the_fifth_decimal(real_polls: Path) -> None:
    found = sorted((real_polls.parent / "stv" / "blt").glob("*-2007.blt"))
    assert len(found) == 21
    for path in found:
        ward = read_blt(path)
        cast = [(group.order, group.weight) for group in ward.rankings.groups]
        read = as_read(ward.standing, cast)
        here = Transfers(read, tie_order(read, "stages,lot", ""), ward.seats, last_transfer=True)
        here.run()
        stages = path.parents[1] / "stages" / f"{path.stem}-scotland-fixed-p5-d5.txt"
        rows = [line.split("\t") for line in stages.read_text("utf-8").splitlines()]
        told = [[*map(units, row[6::3])] for row in rows if row[1] in {"begin", "transfer"}]
        assert [list(stage.values()) for stage in here.stages] == told[: len(here.stages)], path.name
        end = next(row for row in rows if row[1] == "end")
        names = {one.candidate_id: one.name for one in ward.candidates}
        elected = {" ".join(name.split()) for name, state in zip(end[4::3], end[5::3], strict=True) if state == "E"}
        assert {names[one] for one in here.elected} == elected, path.name


ORDERS = st.lists(st.tuples(st.permutations("ABCDE"), st.integers(0, 5), st.integers(1, 4)), max_size=9)


@given(ORDERS, st.sampled_from(RULES))
@settings(max_examples=150, deadline=None)
def test_small_polls_are_counted_alike_by_every_rule(drawn: list[tuple[list[str], int, int]], rule: RankedRule) -> None:
    longest = 4 if isinstance(rule, Borda) and rule.longest else 5
    cast = [(tuple(order[: min(length, longest)]), weight) for order, length, weight in drawn]
    there = rule.elect(Rankings.of_counted("ABCDE", cast), "ABCDE", SEED)
    here = count(as_read("ABCDE", cast), parameters(rule), SEED)
    assert list(here.given) == list(there.winners)


def test_a_file_of_rankings_is_read_in_its_order() -> None:
    text = (
        "META\nkey;value\nbudget;4\nvote_type;ordinal\nPROJECTS\nproject_id;cost\nA;2\nB;2\nC;2\n"
        "VOTES\nvoter_id;vote\n1;C,A\n2;C,A\n3;B\n"
    )
    read = read_pb(text.encode(), 0, "file")
    assert read.rankings == [(["C", "A"], 2), (["B"], 1)]
    assert count(read, parameters(Borda(2, "last-is-one")), SEED).given == {"C": 2, "A": 2}


@pytest.mark.parametrize(
    "rule",
    [
        parameters(Stv(3)),
        parameters(Borda(1, "positional", 1)),
        parameters(Borda()) | {"convention": "favourite"},
        parameters(Condorcet()) | {"resolution": "coin"},
    ],
)
def test_more_places_than_money_and_unknown_words_are_refused(rule: dict[str, str | int]) -> None:
    cast = [(("A", "B"), 2), (("B",), 1), (("C", "B", "A"), 1)]
    read = as_read("ABC", cast)
    tight = Ballots(read.costs, 2, 1, read.groups, 4, {})
    with pytest.raises((KeyError, ValueError)):
        count(tight, rule, SEED)
