"""Sequential Phragmén: worked examples, what stops it, rivals, factors, ties, and what it tells."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.count import count
from ballots.election import Election
from ballots.errors import BadPoll, BadRule, TieUnresolved
from ballots.explain import Kind, explained
from ballots.outcome import Loser, Outcome, Reason, Stage
from ballots.poll import Poll, Project
from ballots.profile import BallotGroup, Profile
from ballots.rules import loads
from ballots.rules.greedy_walk import Misfit
from ballots.rules.phragmen import Phragmen
from ballots.ties import Tie, TieStep
from pb_app.outcomes import outcome_text, read_outcome
from tests.properties.polls import SEED, Drawn, polls

SPORTS = {"bike": 700, "gym": 400, "park": 250, "play": 200, "lib": 100}
FANS = {
    "bike": {0, 1, 2, 3, 4, 5, 10},
    "gym": {0, 1, 2, 3, 4, 5},
    "park": {1, 3, 4, 6, 9},
    "play": {6, 7, 8, 9},
    "lib": {6, 8, 9},
}
SKIP = Phragmen(misfit=Misfit.SKIP)


def poll_of(costs: dict[str, int], budget: int, *rivals: tuple[str, ...]) -> Poll:
    return Poll(tuple(Project(p, cost) for p, cost in costs.items()), budget, exclusive=rivals)


def counted(poll: Poll, *ballots: str, rule: Phragmen = SKIP) -> Outcome:
    return count(poll, Profile.of(poll, ballots), rule, SEED)


def sports(rule: Phragmen) -> Outcome:
    poll = poll_of(SPORTS, 1100)
    return count(poll, Profile.of(poll, [[p for p in SPORTS if voter in FANS[p]] for voter in range(11)]), rule, SEED)


def loser(outcome: Outcome, project: str) -> Loser:
    return next(one for one in outcome.losers if one.project == project)


def test_loads_of_the_worked_example_rise_as_worked_by_hand() -> None:
    outcome = sports(Phragmen())
    assert [(found.project, found.load) for found in outcome.rounds] == [
        ("lib", Fraction(100, 3)),
        ("park", Fraction(190, 3)),
        ("play", Fraction(90)),
        ("gym", Fraction(295, 3)),
    ]
    assert (outcome.spent, outcome.rounds[-1].pot_left) == (950, 150)
    assert outcome.stop
    assert (outcome.stop.project, outcome.stop.pot_left, outcome.stop.tie) == ("bike", 150, None)
    assert loser(outcome, "bike").load == Fraction(1290, 7)
    assert loser(outcome, "bike").reason is Reason.DID_NOT_FIT


def test_a_round_tells_who_took_on_how_much() -> None:
    park = sports(Phragmen()).rounds[1]
    assert (park.stage, park.votes, park.score, park.payers, park.paid_all) == (Stage.LOADS, 5, 5, 5, 0)
    assert park.price == Fraction(190, 3)
    play = sports(Phragmen()).rounds[2]
    assert (play.price, play.effective_votes) == (90, Fraction(200, 90))


def test_a_loser_hears_for_what_its_supporters_took_on_loads() -> None:
    spent = loser(sports(Phragmen()), "bike").spent_on
    assert [(one.round, one.project, one.shared_supporters, one.paid) for one in spent] == [
        (2, "park", 3, 190),
        (4, "gym", 6, 3 * Fraction(295, 3) + 3 * Fraction(105, 3)),
    ]


def test_the_price_is_the_most_that_anyone_takes_on() -> None:
    outcome = counted(poll_of({"A": 100, "B": 100}, 200), "AB", "B")
    assert [(found.project, found.load, found.payers, found.price) for found in outcome.rounds] == [
        ("B", 50, 2, 50),
        ("A", 150, 1, 100),
    ]


def test_less_than_the_smallest_unit_is_not_told_to_a_loser() -> None:
    outcome = counted(poll_of({"A": 1, "B": 99}, 99), "AB", "A", "A", "B", "B")
    assert loser(outcome, "B").spent_on == ()


def test_a_misfit_stops_the_count_or_is_skipped() -> None:
    poll = poll_of({"A": 60, "B": 50, "C": 30, "Z": 10, "Y": 200}, 100)
    ballots = ["A", "A", "A", "B", "B", "C", "Y"]
    stopped = counted(poll, *ballots, rule=Phragmen())
    assert (stopped.winners, stopped.stop and stopped.stop.project) == (("A",), "B")
    reasons = {one.project: one.reason for one in stopped.losers}
    assert reasons == {
        "B": Reason.DID_NOT_FIT,
        "C": Reason.STOPPED,
        "Z": Reason.NO_SUPPORT,
        "Y": Reason.TOO_DEAR,
    }
    assert loser(stopped, "C").load == 30
    assert loser(stopped, "B").out_after == 1
    assert stopped.rounds[0].unaffordable == ("B",)
    skipped = counted(poll, *ballots)
    assert (skipped.winners, skipped.stop) == (("A", "C"), None)
    assert loser(skipped, "B").pot_left == 40


def test_of_two_level_the_one_that_does_not_fit_stops_the_count_for_both() -> None:
    level = counted(poll_of({"A": 20, "B": 40, "C": 70}, 100), *"CCCCCCC", "A", "B", "B", rule=Phragmen())
    assert level.winners == ("C",)
    assert level.stop
    assert (level.stop.project, level.stop.tie) == ("B", Tie(("A", "B"), TieStep.COST, decisive=False))
    assert counted(poll_of({"A": 20, "B": 40, "C": 70}, 100), *"CCCCCCC", "A", "B", "B").winners == ("C", "A")


def test_a_rival_of_a_funded_project_goes_out() -> None:
    poll = poll_of({"A": 10, "B": 10, "C": 50}, 60, ("A", "B"))
    outcome = counted(poll, "A", "A", "B", "C")
    assert outcome.winners == ("A", "C")
    assert outcome.rounds[0].excluded == ("B",)
    out = loser(outcome, "B")
    assert (out.reason, out.rival, out.load, out.out_after) == (Reason.EXCLUDED, "A", 10, 1)


def test_level_projects_that_meet_nowhere_need_no_lot() -> None:
    refuse = Phragmen(("refuse",), Misfit.SKIP)
    outcome = counted(poll_of({"A": 10, "B": 10}, 20), "A", "B", rule=refuse)
    assert set(outcome.winners) == {"A", "B"}
    assert (outcome.ties, [tie.decisive for tie in outcome.ties_met]) == ((), [False])


@pytest.mark.parametrize(
    ("poll", "ballots"),
    [
        (poll_of({"A": 10, "B": 10}, 15), ["A", "B"]),
        (poll_of({"A": 10, "B": 10}, 20), ["AB"]),
        (poll_of({"A": 10, "B": 10}, 20, ("A", "B")), ["A", "B"]),
    ],
)
def test_level_projects_that_are_in_each_others_way_need_the_lot(poll: Poll, ballots: list[str]) -> None:
    outcome = counted(poll, *ballots)
    assert [tie.decided_by for tie in outcome.ties] == [TieStep.LOT]
    with pytest.raises(TieUnresolved) as refusal:
        counted(poll, *ballots, rule=Phragmen(("cost", "refuse"), Misfit.SKIP))
    assert set(refusal.value.projects) == {"A", "B"}


def test_free_projects_are_funded_apart_and_a_poll_without_marks_funds_nothing() -> None:
    poll = poll_of({"A": 10, "F": 0}, 20)
    assert counted(poll, "AF").free == ("F",)
    assert counted(poll, "", "").winners == ()
    assert counted(poll, "F").winners == ()


def test_progress_is_told_after_each_turn() -> None:
    poll = poll_of({"A": 10, "B": 20}, 30)
    told: list[tuple[int, int]] = []
    count(poll, Profile.of(poll, ["A", "B"]), SKIP, SEED, lambda step, spent: told.append((step, spent)))
    assert told == [(1, 10), (2, 30)]


def test_more_votes_than_whole_numbers_of_a_float_are_refused() -> None:
    poll = poll_of({"A": 10}, 30)
    profile = Profile.of_groups(poll, [BallotGroup(("A",), 1, (), loads.MOST_POWER)])
    with pytest.raises(BadPoll, match="more votes than can be counted"):
        count(poll, profile, SKIP, SEED)


@pytest.mark.parametrize("rule", [Phragmen(), SKIP, Phragmen(("votes", "refuse"))])
def test_the_rule_is_built_again_from_its_parameters(rule: Phragmen) -> None:
    assert Phragmen.from_parameters(rule.parameters()) == rule


@pytest.mark.parametrize("wrong", [{"tie_order": "luck"}, {"tie_order": 3}, {"misfit": "wait"}, {"misfit": True}])
def test_a_parameter_without_meaning_is_refused(wrong: dict[str, str | int | bool]) -> None:
    with pytest.raises(BadRule):
        Phragmen.from_parameters({**Phragmen().parameters(), **wrong})
    with pytest.raises(BadRule):
        Phragmen(misfit="wait")  # type: ignore[arg-type]


def test_every_project_is_explained_and_the_stored_outcome_read_back() -> None:
    outcome = sports(Phragmen())
    kinds = {found.project: found.kind for found in explained(outcome)}
    assert kinds == {**dict.fromkeys(("lib", "park", "play", "gym"), Kind.CARRIED), "bike": Kind.NOT_ENOUGH_LEFT}
    assert read_outcome(outcome_text(outcome)) == outcome


def by_the_book(drawn: Drawn, *, stop: bool) -> list[tuple[str, Fraction]]:
    """Los, Christoff and Grossi 2022, section 3, voter by voter."""
    load = [Fraction(0)] * len(drawn.ballots)
    waiting = [p for p in drawn.rank if any(p in ballot for ballot in drawn.ballots)]
    pot, funded = drawn.budget, list[tuple[str, Fraction]]()
    while waiting:
        fans = {p: [i for i, ballot in enumerate(drawn.ballots) if p in ballot] for p in waiting}
        would = {p: (drawn.costs[p] + sum(load[i] for i in fans[p])) / len(fans[p]) for p in waiting}
        level = [p for p in waiting if would[p] == min(would.values())]
        unfit = [p for p in level if drawn.costs[p] > pot]
        if unfit and stop:
            break
        for p in unfit:
            waiting.remove(p)
        fit = [p for p in level if p not in unfit]
        if fit:
            first = fit[0]
            funded.append((first, would[first]))
            pot -= drawn.costs[first]
            waiting.remove(first)
            for i in fans[first]:
                load[i] = would[first]
    return funded


@settings(max_examples=120, deadline=None)
@given(drawn=polls(), stop=st.booleans())
def test_a_count_is_what_the_definition_says(drawn: Drawn, *, stop: bool) -> None:
    outcome = count(drawn.poll, drawn.profile, Phragmen(misfit=Misfit.STOP if stop else Misfit.SKIP), SEED)
    assert [(found.project, found.load) for found in outcome.rounds] == by_the_book(drawn, stop=stop)
    assert outcome.spent <= drawn.budget


@settings(max_examples=50, deadline=None)
@given(polls())
def test_what_is_taken_on_in_all_rounds_is_what_the_projects_cost(drawn: Drawn) -> None:
    election = Election.of(drawn.poll, drawn.profile, ("cost", "votes", "lot"), SEED)
    outcome = SKIP.outcome(election, SEED)
    carried = [Fraction(0)] * len(drawn.ballots)
    for found in outcome.rounds:
        assert found.load is not None
        fans = [i for i, ballot in enumerate(drawn.ballots) if found.project in ballot]
        rises = [found.load - carried[i] for i in fans]
        assert min(rises) >= 0
        assert (sum(rises), max(rises)) == (found.cost, found.price)
        assert found.payers == sum(rise > 0 for rise in rises)
        for i in fans:
            carried[i] = found.load
    for one in outcome.losers:
        for note in one.spent_on:
            assert 0 < note.paid <= election.cost(note.project)


@settings(max_examples=50, deadline=None)
@given(drawn=polls(), factor=st.integers(2, 3))
def test_a_voter_with_a_factor_counts_as_that_many_voters(drawn: Drawn, factor: int) -> None:
    first, *others = drawn.ballots
    plain = [BallotGroup(tuple(sorted(ballot)), 1) for ballot in others]
    weighted = Profile.of_groups(drawn.poll, [BallotGroup(tuple(sorted(first)), 1, (), factor), *plain])
    cloned = Profile.of_groups(drawn.poll, [BallotGroup(tuple(sorted(first)), factor), *plain])
    ties = Phragmen(("cost", "lot"), Misfit.SKIP)
    one, other = count(drawn.poll, weighted, ties, SEED), count(drawn.poll, cloned, ties, SEED)
    assert [(found.project, found.load) for found in one.rounds] == [
        (found.project, found.load) for found in other.rounds
    ]
