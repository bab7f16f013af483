"""A contest that rankings decide: frozen only where the pot pays, counted, published, decided on, paid, verified."""

from collections.abc import Callable

import pytest

from ballots.errors import BadRule
from ballots.ranked import Borda, Condorcet, RankedRule, Stv
from ballots.rules import Greedy
from ballots.styles import Approval, Ranking
from pb_app import counting
from pb_app.adoption_records import Deciding
from pb_app.exports.accounts import how_counted
from pb_app.exports.bundle import bundle_of
from pb_app.exports.tables import result_csv
from pb_app.publication import Publication
from pb_app.queries import counts, findings
from pb_app.refusals import Conflict, NotVisible
from pb_app.services import adoptions, polls, voting
from pb_app.services.counts import acknowledge_privacy, publish_result, record_count
from pb_app.stages import Decision
from pb_app.verification.misfits import Part
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.whole_story import verified
from tests.world import POSTCODE, World

ORDERS = {"resident": ("P01", "P03"), "second_officer": ("P01", "P02"), "councillor": ("P03", "P01")}
Rules = Callable[[RankedRule], Voting]


@pytest.fixture
def published(parts: Installation, small_world: World) -> Rules:
    def by(rule: RankedRule) -> Voting:
        poll = ballot_box.opened(parts, small_world, style=Ranking(convention="last-is-one"), rule=rule)
        for number, (who, order) in enumerate(ORDERS.items()):
            with poll.acting(who) as uow:
                voting.claim_vote(uow, poll.poll_no, POSTCODE)
                voting.cast_ballot(uow, poll.poll_no, order, bytes([number]) * 16)
        with poll.acting("officer") as uow:
            polls.close_poll(uow, poll.poll_no, "Everybody has voted")
            record_count(uow, poll.poll_no)
        with poll.acting("approver") as uow:
            acknowledge_privacy(uow, poll.poll_no, Publication.PRIVATE)
            publish_result(uow, poll.poll_no)
        return poll

    return by


@pytest.mark.parametrize(
    ("rule", "chosen"),
    [(Stv(), ("P01",)), (Condorcet(tie_order=("votes", "lot")), ("P01",)), (Borda(), ("P01",))],
)
def test_rankings_decide_and_the_forum_pays_what_the_chosen_cost(
    parts: Installation, published: Rules, rule: RankedRule, chosen: tuple[str, ...]
) -> None:
    poll = published(rule)
    with poll.acting("councillor") as uow:
        result = counts.result_of(uow.session, poll.poll_no)
        assert result
        assert (result.funded, result.counted_pence, result.rule) == (chosen, {"P01": 1_200_000}, rule)
        assert result.order[0] == "P01"
        assert (result.reasons, findings.still_sought(uow.session, result)) == ({}, [])
        assert '"name":"' + rule.NAME in result.tally.record
        assert "P01,Harbour path lights,12000,GBP" in result_csv(result)
        assert f"--rule {rule.NAME}" in how_counted(
            result, counting.counted_of(result.poll, counting.files_of(uow.session, result.poll)[0], 1, 3, "").command
        )
        for wrong in ("outcome", "spending_rule"):
            with pytest.raises(NotVisible, match="decided by rankings"):
                getattr(result, wrong)
        adoptions.adopt_result(uow, poll.poll_no, Deciding(Decision.ADOPTED))
    with poll.system() as uow:
        uow.sequence_log()
    with poll.acting("officer") as uow:
        adoptions.post_awards(uow, poll.poll_no)
    with poll.system() as uow:
        uow.sequence_log()
        count = counts.count_of(uow.session, poll.poll_no)
        assert count
        assert bundle_of(uow.session, uow.keys, count)
    assert [str(one) for one in verified(parts).misfits if one.part is not Part.LEDGER] == []  # it was fed by hand


def test_a_rule_that_looks_at_no_costs_is_not_frozen_where_the_pot_may_not_pay(
    parts: Installation, small_world: World
) -> None:
    poll = ballot_box.drafted(parts, small_world, style=Ranking(), rule=Stv(2))
    with poll.acting("officer") as uow, pytest.raises(Conflict, match="pot must pay for whatever"):
        polls.freeze_poll(uow, poll.poll_no)
    poll = ballot_box.drafted(parts, small_world, style=Ranking(), rule=Borda(4))
    with poll.acting("officer") as uow, pytest.raises(Conflict, match="more projects than stand"):
        polls.freeze_poll(uow, poll.poll_no)


def test_rankings_are_asked_for_and_nothing_else_is_counted_by_them(parts: Installation, small_world: World) -> None:
    with pytest.raises(BadRule, match="does not look at all"):
        ballot_box.drafted(parts, small_world, style=Approval(), rule=Borda())
    poll = ballot_box.opened(parts, small_world, style=Approval(), rule=Greedy())
    with poll.acting("officer") as uow:
        polls.close_poll(uow, poll.poll_no, "Nobody came")
    with poll.system() as uow:
        row = polls.polls.poll_by_no(uow.session, poll.poll_no)
        assert row
        [file] = counting.files_of(uow.session, row)
        with pytest.raises(BadRule, match="counts rankings"):
            counting.decided(file, Stv(), "")
