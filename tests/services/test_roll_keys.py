"""The key of a roll goes when the time for challenges is over, and no mark leads to anybody any more (A66, A67)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pb_app import receipts
from pb_app.background import destroy_roll_keys
from pb_app.models.log import LogPending
from pb_app.models.polls import Poll, RollEntry, RollMark
from pb_app.queries import polls as queries
from pb_app.refusals import Conflict, Forbidden, NotVisible
from pb_app.services import erasures, roll_keys, voting
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import whole_story, world
from tests.ballot_box import Voting
from tests.clocks import shift_clock
from tests.world import World

DAYS = 90
EMAIL = "resident@moothill.example"


@pytest.fixture
def told(parts: Installation, small_world: World) -> Voting:
    """A poll whose result was published just now."""
    made: list[UnitOfWork] = []

    def uow_of(who: str | None) -> UnitOfWork:
        made.append(world.acting(parts, small_world, who))
        return made[-1]

    poll_no = whole_story.told(parts, uow_of, small_world, until="published")
    poll_id = made[0].session.scalars(select(Poll.id)).one()
    for uow in made:
        uow.close()
    return Voting(parts, small_world, poll_no, poll_id)


def entries(told: Voting) -> list[str]:
    with told.system() as uow:
        bodies = uow.session.scalars(select(LogPending.body)).all()
    return [one for one in bodies if "roll.key_destroyed" in one]


def destroy(told: Voting) -> None:
    with told.system() as uow:
        destroy_roll_keys(uow, DAYS)


def places(told: Voting, key: bytes) -> int:
    """How many places on the roll the address of the resident leads to, for whoever has this key."""
    person_key = receipts.person_key(key, receipts.mailbox_identity(EMAIL))
    with told.system() as uow:
        return len(uow.session.scalars(select(RollEntry.roll_no).where(RollEntry.person_key == person_key)).all())


def test_after_its_time_the_key_is_gone_and_no_mark_leads_to_a_person(
    told: Voting, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = told.parts.keys
    assert places(told, keys.roll_key(told.poll_id)) == 1
    shift_clock(told.parts, monkeypatch, timedelta(days=DAYS, seconds=5))
    destroy(told)
    with pytest.raises(FileNotFoundError):
        keys.roll_key(told.poll_id)
    assert not [one for one in keys.rolls.iterdir() if str(told.poll_id) in one.name]
    assert places(told, keys.make_roll_key(told.poll_id)) == 0  # another key opens nothing
    with told.system() as uow:
        assert len(uow.session.scalars(select(RollMark.roll_no)).all()) == len(whole_story.VOTERS)
    (entry,) = entries(told)
    assert '"d":{"days":90}' in entry
    assert "actor" not in entry


def test_before_its_time_nothing_happens(told: Voting, monkeypatch: pytest.MonkeyPatch) -> None:
    shift_clock(told.parts, monkeypatch, timedelta(days=DAYS, seconds=-60))
    destroy(told)
    assert told.parts.keys.roll_key(told.poll_id)
    with told.system() as uow, pytest.raises(Conflict, match="can still be challenged"):
        roll_keys.destroy_roll_key(uow, told.poll_no, DAYS)
    assert entries(told) == []


def test_nobody_but_the_service_does_it(told: Voting) -> None:
    with told.acting("administrator") as uow, pytest.raises(Forbidden):
        roll_keys.destroy_roll_key(uow, told.poll_no, 0)
    with told.system() as uow, pytest.raises(NotVisible):
        roll_keys.destroy_roll_key(uow, 99, 0)


def test_it_is_done_once_and_what_was_stopped_on_the_way_is_done_again(
    told: Voting, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift_clock(told.parts, monkeypatch, timedelta(days=DAYS + 1))
    told.parts.keys.empty_roll_key(told.poll_id)  # and there the power failed
    with pytest.raises(FileNotFoundError):
        told.parts.keys.roll_key(told.poll_id)
    destroy(told)
    destroy(told)
    with told.system() as uow:
        roll_keys.destroy_roll_key(uow, told.poll_no, DAYS)
    assert len(entries(told)) == 1


def test_pages_and_erasure_go_on_without_the_key(told: Voting, monkeypatch: pytest.MonkeyPatch) -> None:
    shift_clock(told.parts, monkeypatch, timedelta(days=DAYS + 1))
    destroy(told)
    with told.acting("resident") as uow:
        poll = queries.poll_by_no(uow.session, told.poll_no)
        assert poll is not None
        assert voting.standing_of(uow, poll).roll_no is None
        with pytest.raises(Conflict, match="nobody can be looked up"):
            voting.cast_ballot(uow, told.poll_no, [], bytes(16))
    with told.acting("resident") as uow:
        erasures.erase_person(uow, told.world.people["resident"])
