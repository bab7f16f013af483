"""A named worker stands for people without an address: so many, by the kind of reason, with ids alone in the log."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from pb_app.desk import AtDesk
from pb_app.eligibility import Eligibility, NotEligible
from pb_app.models.log import LogPending
from pb_app.models.polls import RollEntry
from pb_app.models.vouchers import RollVouch
from pb_app.queries.vouchers import voucher_of, vouchers_in
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, Refusal
from pb_app.services import eligibility, polls, stations, voting, vouchers
from pb_app.stages import VouchReason
from pb_app.verification.misfits import Part
from pb_app.verification.whole import verify_whole
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.world import World

CALUM = AtDesk(name="Calum MacLean", born=date(2004, 11, 30))
RHONA = AtDesk("resident@moothill.example")
WORKER = "facilitator"
SHELTER = "Oban Shelter"


@pytest.fixture
def opened(parts: Installation, small_world: World) -> Voting:
    """A poll in which a worker may vouch for two people."""
    return named(ballot_box.opened(parts, small_world))


def named(voting_: Voting, most: int = 2, who: str = WORKER) -> Voting:
    with voting_.acting("officer") as uow:
        vouchers.name_voucher(uow, voting_.poll_no, f"{who}@moothill.example", SHELTER, most)
    return voting_


def vouch(opened: Voting, who: AtDesk, by: str = WORKER, reason: VouchReason = VouchReason.NO_ADDRESS) -> None:
    with opened.acting(by) as uow:
        vouchers.vouch_for(uow, opened.poll_no, who, reason)


def test_whoever_is_vouched_for_votes_online_or_at_a_desk(opened: Voting) -> None:
    vouch(opened, RHONA)
    vouch(opened, CALUM)
    with opened.acting("resident") as uow:
        assert voting.cast_ballot(uow, opened.poll_no, ["P01"], bytes(16)).is_new
    with opened.acting("officer") as uow:
        hall = stations.add_station(uow, opened.poll_no, "Hall", "Oban", "10 to 4").id
        stations.hand_out_paper(uow, hall, CALUM)
    with opened.system() as uow:
        uow.sequence_log()
        assert [str(one) for one in verify_whole(uow.session, uow.keys).misfits if one.part is Part.POLL] == []


def test_the_kind_of_reason_is_kept_and_the_log_holds_ids_alone(opened: Voting) -> None:
    vouch(opened, CALUM)
    with opened.system() as uow:
        (kept,) = uow.session.scalars(select(RollVouch))
        entries = "".join(uow.session.scalars(select(LogPending.body)))
        assert uow.session.scalars(select(RollEntry.basis)).all() == ["vouched"]
    assert kept.reason is VouchReason.NO_ADDRESS
    assert '"d":{"n":1,"voucher":1}' in entries
    for told in ("Calum", SHELTER, "no_address", WORKER):
        assert told not in entries.partition("roll.vouched")[2]


def test_a_worker_vouches_for_as_many_as_was_agreed_and_for_nobody_twice(opened: Voting) -> None:
    vouch(opened, RHONA)
    with pytest.raises(Conflict, match="already"):
        vouch(opened, AtDesk("Resident+x@moothill.example"))
    vouch(opened, CALUM)
    other = AtDesk(name="Mòrag", born=date(1990, 1, 1))
    with pytest.raises(Conflict, match="as was agreed"):
        vouch(opened, other)
    named(opened, 3)
    vouch(opened, other)
    named(opened, 0)
    with pytest.raises(Conflict, match="as was agreed"):
        vouch(opened, AtDesk("neighbour@moothill.example"))
    with opened.acting("officer") as uow:
        ((voucher, email, vouched),) = vouchers_in(uow.session, opened.poll_no)
    assert (voucher.most, email, vouched) == (0, "facilitator@moothill.example", 3)


def test_two_presses_at_the_same_instant_pass_no_limit(opened: Voting) -> None:
    named(opened, 1)
    start, refused = Barrier(4), []

    def press(number: int) -> None:
        start.wait()
        try:
            vouch(opened, AtDesk(name=f"Person {number}", born=date(1990, 1, 1)))
        except Refusal as why:
            refused.append(why)

    threads = [Thread(target=press, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(refused) == 3
    with opened.system() as uow:
        assert len(uow.session.scalars(select(RollVouch)).all()) == 1


def test_nobody_vouches_unnamed_for_themselves_or_elsewhere(opened: Voting) -> None:
    with pytest.raises(Forbidden, match="not named"):
        vouch(opened, CALUM, by="neighbour")
    with pytest.raises(Forbidden, match="not named"):
        vouch(opened, CALUM, by="officer")
    with pytest.raises(Invalid, match="themselves"):
        vouch(opened, AtDesk("facilitator@moothill.example"))
    with opened.acting(WORKER) as uow:
        assert voucher_of(uow.session, 99, uow.actor.person_id) is None


def test_a_worker_is_named_by_officers_of_the_place_and_is_somebody_known(opened: Voting) -> None:
    told = ("neighbour@moothill.example", SHELTER, 2)
    for who in ("resident", "other_officer", "approver", WORKER):
        with opened.acting(who) as uow, pytest.raises((Forbidden, NotVisible)):
            vouchers.name_voucher(uow, opened.poll_no, *told)
    with opened.acting("officer") as uow:
        with pytest.raises(NotVisible):
            vouchers.name_voucher(uow, 99, *told)
        for wrong in (("nobody@moothill.example", SHELTER, 2), ("officer@moothill.example", SHELTER, 2)):
            with pytest.raises(Invalid, match="signed in"):
                vouchers.name_voucher(uow, opened.poll_no, *wrong)
        with pytest.raises(Invalid, match="from 0 to"):
            vouchers.name_voucher(uow, opened.poll_no, told[0], SHELTER, 201)


def test_a_list_leaves_nothing_to_vouch_for_and_hours_hold(parts: Installation, small_world: World) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    later = ballot_box.drafted(parts, small_world, opens_at=tomorrow, closes_at=tomorrow + timedelta(days=1))
    with later.acting("officer") as uow:
        polls.freeze_poll(uow, later.poll_no)
    with later.acting("approver") as uow:
        polls.open_poll(uow, later.poll_no)
    named(later)
    with pytest.raises(Conflict, match="not open at this hour"):
        vouch(later, CALUM)


def test_who_stands_for_people_where_a_list_decides_is_refused(parts: Installation, small_world: World) -> None:
    listed = ballot_box.drafted(parts, small_world)
    with listed.acting("officer") as uow:
        eligibility.set_eligibility(uow, listed.poll_no, Eligibility(listed=True), may_change=False)
        polls.freeze_poll(uow, listed.poll_no)
    with listed.acting("approver") as uow:
        polls.open_poll(uow, listed.poll_no)
    named(listed)
    with pytest.raises(NotEligible):
        vouch(listed, CALUM)


@pytest.mark.parametrize("attack", ["DELETE FROM roll_vouch", "UPDATE roll_vouch SET voucher_id = 1"])
def test_the_database_keeps_who_stood_for_a_place(opened: Voting, attack: str) -> None:
    vouch(opened, CALUM)
    with opened.system() as uow, pytest.raises(DBAPIError), uow.database.writing(uow.session):
        uow.session.execute(text(attack))
