"""Lists for a roll: read first, taken in once, kept as keyed hashes, told in the log by number."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from pb_app.desk import AtDesk
from pb_app.eligibility import Eligibility, NotEligible
from pb_app.models.log import LogPending
from pb_app.models.polls import Poll, RollEntry
from pb_app.models.rolls import RollImport
from pb_app.queries import polls
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, TooLarge
from pb_app.services import eligibility, rolls, stations, voting
from pb_app.services import polls as poll_services
from pb_app.stages import TwoChannels
from pb_app.verification.misfits import Part
from pb_app.verification.whole import verify_whole
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.world import POSTCODE, World

LIST = b"email,name,born\nresident@moothill.example,,\n,Calum MacLean,2004-11-30\nnobody,,\n"
CALUM = AtDesk(name="calum  MACLEAN", born=date(2004, 11, 30))


def opened(parts: Installation, here: World, **rules: bool) -> Voting:
    voting_ = ballot_box.drafted(parts, here)
    with voting_.acting("officer") as uow:
        eligibility.set_eligibility(uow, voting_.poll_no, Eligibility(**rules), may_change=False)  # type: ignore[arg-type]
        poll_services.freeze_poll(uow, voting_.poll_no)
    with voting_.acting("approver") as uow:
        poll_services.open_poll(uow, voting_.poll_no)
    return voting_


@pytest.fixture
def listed(parts: Installation, small_world: World) -> Voting:
    """A poll for people on a list."""
    return opened(parts, small_world, listed=True)


def taken_in(listed: Voting, data: bytes = LIST) -> RollImport:
    with listed.acting("officer") as uow:
        done = rolls.prepare_roll(uow, listed.poll_no, data)
        return rolls.import_roll(uow, done.listed.id)


def bases(listed: Voting) -> list[str]:
    with listed.system() as uow:
        return list(uow.session.scalars(select(RollEntry.basis).where(RollEntry.poll_id == listed.poll_id)))


def roll_misfits(listed: Voting) -> list[str]:
    with listed.system() as uow:
        uow.sequence_log()
        return [str(one) for one in verify_whole(uow.session, uow.keys).misfits if one.part is Part.POLL]


def station(listed: Voting) -> int:
    with listed.acting("officer") as uow:
        return stations.add_station(uow, listed.poll_no, "Hall", "Oban", "10 to 4").id


def test_a_list_that_was_read_puts_nobody_on_the_roll(listed: Voting) -> None:
    with listed.acting("officer") as uow:
        done = rolls.prepare_roll(uow, listed.poll_no, LIST)
    assert (done.listed.places, done.known, [fault.line for fault in done.faults]) == (2, 0, [4])
    assert bases(listed) == []


def test_who_is_on_the_list_votes_and_nobody_else_can_claim(listed: Voting) -> None:
    assert taken_in(listed).added == 2
    with listed.acting("resident") as uow:
        assert voting.cast_ballot(uow, listed.poll_no, ["P01"], bytes(16)).is_new
    with listed.acting("neighbour") as uow:
        with pytest.raises(NotEligible, match="on a list"):
            voting.claim_vote(uow, listed.poll_no, POSTCODE)
        with pytest.raises(Forbidden):
            voting.cast_ballot(uow, listed.poll_no, ["P01"], bytes(range(16)))
    with listed.acting("officer") as uow:
        hall = station(listed)
        with pytest.raises(NotEligible):
            stations.claim_at_desk(uow, hall, AtDesk("neighbour@moothill.example"), POSTCODE)
        stations.hand_out_paper(uow, hall, CALUM)
    assert roll_misfits(listed) == []


def test_the_log_tells_how_many_and_nothing_kept_tells_who(listed: Voting) -> None:
    taken_in(listed)
    with listed.system() as uow:
        (entry,) = (body for body in uow.session.scalars(select(LogPending.body)) if "roll.imported" in body)
        kept = uow.session.execute(text("SELECT keys FROM roll_import")).scalar()
    assert '"known":0,"n":2' in entry
    assert "actor" in entry
    assert b"resident" not in entry.encode() + bytes(kept or b"")


def test_a_list_is_taken_in_once_and_who_is_there_already_stays(listed: Voting) -> None:
    first = taken_in(listed)
    with listed.acting("officer") as uow, pytest.raises(Conflict, match="already"):
        rolls.import_roll(uow, first.id)
    with listed.acting("officer") as uow:
        done = rolls.prepare_roll(uow, listed.poll_no, LIST + b"neighbour@moothill.example,,\n")
        assert done.known == 2
        assert rolls.import_roll(uow, done.listed.id).added == 1
    assert bases(listed) == ["list"] * 3
    assert roll_misfits(listed) == []


def test_a_new_list_takes_the_place_of_one_that_waits(listed: Voting) -> None:
    with listed.acting("officer") as uow:
        first = rolls.prepare_roll(uow, listed.poll_no, LIST).listed.id
        second = rolls.prepare_roll(uow, listed.poll_no, b"email\nx\n").listed.id
        with pytest.raises(Invalid, match="nobody in this list"):
            rolls.import_roll(uow, second)
        with pytest.raises(NotVisible):
            rolls.import_roll(uow, first)


def test_an_entry_that_was_made_up_is_found(listed: Voting) -> None:
    taken_in(listed)
    with listed.system() as uow, uow.database.writing(uow.session):
        uow.session.execute(
            text(
                "INSERT INTO roll_entry (poll_id, roll_no, person_key, locality_id, basis, status) "
                "SELECT poll_id, 7, :key, locality_id, 'list', 'eligible' FROM roll_entry LIMIT 1"
            ),
            {"key": bytes(32)},
        )
        uow.session.commit()
    assert ["has 3 entries; the log tells of 2" in one for one in roll_misfits(listed)] == [True]


def test_lists_are_for_officers_of_the_place_before_the_close(listed: Voting) -> None:
    for who in ("resident", "other_officer", "approver", "auditor"):
        with listed.acting(who) as uow, pytest.raises((Forbidden, NotVisible)):
            rolls.prepare_roll(uow, listed.poll_no, LIST)
    with listed.acting("officer") as uow:
        with pytest.raises(NotVisible):
            rolls.prepare_roll(uow, 99, LIST)
        with pytest.raises(NotVisible):
            rolls.import_roll(uow, 99)
        with pytest.raises(TooLarge):
            rolls.prepare_roll(uow, listed.poll_no, bytes(rolls.LARGEST_FILE + 1))
        waiting = rolls.prepare_roll(uow, listed.poll_no, LIST).listed.id
        poll_services.close_poll(uow, listed.poll_no, "The list was wrong")
        with pytest.raises(Forbidden, match="present stage"):
            rolls.import_roll(uow, waiting)


ATTACKS = (
    "DELETE FROM roll_import",
    "UPDATE roll_import SET added = 9",
    "UPDATE roll_import SET imported_at = NULL, imported_by = NULL, added = NULL",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_keeps_what_was_taken_in(listed: Voting, attack: str) -> None:
    taken_in(listed)
    with listed.system() as uow, pytest.raises(DBAPIError), uow.database.writing(uow.session):
        uow.session.execute(text(attack))


def test_where_each_channel_gives_a_vote_one_person_votes_once_online_and_once_in_person(
    parts: Installation, small_world: World
) -> None:
    both = opened(parts, small_world, each_channel=True)
    hall, rhona = station(both), AtDesk("resident@moothill.example")
    with both.acting("resident") as uow:
        voting.claim_vote(uow, both.poll_no, POSTCODE)
        voting.cast_ballot(uow, both.poll_no, ["P01"], bytes(16))
    with both.acting("officer") as uow:
        stations.claim_at_desk(uow, hall, rhona, POSTCODE)
        stations.hand_out_paper(uow, hall, rhona)
        with pytest.raises(Conflict):
            stations.hand_out_paper(uow, hall, rhona)
    with both.acting("resident") as uow, pytest.raises(Conflict):
        voting.cast_ballot(uow, both.poll_no, ["P02"], bytes(range(16)))
    with both.system() as uow:
        assert polls.marks_by_channel(uow.session, both.poll_id) == {"online": 1, "paper": 1}
    assert roll_misfits(both) == []


def test_a_list_gives_both_places_to_who_has_an_address_and_one_to_who_has_none(
    parts: Installation, small_world: World
) -> None:
    both = opened(parts, small_world, each_channel=True, listed=True)
    assert taken_in(both).added == 3
    with both.acting("officer") as uow:
        hall = station(both)
        for who in (CALUM, AtDesk("resident@moothill.example")):
            stations.hand_out_paper(uow, hall, who)
    with both.acting("resident") as uow:
        assert voting.cast_ballot(uow, both.poll_no, ["P01"], bytes(16)).is_new


def test_a_vote_for_each_channel_and_a_paper_that_overrides_exclude_each_other(
    parts: Installation, small_world: World
) -> None:
    drafted = ballot_box.drafted(parts, small_world)
    with drafted.system() as uow, uow.database.writing(uow.session):
        poll = uow.session.get_one(Poll, drafted.poll_no)
        poll.two_channels = TwoChannels.PAPER_OVERRIDES
        uow.session.commit()
    with drafted.acting("officer") as uow, pytest.raises(Invalid, match="overrides"):
        eligibility.set_eligibility(uow, drafted.poll_no, Eligibility(each_channel=True), may_change=False)
