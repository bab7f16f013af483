"""Erasing a person: what goes, what stays, and that nobody gets a second vote by it (A66, A67)."""

import secrets
from collections.abc import Callable

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import SQLAlchemyError

from pb_app import receipts
from pb_app.events import Event, SessionsRevoked
from pb_app.models.log import LogPayload, LogPending
from pb_app.models.people import OutboxMail, Person, SignInCode, SignInSession
from pb_app.models.points import PointMark
from pb_app.models.polls import Poll, RollEntry, RollMark
from pb_app.models.rooms import RoomDraft, RoomEvent, RoomEventKind, RoomSeat
from pb_app.queries import rooms as room_queries
from pb_app.refusals import Conflict, Forbidden, NotVisible
from pb_app.roles import Scope
from pb_app.services import erasures, people, reviews, rooms, rounds, voting
from pb_app.services.reviews import Checked
from pb_app.stages import RoundStage
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import ballot_box, whole_story
from tests.ballot_box import Voting
from tests.rooms_world import open_room
from tests.round_stories import calling_round, submitted
from tests.services.test_people import LETTER
from tests.world import POSTCODE, SOME_TIME_AGO, World

UowOf = Callable[[str | None], UnitOfWork]
EMAIL = "resident@moothill.example"


@pytest.fixture
def opened(parts: Installation, small_world: World) -> Voting:
    return ballot_box.opened(parts, small_world)


def erase(parts: Installation, world: World, who: str = "resident") -> None:
    uow = parts.unit_of_work(world.people[who])
    erasures.erase_person(uow, world.people[who])
    uow.close()


def signed_in(parts: Installation, email: str) -> int:
    """Somebody signs in with this address; their id."""
    uow = parts.system_unit_of_work()
    found = people.introduce_people(uow, {email: "Rhona again"})[email]
    uow.close()
    return found


def test_a_person_is_gone_from_every_table_and_the_log_still_verifies(
    parts: Installation, uow_of: UowOf, small_world: World
) -> None:
    """A66: after a whole round, the name, the address and the roll's hash of a voter stand nowhere; figures stay."""
    poll_no = whole_story.told(parts, uow_of, small_world, "awards")
    uow = uow_of(None)
    poll_id = uow.session.scalars(select(RollEntry.poll_id)).first()
    assert poll_id
    key = receipts.person_key(parts.keys.roll_key(poll_id), EMAIL)
    before = uow.session.execute(select(RollMark.roll_no, RollMark.channel).order_by(RollMark.roll_no)).all()
    people.request_code(uow, EMAIL, LETTER)
    code = uow.session.scalars(select(OutboxMail.body)).one().split()[0]
    people.sign_in_with_code(uow, EMAIL, code)
    heard: list[Event] = []
    parts.publisher = heard.append
    erase(parts, small_world)
    uow.session.rollback()
    told = "".join(
        str(uow.session.execute(text(f"SELECT * FROM {table}")).all())
        for table in ("person", "sign_in_code", "sign_in_session", "outbox_mail", "log_leaf", "log_pending")
    )
    assert EMAIL not in told
    assert "Rhona" not in told
    assert key not in uow.session.scalars(select(RollEntry.person_key)).all()
    assert uow.session.execute(select(RollMark.roll_no, RollMark.channel).order_by(RollMark.roll_no)).all() == before
    for table in (SignInCode, SignInSession, OutboxMail):
        assert uow.session.scalars(select(table)).all() == []
    assert heard == [SessionsRevoked(small_world.people["resident"])]
    assert poll_no
    report = whole_story.verified(parts)
    assert report.ok, [str(one) for one in report.misfits]


def test_words_in_rooms_go_and_their_places_stay(parts: Installation, uow_of: UowOf, small_world: World) -> None:
    room = open_room(parts, small_world)
    rooms.post_message(uow_of("resident"), room.proposal_no, "key-00000001", "I live beside it.")
    rooms.post_message(uow_of("neighbour"), room.proposal_no, "key-00000002", "So do I.")
    rooms.post_message(uow_of("resident"), room.proposal_no, "key-00000003", "My number is 01631 5.")
    rooms.hide_message(uow_of("facilitator"), room.proposal_no, 3, "A telephone number.")
    theirs = {"room_id": room.room_id, "person_id": small_world.people["resident"]}
    uow = uow_of(None)
    with parts.database.writing(uow.session):
        uow.session.add(RoomDraft(**theirs, body="I was about to say", saved_at=SOME_TIME_AGO))
        uow.session.add(RoomSeat(**theirs, seat="speaker", invited_at=SOME_TIME_AGO))
        uow.session.add(PointMark(**theirs, seq=2, at=SOME_TIME_AGO))
        uow.session.commit()
    erase(parts, small_world)
    assert [uow.session.scalars(select(kind)).all() for kind in (RoomDraft, RoomSeat, PointMark)] == [[], [], []]
    uow.session.rollback()
    said = [one.message for one in room_queries.events_after(uow_of(None).session, room.room_id, 0)][:3]
    assert [(one.author, one.text, one.hidden_reason) for one in said] == [
        ("", "", None),
        ("Niall", "So do I.", None),
        ("", "", "A telephone number."),
    ]
    bodies = select(RoomEvent.body).where(RoomEvent.kind == RoomEventKind.MESSAGE).order_by(RoomEvent.seq)
    assert uow_of(None).session.scalars(bodies).all() == ["", "So do I.", ""]


def test_salts_of_reasons_about_a_person_go_and_others_stay(
    parts: Installation, uow_of: UowOf, small_world: World
) -> None:
    round_no = calling_round(uow_of, small_world)
    theirs = submitted(uow_of, small_world, round_no)
    for who in ("resident", "resident", "neighbour"):
        rooms.post_message(uow_of(who), theirs, secrets.token_hex(8), "Call me.")
    for seq in (1, 3):
        rooms.hide_message(uow_of("facilitator"), theirs, seq, "Not fit to be read.")
    rounds.move_round(uow_of("officer"), round_no, RoundStage.REVIEW)
    reviews.refuse_proposal(uow_of("officer"), Checked(theirs, 1), "It is a private road.")
    uow = uow_of(None)
    assert len(uow.session.scalars(select(LogPayload)).all()) == 3
    uow.session.rollback()
    erase(parts, small_world)
    assert len(uow.session.scalars(select(LogPayload)).all()) == 1
    entry = uow.session.scalars(select(LogPending.body)).one()
    uow.session.rollback()
    assert '"t":"person.erased"' in entry
    assert '"payloads":"' in entry
    assert "actor" not in entry
    assert whole_story.verified(parts).misfits == ()


def test_whoever_voted_and_left_does_not_vote_again(opened: Voting) -> None:
    """A67: the number on the roll is not freed, neither by leaving nor by coming back with another spelling."""
    with opened.acting("resident") as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
        voting.cast_ballot(uow, opened.poll_no, ["P01"], bytes(16))
    erase(opened.parts, opened.world)
    for address in (EMAIL, "Resident+again@Moothill.example"):
        with opened.acting(signed_in(opened.parts, address)) as uow:
            assert voting.standing_of(uow, uow.session.scalars(select(Poll)).one()).has_voted
            voting.claim_vote(uow, opened.poll_no, POSTCODE)
            with pytest.raises(Conflict, match="You have voted in this poll already"):
                voting.cast_ballot(uow, opened.poll_no, ["P02"], b"1" * 16)
    with opened.system() as uow:
        assert len(uow.session.scalars(select(RollEntry.roll_no)).all()) == 1
        assert len(uow.session.scalars(select(RollMark.roll_no)).all()) == 1


def test_a_roll_whose_poll_is_not_counted_loses_nobody(opened: Voting) -> None:
    """A67, below the code: the database refuses another hash in an open poll, and another number in any."""
    with opened.acting("resident") as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
    for changed in ({"person_key": bytes(32)}, {"roll_no": 7}, {"basis": "work"}):
        with opened.system() as uow:
            with pytest.raises(SQLAlchemyError, match="append-only"), uow.database.writing(uow.session):
                uow.session.execute(update(RollEntry).values(**changed))
            uow.session.rollback()


def test_a_roll_without_its_key_tells_of_nobody_any_more(
    parts: Installation, uow_of: UowOf, small_world: World
) -> None:
    whole_story.told(parts, uow_of, small_world, "counted")
    uow = uow_of(None)
    keys = set(uow.session.scalars(select(RollEntry.person_key)))
    parts.keys.destroy_roll_key(uow.session.scalars(select(RollEntry.poll_id)).first())  # type: ignore[arg-type]
    uow.session.rollback()
    erase(parts, small_world)
    assert set(uow.session.scalars(select(RollEntry.person_key))) == keys


def test_only_oneself_or_an_administrator_of_the_installation_erases(
    parts: Installation, uow_of: UowOf, small_world: World
) -> None:
    rhona = small_world.people["resident"]
    for who in ("neighbour", "officer", "administrator", None):
        with pytest.raises(Forbidden):
            erasures.erase_person(uow_of(who), rhona)
    system = parts.system_unit_of_work()
    with pytest.raises(Conflict, match="An administrator must take the role back"):
        erasures.erase_person(uow_of("officer"), small_world.people["officer"])
    people.grant_role(system, "neighbour@moothill.example", people.Role.ADMINISTRATOR, Scope())
    erasures.erase_person(uow_of("neighbour"), rhona)
    assert uow_of(None).session.get_one(Person, rhona).display_name == ""
    for nobody in (rhona, 10_000):
        with pytest.raises(NotVisible, match="no account"):
            erasures.erase_person(system, nobody)
    system.close()
