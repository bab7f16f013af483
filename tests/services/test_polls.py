"""Freezing, opening, mixing and closing a poll."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from ballots.styles import Approval
from pb_app import box
from pb_app.models.log import LogPending
from pb_app.models.polls import Poll
from pb_app.queries import polls as queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import polls, voting
from pb_app.stages import PollState
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.clocks import set_clock
from tests.tampering import tamper
from tests.world import POSTCODE, World

SECRET = bytes(range(16))


@pytest.fixture
def drafted(parts: Installation, small_world: World) -> Voting:
    return ballot_box.drafted(parts, small_world)


@pytest.fixture
def opened(parts: Installation, small_world: World) -> Iterator[Voting]:
    return ballot_box.opened(parts, small_world)


def poll_now(voting_: Voting) -> Poll:
    with voting_.system() as uow:
        found = queries.poll_by_no(uow.session, voting_.poll_no)
        assert found is not None
        return found


def events(voting_: Voting) -> list[str]:
    with voting_.system() as uow:
        bodies = uow.session.scalars(select(LogPending.body).order_by(LogPending.id)).all()
    return [body.split('"t":"')[1].split('"')[0] for body in bodies]


def cast(voting_: Voting, who: str, marks: list[str], secret: bytes = SECRET) -> None:
    with voting_.acting(who) as uow:
        voting.claim_vote(uow, voting_.poll_no, POSTCODE)
        voting.cast_ballot(uow, voting_.poll_no, marks, secret)


def test_a_poll_is_frozen_by_one_person_and_opened_by_another(drafted: Voting) -> None:
    with drafted.acting("officer") as uow:
        polls.freeze_poll(uow, drafted.poll_no)
        with pytest.raises(Forbidden, match="second person"):
            polls.open_poll(uow, drafted.poll_no)
    with drafted.acting("approver") as uow:
        polls.open_poll(uow, drafted.poll_no)
    assert poll_now(drafted).state is PollState.OPEN
    assert events(drafted) == ["poll.drafted", "poll.frozen", "poll.opened"]


def test_an_officer_of_another_locality_does_not_even_see_a_draft(drafted: Voting) -> None:
    with drafted.acting("other_officer") as uow, pytest.raises(NotVisible):
        polls.freeze_poll(uow, drafted.poll_no)


def test_an_officer_of_another_locality_may_not_open_a_frozen_poll(drafted: Voting) -> None:
    with drafted.acting("officer") as uow:
        polls.freeze_poll(uow, drafted.poll_no)
    with drafted.acting("other_officer") as uow, pytest.raises(Forbidden):
        polls.open_poll(uow, drafted.poll_no)


def test_a_resident_may_freeze_nothing(drafted: Voting) -> None:
    with drafted.acting("resident") as uow, pytest.raises(NotVisible):
        polls.freeze_poll(uow, drafted.poll_no)


def test_frozen_rules_cannot_be_drafted_anew(drafted: Voting) -> None:
    with drafted.acting("officer") as uow:
        poll = polls.freeze_poll(uow, drafted.poll_no)
        with pytest.raises(Conflict, match="frozen"):
            polls.draft_poll(uow, poll.round_no, ballot_box.draft(style=Approval()))


@pytest.mark.parametrize("column", ["rule", "definition", "seed_source", "closes_at", "ballot"])
def test_the_database_refuses_to_change_frozen_rules(opened: Voting, column: str) -> None:
    value = "2099-01-01 00:00:00" if column == "closes_at" else "1"
    with opened.system() as uow, pytest.raises(DBAPIError, match=r"frozen|hour of closing is fixed"):
        uow.session.execute(text(f"UPDATE poll SET {column} = '{value}'"))


def test_a_poll_never_goes_back_to_an_earlier_state(opened: Voting) -> None:
    with opened.system() as uow, pytest.raises(DBAPIError, match="onwards"):
        uow.session.execute(text("UPDATE poll SET state = 'frozen'"))


def test_a_paper_that_changed_after_freezing_cannot_be_opened(drafted: Voting, request: pytest.FixtureRequest) -> None:
    with drafted.acting("officer") as uow:
        polls.freeze_poll(uow, drafted.poll_no)
    tamper(drafted.parts, request, "project", "UPDATE project SET cost = 1 WHERE ref = 'P02'")
    with drafted.acting("approver") as uow, pytest.raises(Conflict, match="no longer what was frozen"):
        polls.open_poll(uow, drafted.poll_no)


def test_hours_that_contradict_themselves_are_refused(drafted: Voting) -> None:
    now = datetime.now(UTC)
    backwards = ballot_box.draft(opens_at=now, closes_at=now - timedelta(hours=1))
    with drafted.acting("officer") as uow, pytest.raises(Invalid, match="close after it opens"):
        polls.draft_poll(uow, poll_now(drafted).round_no, backwards)


def test_a_pot_fed_by_one_partner_does_not_carry_a_poll(parts: Installation, small_world: World) -> None:
    lonely = ballot_box.drafted(parts, small_world, feeders=1)
    with lonely.acting("officer") as uow, pytest.raises(Conflict, match="second one must feed it"):
        polls.freeze_poll(uow, lonely.poll_no)


def test_the_mix_waits_until_enough_ballots_have_come_in(opened: Voting) -> None:
    cast(opened, "resident", ["P01"])
    with opened.system() as uow:
        assert polls.mix_box(uow, opened.poll_no) == 0
        assert box.waiting(uow.session, opened.poll_id) == 1
    assert "ballots.mixed" not in events(opened)


def test_a_person_cannot_mix_the_box(opened: Voting) -> None:
    with opened.acting("officer") as uow, pytest.raises(Forbidden):
        polls.mix_box(uow, opened.poll_no)


def test_the_system_does_not_close_before_the_hour(opened: Voting) -> None:
    with opened.system() as uow, pytest.raises(Conflict, match="has not come"):
        polls.close_poll(uow, opened.poll_no)


def test_closing_early_takes_a_reason_and_a_second_person(opened: Voting) -> None:
    with opened.acting("officer") as uow, pytest.raises(Invalid, match="published"):
        polls.close_poll(uow, opened.poll_no)
    with opened.acting("approver") as uow, pytest.raises(Forbidden, match="second person"):
        polls.close_poll(uow, opened.poll_no, "The hall is flooded")
    assert poll_now(opened).state is PollState.OPEN


def test_closing_fixes_the_box_and_its_root(opened: Voting) -> None:
    cast(opened, "resident", ["P01"])
    cast(opened, "neighbour", ["P01", "P03"], bytes(16))
    with opened.acting("officer") as uow:
        closed = polls.close_poll(uow, opened.poll_no, "Everybody in the hall has voted")
        assert (closed.state, closed.ballots, closed.close_reason[:9]) == (PollState.CLOSED, 2, "Everybody")
        assert len(closed.box_root) == 64
        assert sorted(box.ballots_of(uow.session, opened.poll_id)) == [["P01"], ["P01", "P03"]]
        assert box.waiting(uow.session, opened.poll_id) == 0
    assert events(opened)[-1] == "poll.closed"


def test_a_poll_whose_hour_has_come_is_closed_by_the_system(opened: Voting, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened.system() as uow:
        hour = uow.session.query(Poll).one().closes_at
    set_clock(opened.parts, monkeypatch, hour)
    with opened.system() as uow:
        assert polls.close_poll(uow, opened.poll_no).close_reason == ""


def test_an_empty_box_can_be_closed(opened: Voting) -> None:
    with opened.acting("officer") as uow:
        assert polls.close_poll(uow, opened.poll_no, "Nobody came").ballots == 0


def test_a_poll_closes_once(opened: Voting) -> None:
    with opened.acting("officer") as uow:
        polls.close_poll(uow, opened.poll_no, "Done")
        with pytest.raises(Forbidden):
            polls.close_poll(uow, opened.poll_no, "Done")
