"""A choice from rankings is kept as text, read back exactly, and told in words and tables."""

import pytest

from ballots.every_rule import ANY_RULES, any_rule_from_parameters
from ballots.poll import Poll, Project
from ballots.ranked import Borda, Condorcet, RankedRule, Resolution, Stv
from ballots.ranked.funding import ElectedProjects
from ballots.ranked.projects import elect_projects
from ballots.rankings import Rankings
from ballots.rules import EqualShares, Greedy
from ballots.wording.parameters import rule_rows
from ballots.wording.ranked_tables import count_table
from ballots.wording.voice import voice
from pb_app.count_records import greedy_beside
from pb_app.definitions import rule_of, rule_text
from pb_app.outcomes import outcome_text, read_outcome
from pb_app.poll_files import pabulib_name

POLL = Poll(tuple(Project(one, 10 * place, f"Project {one}") for place, one in enumerate("ABCD", 1)), 100)
CIRCLE = {"ABC": 4, "BCA": 3, "CAB": 2, "D": 1}
RULES: list[RankedRule] = [Stv(2), Stv(), *(Condorcet(one) for one in Resolution), Borda(2), Borda(2, "last-is-one")]


def elected(rule: RankedRule, **weights: int) -> ElectedProjects:
    papers = Rankings.of_counted("ABCD", [(tuple(order), weight) for order, weight in weights.items()])
    return ElectedProjects.of(POLL, elect_projects(POLL, papers, rule, "seed"))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("weights", [CIRCLE, {"AB": 1, "BA": 1, "C": 1, "D": 1}, {}])
def test_a_choice_is_read_back_as_it_was(rule: RankedRule, weights: dict[str, int]) -> None:
    outcome = elected(rule, **weights)
    assert read_outcome(outcome_text(outcome)) == outcome


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_for_rankings_is_kept_and_read_like_any_other(rule: RankedRule) -> None:
    assert rule_of(rule_text(rule)) == rule
    assert any_rule_from_parameters(rule.parameters()) == rule
    assert (pabulib_name(rule), greedy_beside(rule)) == ("unknown", Greedy())
    assert any_rule_from_parameters(EqualShares().parameters()) == EqualShares()
    assert rule.NAME in ANY_RULES


def test_the_chosen_cost_what_they_cost_and_nobody_is_free() -> None:
    outcome = elected(Stv(2), **CIRCLE)
    assert (outcome.winners, outcome.spent, outcome.free) == (("A", "B"), 30, ())
    assert outcome.support == {"A": 4, "B": 3, "C": 2, "D": 1}
    assert elected(Borda(), **CIRCLE).support["B"] == 19
    assert elected(Condorcet(), **CIRCLE).support == elected(Stv()).support == {}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Stv(2), ("Projects that are chosen", "2")),
        (Stv(2, last_transfer=False), ("Papers of the last project excluded", "they stay")),
        (Borda(), ("Ties go to", "more voters who ranked it, the lot")),
        (Condorcet(Resolution.SCHULZE), ("Rule", "Comparison by pairs (Condorcet)")),
    ],
)
def test_every_parameter_has_its_words(rule: RankedRule, said: tuple[str, str]) -> None:
    assert said in rule_rows(voice("en", POLL), rule)


def test_a_count_has_a_table_of_its_stages_its_points_or_its_pairs() -> None:
    speaking = voice("en", POLL)
    stages = count_table(speaking, elected(Stv(2), **CIRCLE).ranked)
    assert stages.head[:2] == ("Project", "Stage 1")
    assert stages.rows[0][:2] == ("Project A", "4")
    assert stages.rows[-1][0] == "Non-transferable"
    lost = count_table(speaking, elected(Stv(2), AB=7, AC=3, AD=3, B=2, C=1, D=1).ranked)
    assert lost.rows[-1][0] == "Lost below the fifth place"
    points = count_table(speaking, elected(Borda(), **CIRCLE).ranked)
    assert (points.rows[0][1], points.rows[-1]) == ("19", ("Project D", "3"))
    pairs = count_table(speaking, elected(Condorcet(), **CIRCLE).ranked)
    assert pairs.head[:2] == ("Voters who ranked", "above Project A")
    assert pairs.rows[0][1] == "–"
