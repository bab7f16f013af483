"""A panel scores by criteria whose weights were voted on; a member with a conflict of interest counts nothing."""

import json
from fractions import Fraction
from itertools import product

import pytest

from ballots.errors import BadBallot, BadPoll, BadRule, TieUnresolved
from ballots.outcome import Reason
from ballots.panel import Absent, Cell, Criterion, Panel, PanelScore, Shortfall
from ballots.panel_ranking import drawdown, ranking
from ballots.poll import Poll, Project
from ballots.rules import Greedy
from ballots.rules.greedy import Misfit
from ballots.ties import DEFAULT_TIES, Tie, TieStep

CRITERIA = (Criterion("access", 3), Criterion("price", 2))
MEMBERS = ("Ailsa", "Bram", "Catriona")
PANEL = Panel(CRITERIA, MEMBERS, 0, 5)


def sheet(**given: str) -> dict[Cell, int]:
    """Read the digits of each project: the members' scores by access, then by price; a dash is a missing one."""
    scores: dict[Cell, int] = {}
    for project, digits in given.items():
        cells = product(("access", "price"), MEMBERS)
        for (criterion, member), digit in zip(cells, digits.replace(" ", ""), strict=True):
            if digit != "-":
                scores[member, project, criterion] = int(digit)
    return scores


def one(panel: Panel, digits: str, *conflicted: str) -> PanelScore:
    (score,) = panel.scored(["bus"], sheet(bus=digits), [(member, "bus") for member in conflicted])
    return score


def test_the_total_is_the_exact_average_of_the_averages_by_weight() -> None:
    score = one(PANEL, "543 221")
    assert score.averages == (4, Fraction(5, 3))
    assert score.total == (3 * 4 + 2 * Fraction(5, 3)) / 5
    assert score.scorers == (3, 3)
    assert score.shortfall is None


def test_a_member_with_a_conflict_of_interest_is_left_out_of_the_averages() -> None:
    score = one(PANEL, "5-3 2-1", "Bram")
    assert score.averages == (4, Fraction(3, 2))
    assert (score.scorers, score.conflicted) == ((2, 2), ("Bram",))


def test_a_score_despite_a_conflict_of_interest_is_refused() -> None:
    with pytest.raises(BadBallot, match="Bram has a conflict of interest with bus, but scored it by access"):
        one(PANEL, "543 221", "Bram")


def test_a_missing_score_means_what_was_declared() -> None:
    with pytest.raises(BadBallot, match="Catriona has not scored bus by price yet"):
        one(PANEL, "543 22-")
    left_out = one(Panel(CRITERIA, MEMBERS, 1, 5, Absent.LEAVE_OUT), "543 24-")
    assert (left_out.averages[1], left_out.scorers) == (3, (3, 2))
    lowest = one(Panel(CRITERIA, MEMBERS, 1, 5, Absent.LOWEST), "543 24-")
    assert (lowest.averages[1], lowest.scorers) == (Fraction(7, 3), (3, 3))


def test_a_project_that_nobody_may_score_has_no_average_and_does_not_qualify() -> None:
    score = one(PANEL, "--- ---", *MEMBERS)
    assert (score.averages, score.total, score.shortfall) == ((None, None), None, Shortfall.TOO_FEW_MEMBERS)
    half = one(Panel(CRITERIA, MEMBERS, 0, 5, Absent.LEAVE_OUT), "444 ---")
    assert (half.averages, half.total, half.shortfall) == ((4, None), None, Shortfall.TOO_FEW_MEMBERS)


def test_a_project_needs_as_many_scorers_as_were_declared() -> None:
    panel = Panel(CRITERIA, MEMBERS, 0, 5, fewest=2)
    assert one(panel, "5-3 2-1", "Bram").shortfall is None
    assert one(panel, "5-- 2--", "Bram", "Catriona").shortfall is Shortfall.TOO_FEW_MEMBERS


def test_an_average_exactly_at_the_least_qualifies() -> None:
    criteria = (Criterion("access", 3, least=Fraction(7, 3)), Criterion("price", 2))
    assert one(Panel(criteria, MEMBERS, 0, 5), "223 555").shortfall is None
    low = one(Panel(criteria, MEMBERS, 0, 5), "222 555")
    assert (low.shortfall, low.below) == (Shortfall.BELOW_CRITERION, ("access",))
    assert one(Panel(CRITERIA, MEMBERS, 0, 5, least=2), "222 222").shortfall is None
    assert one(Panel(CRITERIA, MEMBERS, 0, 5, least=2), "222 221").shortfall is Shortfall.BELOW_TOTAL


@pytest.mark.parametrize(
    ("cell", "points", "why"),
    [
        (("Dougal", "bus", "price"), 3, "names something unknown"),
        (("Bram", "boat", "price"), 3, "names something unknown"),
        (("Bram", "bus", "colour"), 3, "names something unknown"),
        (("Bram", "bus", "price"), 6, "out of range"),
        (("Bram", "bus", "price"), -1, "out of range"),
    ],
)
def test_a_score_that_makes_no_sense_is_refused(cell: Cell, points: int, why: str) -> None:
    with pytest.raises(BadBallot, match=why):
        PANEL.scored(["bus"], {cell: points})


@pytest.mark.parametrize("conflict", [("Dougal", "bus"), ("Bram", "boat")])
def test_a_conflict_of_interest_of_nobody_known_is_refused(conflict: tuple[str, str]) -> None:
    with pytest.raises(BadBallot, match="nobody or nothing known"):
        PANEL.scored(["bus"], {}, [conflict])


@pytest.mark.parametrize(
    ("criteria", "members", "lowest", "highest", "fewest"),
    [
        ((), MEMBERS, 0, 5, 1),
        ((Criterion("", 1),), MEMBERS, 0, 5, 1),
        ((Criterion("a", 1), Criterion("a", 2)), MEMBERS, 0, 5, 1),
        ((Criterion("a", 1), Criterion("", 1)), MEMBERS, 0, 5, 1),
        ((Criterion("a", 0),), MEMBERS, 0, 5, 1),
        ((Criterion("a", 1), Criterion("b", 0)), MEMBERS, 0, 5, 1),
        ((Criterion("a", 1_000_001),), MEMBERS, 0, 5, 1),
        (CRITERIA, (), 0, 5, 1),
        (CRITERIA, ("Bram", ""), 0, 5, 1),
        (CRITERIA, ("Bram", "Bram"), 0, 5, 1),
        (CRITERIA, MEMBERS, 5, 5, 1),
        (CRITERIA, MEMBERS, -1, 5, 1),
        (CRITERIA, MEMBERS, 0, 5, 0),
        (CRITERIA, MEMBERS, 0, 5, 4),
    ],
)
def test_a_panel_that_contradicts_itself_is_refused(
    criteria: tuple[Criterion, ...], members: tuple[str, ...], lowest: int, highest: int, fewest: int
) -> None:
    with pytest.raises(BadPoll):
        Panel(criteria, members, lowest, highest, fewest=fewest)


def test_a_panel_may_go_to_the_bounds_of_what_is_allowed() -> None:
    panel = Panel((Criterion("access", 1), Criterion("price", 1_000_000)), MEMBERS, 0, 1, fewest=3)
    assert one(panel, "111 000").total == Fraction(1, 1_000_001)
    assert one(panel, "111 000").shortfall is None


def test_the_criterion_that_fewest_scored_says_whether_enough_did() -> None:
    panel = Panel(CRITERIA, MEMBERS, 0, 5, Absent.LEAVE_OUT, fewest=2)
    assert one(panel, "444 4--").shortfall is Shortfall.TOO_FEW_MEMBERS
    assert one(panel, "444 44-").shortfall is None


def test_the_first_conflict_that_names_nobody_is_named_whatever_their_order() -> None:
    with pytest.raises(BadBallot, match="of Dougal with bus"):
        PANEL.scored(["bus"], {}, [("Eilidh", "bus"), ("Dougal", "bus"), ("Fergus", "bus")])


POLL = Poll((Project("bus", 50), Project("boat", 60), Project("bike", 20), Project("raft", 10)), 100)
STRICT = Panel(CRITERIA, MEMBERS, 0, 5, Absent.LEAVE_OUT, least=1)
SCORES = sheet(bus="444 444", boat="555 555", bike="44- 44-", raft="000 000")


def scored() -> tuple[PanelScore, ...]:
    return STRICT.scored(POLL.by_id, SCORES)


def test_the_ranking_goes_by_average_and_then_by_the_tie_order() -> None:
    found = ranking(POLL, scored(), DEFAULT_TIES, "seed")
    assert found.order == ("boat", "bike", "bus")
    assert found.ties == (Tie(("bike", "bus"), TieStep.COST),)
    assert [score.project for score in found.short] == ["raft"]
    by_scorers = ranking(POLL, scored(), ("votes", "lot"), "seed")
    assert by_scorers.order == ("boat", "bus", "bike")
    tree = found.to_json()
    assert json.loads(json.dumps(tree, default=pytest.fail)) == tree
    assert tree["short"][0]["shortfall"] == "below-total"  # type: ignore[index, call-overload]


def test_a_ranking_that_only_a_lot_could_make_is_refused_where_lots_are() -> None:
    poll = Poll((Project("bus", 50), Project("boat", 50)), 100)
    scores = PANEL.scored(poll.by_id, sheet(bus="444 444", boat="444 444"))
    with pytest.raises(TieUnresolved):
        ranking(poll, scores, ("cost", "votes", "refuse"), "")


def test_the_money_goes_down_the_list_and_the_averages_stay_exact() -> None:
    outcome = drawdown(POLL, scored(), Greedy(), "seed")
    assert outcome.winners == ("boat", "bike")
    assert [found.effective_votes for found in outcome.rounds] == [5, 4]
    assert [found.votes for found in outcome.rounds] == [3, 2]
    assert outcome.voters == 3
    assert {loser.project: loser.reason for loser in outcome.losers} == {
        "bus": Reason.DID_NOT_FIT,
        "raft": Reason.BELOW_SCORE,
    }
    assert drawdown(POLL, scored(), Greedy(misfit=Misfit.STOP, tie_order=("votes", "lot")), "").winners == ("boat",)


def test_averages_a_third_apart_are_kept_apart() -> None:
    poll = Poll((Project("bus", 60), Project("boat", 60)), 100)
    scores = PANEL.scored(poll.by_id, sheet(bus="444 443", boat="444 434"))
    assert [score.total for score in scores] == [Fraction(58, 15)] * 2
    better = PANEL.scored(poll.by_id, sheet(bus="444 443", boat="443 444"))
    outcome = drawdown(poll, better, Greedy(), "")
    assert outcome.winners == ("bus",)
    assert outcome.rounds[0].effective_votes == Fraction(58, 15)
    assert outcome.ties_met == ()


def test_a_project_that_the_panel_never_saw_has_no_support() -> None:
    outcome = drawdown(POLL, STRICT.scored(["bus"], sheet(bus="444 444")), Greedy(), "")
    assert outcome.winners == ("bus",)
    assert {loser.reason for loser in outcome.losers} == {Reason.NO_SUPPORT}


def test_those_that_do_not_qualify_are_told_by_id_and_never_funded_even_if_free() -> None:
    poll = Poll((Project("raft", 10), Project("kite", 0), Project("bus", 50)), 100)
    scores = STRICT.scored(["raft", "kite"], sheet(raft="0-0 00-", kite="000 000"))
    assert [score.project for score in ranking(poll, scores, DEFAULT_TIES, "").short] == ["kite", "raft"]
    outcome = drawdown(poll, scores, Greedy(), "")
    assert (outcome.free, outcome.winners) == ((), ())
    assert [(loser.project, loser.votes, loser.score) for loser in outcome.losers] == [
        ("bus", 0, 0),
        ("kite", 0, 0),
        ("raft", 0, 0),
    ]


def test_the_scorers_of_a_tie_are_those_of_the_criterion_that_fewest_scored() -> None:
    poll = Poll((Project("bus", 50), Project("boat", 50)), 100)
    scores = STRICT.scored(poll.by_id, sheet(bus="444 4--", boat="44- 44-"))
    assert ranking(poll, scores, ("votes", "lot"), "").order == ("boat", "bus")


def test_where_nothing_qualifies_nothing_is_funded() -> None:
    assert drawdown(POLL, STRICT.scored(["raft"], sheet(raft="000 000")), Greedy(), "").winners == ()
    assert ranking(POLL, [], DEFAULT_TIES, "").order == ()
    assert drawdown(POLL, [], Greedy(), "").winners == ()


@pytest.mark.parametrize("least", [{"min_score": 1}, {"min_voters": 1}, {"min_percent": 1}])
def test_the_rule_that_spends_asks_for_no_support_of_its_own(least: dict[str, int]) -> None:
    with pytest.raises(BadRule, match="set with the panel"):
        drawdown(POLL, scored(), Greedy(**least), "")  # type: ignore[arg-type]


def test_a_project_that_is_not_in_the_poll_is_refused() -> None:
    with pytest.raises(BadPoll, match="Project sled was scored but is not in this poll"):
        ranking(POLL, STRICT.scored(["sled"], sheet(sled="444 444")), DEFAULT_TIES, "")
