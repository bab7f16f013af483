"""Rules for rankings: their parameters, what they refuse, and projects of equal cost."""

import json

import pytest

from ballots.errors import BadBallot, BadPoll, BadRule, TieUnresolved
from ballots.poll import Poll, Project
from ballots.ranked import (
    Borda,
    Condorcet,
    RankedRule,
    Resolution,
    Stv,
    pairwise,
    ranked_rule_from_parameters,
    transfers,
)
from ballots.ranked.projects import elect_projects, places_of
from ballots.rankings import Rankings

RULES: list[RankedRule] = [
    Stv(),
    Stv(4, ("stages", "refuse"), last_transfer=False),
    *(Condorcet(resolution) for resolution in Resolution),
    Condorcet(tie_order=("votes", "refuse")),
    Borda(),
    Borda(2, "positional", 3, ("lot",)),
    Borda(2, "last-is-nought"),
]


def ranked(candidates: str, **weights: int) -> Rankings:
    return Rankings.of_counted(candidates, [(tuple(order), weight) for order, weight in weights.items()])


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_built_again_from_its_parameters(rule: RankedRule) -> None:
    assert ranked_rule_from_parameters(json.loads(json.dumps(rule.parameters()))) == rule


@pytest.mark.parametrize("rule", [Stv(), Condorcet(), Borda()])
def test_a_parameter_that_is_missing_unknown_or_wrong_is_refused(rule: RankedRule) -> None:
    good = rule.parameters()
    for name in set(good) - {"rule"}:
        with pytest.raises(BadRule, match="missing or not known"):
            ranked_rule_from_parameters({key: value for key, value in good.items() if key != name})
    with pytest.raises(BadRule):
        ranked_rule_from_parameters({**good, "tie_order": "cost,lot"})
    with pytest.raises(BadRule, match="contradict each other"):
        ranked_rule_from_parameters({**good, "more": 1})


@pytest.mark.parametrize(
    ("rule", "name", "value"),
    [
        (Stv(), "seats", True),
        (Stv(), "seats", "2"),
        (Stv(), "seats", 0),
        (Stv(), "last_transfer", "yes"),
        (Stv(), "rule", "greedy"),
        (Condorcet(), "resolution", "luck"),
        (Borda(), "seats", 0),
        (Borda(), "seats", "one"),
        (Borda(), "convention", "dowdall"),
        (Borda(), "longest", 2),
        (Borda(convention="positional"), "longest", -1),
        (Borda(), "longest", "some"),
    ],
)
def test_a_value_without_meaning_is_refused(rule: RankedRule, name: str, value: str | int) -> None:
    with pytest.raises(BadRule):
        ranked_rule_from_parameters({**rule.parameters(), name: value})


@pytest.mark.parametrize("rule", RULES)
def test_where_nobody_ranks_anybody_nobody_is_elected(rule: RankedRule) -> None:
    outcome = rule.elect(Rankings.of_counted("AB", [((), 3)]), "AB", "")
    assert (outcome.winners, outcome.voters, outcome.blank) == ((), 0, 3)


@pytest.mark.parametrize("rule", RULES)
def test_one_who_alone_stands_is_elected_unless_alone_is_worth_no_point(rule: RankedRule) -> None:
    assert rule.elect(ranked("A", A=1), "A", "").winners == (
        ("A",) if not isinstance(rule, Borda) or rule.longest else ()
    )


def test_an_outcome_is_a_tree_without_floats() -> None:
    for rule in RULES:
        tree = rule.elect(ranked("ABC", ABC=4, BCA=3, CAB=2), "ABC", "seed").to_json()
        assert json.loads(json.dumps(tree)) == tree
        assert tree["rule"] == rule.NAME


@pytest.mark.parametrize(("candidates", "withdrawn"), [("", "A"), ("AA", "B"), ("AB", "B")])
def test_candidates_stand_once_or_withdrew(candidates: str, withdrawn: str) -> None:
    with pytest.raises(BadPoll, match="At least one candidate stands"):
        Stv().elect(ranked("AB", AB=1), candidates, "", withdrawn)


def test_a_paper_with_somebody_unknown_is_refused() -> None:
    with pytest.raises(BadBallot, match="C is not on this ballot paper"):
        Stv().elect(ranked("ABC", AC=1), "AB", "")


def test_more_papers_than_whole_numbers_of_a_float_are_refused() -> None:
    many = Rankings.of_counted("AB", [(("A",), transfers.MOST_PAPERS)])
    for rule in (Stv(), Condorcet()):
        with pytest.raises(BadPoll, match="more papers than can be counted"):
            rule.elect(many, "AB", "")


def test_pairs_are_the_same_whether_compared_in_one_piece_or_in_many(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = ranked("ABC", ABC=4, BCA=3, CAB=2, B=5, CB=1)
    whole = pairwise.compare(papers, "ABC").above.tolist()
    monkeypatch.setattr(pairwise, "AT_ONCE", 2)
    assert pairwise.compare(papers, "ABC").above.tolist() == whole


def test_a_tie_that_only_a_lot_could_end_stops_a_count_that_refuses_lots() -> None:
    with pytest.raises(TieUnresolved) as refusal:
        Stv(1, ("stages", "refuse")).elect(ranked("ABC", A=2, B=1, C=1), "ABC", "")
    assert refusal.value.projects == ("B", "C")


def test_equal_surpluses_are_moved_in_the_order_of_the_lot() -> None:
    papers = ranked("ABCD", AC=5, BD=5, C=1, D=1)
    for seed in ("a", "b", "c", "d"):
        tie = Stv(3).elect(papers, "ABCD", seed).stages[1].tie
        assert tie
        assert tie.candidates == ("A", "B")


def test_majorities_of_one_margin_that_make_a_circle_are_ordered_by_the_tie_order() -> None:
    even = ranked("ABC", ABC=1, BCA=1, CAB=1)
    outcome = Condorcet(Resolution.RANKED_PAIRS).elect(even, "ABC", "")
    assert [set(tie.projects) for tie in outcome.ties] == [{"A", "B", "C"}]
    assert outcome.winners == outcome.ties[0].projects[:1]
    with pytest.raises(TieUnresolved):
        Condorcet(Resolution.RANKED_PAIRS, ("refuse",)).elect(even, "ABC", "")


def test_two_at_the_top_are_told_apart_by_more_voters_before_lots() -> None:
    rule = Condorcet(tie_order=("votes", "lot"))
    by_lot = rule.elect(ranked("AB", A=1, B=1), "AB", "")
    assert [tie.decided_by.value for tie in by_lot.ties] == ["lot"]
    by_voters = rule.elect(ranked("ABC", A=1, AC=1, BC=1, C=1), "ABC", "")
    assert ([tie.decided_by.value for tie in by_voters.ties], by_voters.winners) == (["votes"], ("C",))


def test_a_tie_that_does_not_decide_on_the_last_place_is_none() -> None:
    outcome = Borda(2).elect(ranked("ABC", AB=1, BA=1), "ABC", "")
    assert (set(outcome.winners), outcome.tie) == ({"A", "B"}, None)


def test_a_ballot_longer_than_the_convention_allows_is_refused() -> None:
    with pytest.raises(BadBallot, match="more than 1 projects"):
        Borda(1, "positional", 1).elect(ranked("AB", AB=1), "AB", "")


def poll(*costs: int, budget: int = 250, exclusive: tuple[tuple[str, ...], ...] = ()) -> Poll:
    projects = tuple(Project("ABCD"[place], cost) for place, cost in enumerate(costs))
    return Poll(projects, budget, exclusive=exclusive)


def test_projects_of_equal_cost_are_chosen_as_far_as_the_budget_goes() -> None:
    papers = ranked("ABCD", AB=5, BA=1, CD=3, D=2)
    assert places_of(poll(100, 100, 100, 100)) == 2
    assert places_of(poll(100, budget=1000)) == 1
    outcome = elect_projects(poll(100, 100, 100, 100), papers, Stv(2), "")
    assert set(outcome.winners) == {"A", "C"}
    assert elect_projects(poll(100, 100, 100, 100), papers, Condorcet(), "").winners == ("A",)


def test_projects_of_any_cost_are_chosen_where_the_budget_pays_for_the_dearest() -> None:
    outcome = elect_projects(poll(50, 150, 100, 20), ranked("ABCD", BC=3, A=1), Borda(2), "")
    assert outcome.winners == ("B", "C")


def test_more_than_the_budget_pays_for_is_refused() -> None:
    with pytest.raises(BadRule, match="not pay for the dearest 3"):
        elect_projects(poll(100, 100, 100, 100), ranked("ABCD", A=1), Borda(3), "")
    assert len(elect_projects(poll(1, 1), ranked("AB", AB=1), Stv(3), "").winners) == 2
    with pytest.raises(BadPoll, match="exclude each other"):
        elect_projects(poll(1, 1, exclusive=(("A", "B"),)), ranked("AB", A=1), Condorcet(), "")


@pytest.mark.parametrize(
    ("unfit", "reason"),
    [
        (poll(100, 90), "do not all cost the same"),
        (poll(0, 0), "must cost something"),
        (poll(300, 300), "no more than the budget"),
        (poll(100, 100, exclusive=(("A", "B"),)), "exclude each other"),
    ],
)
def test_a_poll_whose_costs_matter_is_refused(unfit: Poll, reason: str) -> None:
    with pytest.raises(BadPoll, match=reason):
        places_of(unfit)
