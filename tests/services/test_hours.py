"""Putting off the close: before it, with a reason, by two people; never after it (A38, A39)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pb_app.audit import log
from pb_app.models.log import LogPending
from pb_app.models.polls import Poll, PollExtension
from pb_app.queries import hours as queries
from pb_app.queries import polls as poll_queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import hours, polls, voting
from pb_app.verification.misfits import Part
from pb_app.verification.whole import verify_whole
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.clocks import set_clock
from tests.tampering import tamper
from tests.world import POSTCODE, World

DAY = timedelta(days=1)
WHY = "The bridge was shut by snow"


@pytest.fixture
def opened(parts: Installation, small_world: World) -> Voting:
    return ballot_box.opened(parts, small_world)


def stored(opened: Voting) -> Poll:
    with opened.system() as uow:
        poll = poll_queries.poll_by_no(uow.session, opened.poll_no)
        assert poll is not None
        return poll


def proposed(opened: Voting, later: timedelta = DAY, who: str = "officer") -> PollExtension:
    with opened.acting(who) as uow:
        return hours.propose_extension(uow, opened.poll_no, stored(opened).closes_at + later, WHY)


def approve(opened: Voting, extension: PollExtension, who: str = "second_officer") -> Poll:
    with opened.acting(who) as uow:
        return hours.extend_poll(uow, extension.id)


def test_two_people_put_the_close_off_and_the_box_takes_votes_longer(
    opened: Voting, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = stored(opened).closes_at
    extension = proposed(opened)
    assert stored(opened).closes_at == first
    assert approve(opened, extension).closes_at == first + DAY
    set_clock(opened.parts, monkeypatch, first + timedelta(hours=1))
    with opened.acting("resident") as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
        receipt = voting.cast_ballot(uow, opened.poll_no, ["P01"], bytes(16))
    assert receipt.poll.closes_at == first + DAY
    with opened.system() as uow:
        assert [one.reason for one in queries.approved_of(uow.session, opened.poll_no)] == [WHY]


def test_the_log_tells_of_it_and_the_checks_follow_it(opened: Voting) -> None:
    approve(opened, proposed(opened))
    approve(opened, proposed(opened, 2 * DAY, "second_officer"), "approver")
    with opened.acting("officer") as uow:
        polls.close_poll(uow, opened.poll_no, "Done")
    with opened.system() as uow:
        uow.sequence_log()
        misfits = verify_whole(uow.session, uow.keys).misfits  # the pot of this story was not fed by the log
    assert [str(one) for one in misfits if one.part is not Part.LEDGER] == []


def test_whoever_proposed_it_cannot_approve_it(opened: Voting) -> None:
    with pytest.raises(Forbidden, match="second person"):
        approve(opened, proposed(opened), "officer")


def test_a_resident_and_an_officer_of_elsewhere_cannot_propose(opened: Voting) -> None:
    for who in ("resident", "other_officer"):
        with pytest.raises(Forbidden):
            proposed(opened, who=who)


def test_an_hour_that_is_not_later_and_a_missing_reason_are_refused(opened: Voting) -> None:
    with pytest.raises(Invalid, match="later"):
        proposed(opened, timedelta())
    with opened.acting("officer") as uow, pytest.raises(Invalid, match="Say why"):
        hours.propose_extension(uow, opened.poll_no, stored(opened).closes_at + DAY, " ")


def test_an_extension_is_approved_once_and_only_from_the_hour_it_was_made_for(opened: Voting) -> None:
    first, second = proposed(opened), proposed(opened, 2 * DAY)
    approve(opened, first)
    for one in (first, second):
        with pytest.raises(Conflict, match="moved since"):
            approve(opened, one)
    with opened.acting("officer") as uow, pytest.raises(NotVisible):
        hours.extend_poll(uow, 99)
    with opened.acting("officer") as uow, pytest.raises(NotVisible):
        hours.propose_extension(uow, 99, datetime.now(UTC), WHY)


def test_after_the_close_nothing_is_proposed_and_nothing_approved(
    opened: Voting, monkeypatch: pytest.MonkeyPatch
) -> None:
    extension = proposed(opened)
    set_clock(opened.parts, monkeypatch, stored(opened).closes_at)
    for _ in ("at the hour, not closed yet", "closed"):
        with pytest.raises(Conflict, match="no longer be moved"):
            approve(opened, extension)
        with pytest.raises(Conflict, match="no longer be moved"):
            proposed(opened)
        if stored(opened).ballots is None:
            with opened.system() as uow:
                polls.close_poll(uow, opened.poll_no)


ATTACKS = {
    "without a proposal": "UPDATE poll SET closes_at = '2099-01-01 00:00:00.000000'",
    "to an earlier hour": "UPDATE poll SET closes_at = opens_at",
    "a decided extension": "UPDATE poll_extension SET reason = 'another'",
    "an extension away": "DELETE FROM poll_extension",
    "approved by its proposer": "UPDATE poll_extension SET approved_by = proposed_by",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_the_database_moves_no_hour_but_for_two_people(opened: Voting, attack: str) -> None:
    proposed(opened)
    with opened.system() as uow, pytest.raises(DBAPIError):
        uow.session.execute(text(attack))


def test_the_database_refuses_an_approved_extension_once_the_hour_is_past(
    opened: Voting, request: pytest.FixtureRequest
) -> None:
    extension = proposed(opened)
    past = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=1)
    since = "+00" if not opened.parts.database.is_sqlite else ""
    hour = f"'{past:%Y-%m-%d %H:%M:%S.%f}{since}'"
    moved = (f"UPDATE poll SET closes_at = {hour}", f"UPDATE poll_extension SET was = {hour}")
    tamper(opened.parts, request, "poll poll_extension", *moved)
    with opened.system() as uow, opened.parts.database.writing(uow.session):
        row = uow.session.get_one(PollExtension, extension.id)
        row.approved_by, row.approved_at = opened.world.people["second_officer"], datetime.now(UTC)
        uow.session.flush()
        uow.session.get_one(Poll, opened.poll_no).closes_at = extension.closes_at
        with pytest.raises(DBAPIError, match="hour of closing is fixed"):
            uow.session.flush()


def test_an_extension_that_the_log_dates_after_the_hour_is_found(opened: Voting) -> None:
    first = stored(opened).closes_at
    facts = {"extension": 1, "was": log.moment_text(first), "closes_at": log.moment_text(first + DAY)}
    with opened.system() as uow, opened.parts.database.writing(uow.session):
        log.append(uow.session, log.Entry("poll.extended", first + DAY, facts, opened.poll_id, None))
        uow.session.commit()
    with opened.system() as uow:
        uow.sequence_log()
        told = [str(one) for one in verify_whole(uow.session, uow.keys).misfits]
    assert any("too late or wrongly" in one for one in told)
    assert any("another closes" in one for one in told)


def test_what_is_proposed_and_approved_stands_in_the_log_without_the_reason(opened: Voting) -> None:
    approve(opened, proposed(opened))
    with opened.system() as uow:
        entries = [one.body for one in uow.session.query(LogPending)]
    assert sum('"extension.proposed"' in one or '"poll.extended"' in one for one in entries) == 2
    assert not any("bridge" in one for one in entries)
