"""Every rule with every parameter can be typed, is printed as typed, and is refused what means nothing to it."""

import shlex
from argparse import Namespace
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.command import command_line, parser, side_of
from ballots.errors import BadRule, BallotError
from ballots.every_rule import ANY_RULES, RANKED_RULES, AnyRule
from ballots.options import OPTIONS, BadCommand, rule_of
from ballots.ranked import Borda, Condorcet, Resolution, Stv
from ballots.rankings import CONVENTIONS
from ballots.rules import RULES, Completion, EqualShares, Greedy, Merit, Misfit, Phragmen
from ballots.rules.equal_shares import Start, Utility

TIES = st.sampled_from([(), ("cost",), ("votes",), ("cost", "votes"), ("votes", "cost")]).flatmap(
    lambda steps: st.sampled_from([(*steps, "lot"), (*steps, "refuse")])
)
NUMBERS = st.integers(0, 10**6)
RULES_OF_ALL_KINDS: st.SearchStrategy[Any] = st.one_of(
    st.builds(
        EqualShares,
        st.sampled_from(Completion),
        st.booleans(),
        st.none() | st.integers(1, 10**9),
        st.booleans(),
        TIES,
        st.sampled_from(Utility),
        st.sampled_from(Start),
        NUMBERS,
    ),
    st.builds(
        Greedy,
        TIES,
        st.sampled_from(Merit),
        st.sampled_from(Misfit),
        NUMBERS,
        NUMBERS,
        st.integers(0, 100),
        st.booleans(),
    ),
    st.builds(Phragmen, TIES, st.sampled_from(Misfit)),
    st.builds(Stv, st.integers(1, 99), st.sampled_from([("stages", "lot"), ("stages", "refuse")]), st.booleans()),
    st.builds(Condorcet, st.sampled_from(Resolution), st.sampled_from([("lot",), ("refuse",)])),
    st.builds(Borda, st.integers(1, 99), st.sampled_from(CONVENTIONS)),
    st.builds(Borda, st.just(2), st.just("positional"), st.integers(1, 99)),
)


def read(line: str, exponent: int = 2) -> AnyRule:
    return rule_of(parser().parse_args(shlex.split(line)[3:]), exponent)


@settings(max_examples=120, deadline=None)
@given(RULES_OF_ALL_KINDS, st.text(max_size=20), st.integers(0, 3))
def test_the_printed_command_says_every_rule_with_every_parameter(rule: AnyRule, seed: str, exponent: int) -> None:
    line = command_line(rule, seed, exponent=exponent)
    assert read(line, exponent) == rule
    assert parser().parse_args(shlex.split(line)[3:]).lot_seed == seed


def test_every_parameter_of_every_rule_has_an_option() -> None:
    assert {field.name for kind in ANY_RULES.values() for field in fields(kind)} == set(OPTIONS)
    assert set(ANY_RULES) == set(RULES) | set(RANKED_RULES)


def test_what_is_not_said_is_what_the_rule_has_by_default() -> None:
    for name, kind in ANY_RULES.items():
        assert read(f"python -m ballots count poll.pb --rule {name}") == kind()
    assert read("python -m ballots count poll.pb --increment default") == EqualShares()


@pytest.mark.parametrize(
    "line",
    [
        "greedy --completion none",
        "equal-shares --by value",
        "phragmen --seats 2",
        "stv --min-voters 3",
        "condorcet --no-part-funding",
        "borda --increment default",
    ],
)
def test_an_option_that_means_nothing_to_the_rule_is_refused(line: str) -> None:
    rule, option = line.split()[:2]
    with pytest.raises(BadCommand, match=f"{option.replace('--no-', '--')} has no meaning for the rule {rule}"):
        read(f"python -m ballots count poll.pb --rule {line}")


@pytest.mark.parametrize("number", ["-1", "1.5", "many", "²", "9" * 20, "9" * 5000, ""])
def test_a_number_that_is_none_is_refused_with_its_option(number: str) -> None:
    with pytest.raises(BadRule, match="--min-score needs a whole number"):
        rule_of(Namespace(rule="greedy", min_score=number), 2)


def test_refusing_ties_keeps_the_steps_before_the_lot() -> None:
    line = "python -m ballots count poll.pb --refuse-ties "
    assert read(line).tie_order == ("cost", "votes", "refuse")
    assert read(line + "--tie-order votes,lot").tie_order == ("votes", "refuse")
    assert read(line + "--rule stv").tie_order == ("stages", "refuse")


def test_a_side_of_a_comparison_is_a_rule_and_its_options() -> None:
    assert side_of("greedy --misfit stop", 2) == Greedy(misfit=Misfit.STOP)
    for words, why in (("luck", "luck"), ("", "expected"), ("stv", "spends no money"), ("greedy --seats 1", "meaning")):
        with pytest.raises(BallotError, match=why):
            side_of(words, 2)
