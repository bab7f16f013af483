"""Who may vote is decided with the draft, frozen with the poll, and asked of whoever claims."""

import pytest
from sqlalchemy import select

from pb_app.eligibility import AgeBand, Connection, Eligibility, NotEligible, Said
from pb_app.models.polls import RollEntry
from pb_app.refusals import Forbidden, Invalid, NotVisible
from pb_app.services import eligibility, polls, voting
from pb_app.verification.misfits import Part
from pb_app.verification.whole import verify_whole
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.world import ELSEWHERE, POSTCODE, World

LEITH = Eligibility(8, None, (Connection.LIVE, Connection.WORK))
WORKER = Said(Connection.WORK, AgeBand.WITHIN)


@pytest.fixture
def drafted(parts: Installation, small_world: World) -> Voting:
    return ballot_box.drafted(parts, small_world)


def decide(drafted: Voting, rules: Eligibility, who: str = "officer") -> None:
    with drafted.acting(who) as uow:
        eligibility.set_eligibility(uow, drafted.poll_no, rules, may_change=True)


def open_it(drafted: Voting) -> None:
    with drafted.acting("officer") as uow:
        polls.freeze_poll(uow, drafted.poll_no)
    with drafted.acting("approver") as uow:
        polls.open_poll(uow, drafted.poll_no)


def test_the_rules_are_frozen_with_the_poll_and_checked_by_the_verifier(drafted: Voting) -> None:
    decide(drafted, LEITH)
    with drafted.acting("officer") as uow:
        definition = polls.freeze_poll(uow, drafted.poll_no).definition
    assert '"eligibility":{"connections":["live","work"],"least_age":8}' in definition
    assert '"change":"last_counts"' in definition
    with drafted.system() as uow:
        uow.sequence_log()
        assert [one for one in verify_whole(uow.session, uow.keys).misfits if one.part is Part.POLL] == []
    with pytest.raises(Forbidden, match="present stage"):
        decide(drafted, Eligibility())


def test_only_officers_of_the_place_decide_and_only_what_can_be_meant(drafted: Voting) -> None:
    for who in ("resident", "other_officer", "approver"):
        with pytest.raises((Forbidden, NotVisible)):
            decide(drafted, LEITH, who)
    with pytest.raises(Invalid):
        decide(drafted, Eligibility(connections=()))
    with drafted.acting("officer") as uow, pytest.raises(NotVisible):
        eligibility.set_eligibility(uow, 99, LEITH, may_change=False)


def test_a_connection_other_than_living_there_is_the_reason_on_the_roll(drafted: Voting) -> None:
    decide(drafted, LEITH)
    open_it(drafted)
    with drafted.acting("resident") as uow:
        voting.claim_vote(uow, drafted.poll_no, POSTCODE, WORKER)
    with drafted.system() as uow:
        assert uow.session.scalars(select(RollEntry.basis)).all() == ["work"]


def test_whoever_is_too_young_is_told_so_and_is_not_put_on_the_roll(drafted: Voting) -> None:
    decide(drafted, LEITH)
    open_it(drafted)
    with drafted.acting("resident") as uow, pytest.raises(NotEligible, match="8 or over"):
        voting.claim_vote(uow, drafted.poll_no, POSTCODE, Said(Connection.LIVE, AgeBand.YOUNGER))
    with drafted.system() as uow:
        assert uow.session.scalars(select(RollEntry)).all() == []


def test_checking_first_says_yes_or_no_and_keeps_nothing(drafted: Voting) -> None:
    decide(drafted, LEITH)
    open_it(drafted)
    with drafted.acting(None) as uow:
        eligibility.check_eligibility(uow, drafted.poll_no, POSTCODE, WORKER)
        with pytest.raises(Invalid, match="lies in Kilmartin"):
            eligibility.check_eligibility(uow, drafted.poll_no, ELSEWHERE, WORKER)
        with pytest.raises(NotVisible):
            eligibility.check_eligibility(uow, 99, POSTCODE, WORKER)
    with drafted.system() as uow:
        assert uow.session.scalars(select(RollEntry)).all() == []


def test_where_any_locality_will_do_a_postcode_of_another_is_taken(drafted: Voting) -> None:
    decide(drafted, Eligibility(anywhere=True))
    open_it(drafted)
    with drafted.acting("resident") as uow:
        voting.claim_vote(uow, drafted.poll_no, ELSEWHERE)
        assert voting.cast_ballot(uow, drafted.poll_no, ["P01"], bytes(16)).is_new
