"""Erasing a person who asks for it: what is theirs goes, what holds a vote or the log together stays without them."""

import contextlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import delete, select, update

from pb_app import receipts
from pb_app.actions import Action
from pb_app.entitlements import all_keys
from pb_app.events import SessionsRevoked
from pb_app.models.amendments import Amendment
from pb_app.models.base import Base
from pb_app.models.before_after import ViewAnswer
from pb_app.models.cases import MessageReport, ModerationAppeal, ModerationDecision
from pb_app.models.claims import HeldClaim
from pb_app.models.coding import QualityCode, QualityCoder
from pb_app.models.log import LogPayload
from pb_app.models.moderation import SafeguardingLead
from pb_app.models.opinions import Opinion, StatementWaiting
from pb_app.models.people import OutboxMail, Person, RoleGrant, SignInCode, SignInSession
from pb_app.models.points import PointMark
from pb_app.models.polls import RollEntry
from pb_app.models.reach import ReachReturn
from pb_app.models.reminders import Reminder
from pb_app.models.rooms import RoomDraft, RoomEvent, RoomEventKind, RoomNudge, RoomSeat
from pb_app.models.sheets import SheetReturn
from pb_app.models.strikes import RollStrike
from pb_app.models.vouchers import Voucher
from pb_app.queries import erasures as queries
from pb_app.refusals import Conflict, NotVisible, sentence
from pb_app.roles import Scope
from pb_app.stages import AmendmentState
from pb_app.unit_of_work import UnitOfWork

KEY_BYTES = 32
WHOLE = Scope()
THEIRS = (
    SignInSession,
    Reminder,
    HeldClaim,
    RoomDraft,
    RoomSeat,
    PointMark,
    Opinion,
    StatementWaiting,
    SafeguardingLead,
    RoomNudge,
    SheetReturn,
    ReachReturn,
    ViewAnswer,
    RollStrike,
)
"""Rows that say nothing without the person, and go with them."""
STAYING: Mapping[type[Base], str] = MappingProxyType(
    {
        RoleGrant: "nobody who holds a role is erased",
        RoomEvent: "its words, headline and source are emptied, so that a talk keeps its places",
        MessageReport: "a decision rests on it; its words are emptied",
        ModerationAppeal: "that it was decided stays in the public record; its words are emptied",
        QualityCoder: "figures of a talk rest on the codes of two people",
        Voucher: "the log knows it by its number alone",
    }
)
"""Rows that stay when the person is erased, and why; they then lead to an account without a name and an address."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's account, as the subject of erasing it."""

    person_id: int
    scope: Scope = WHOLE
    stage: None = None
    is_public: bool = True


def erase_person(uow: UnitOfWork, person_id: int) -> None:
    """Take away name, address, sessions, letters, words and opinions in rooms, and what the log only commits to.

    Proposals stay without a name, ballots and marks as they are. On the rolls of polls that were counted the keyed
    hash goes too; where a poll may still take votes it stays, or the same person could vote twice (A67).
    Raises Conflict for somebody who holds a role, NotVisible where there is nobody.
    """
    uow.sequence_log()  # what waits for its place is found by it
    with uow.begin(Action.ERASE_PERSON) as change:
        change.permit(Account(person_id))
        person = uow.session.scalar(select(Person).where(Person.id == person_id).with_for_update())
        if person is None or "@" not in person.email:
            raise NotVisible(sentence("There is no account to erase."))
        if uow.session.scalar(select(RoleGrant.id).where(RoleGrant.person_id == person_id).limit(1)) is not None:
            raise Conflict(sentence("This account holds a role. An administrator must take the role back first."))
        _leave_rolls(uow, person.email)
        payloads = queries.payloads_about(uow.session, person)
        uow.session.execute(delete(LogPayload).where(LogPayload.leaf_hash.in_([leaf for _, leaf in payloads])))
        _forget(uow, person)
        change.record(Account(person_id), payloads=" ".join(str(index) for index, _ in payloads) or None)
        change.publish(SessionsRevoked(person_id))


def _leave_rolls(uow: UnitOfWork, email: str) -> None:
    """Where nobody votes any more, put chance in the place of the keyed hash: number and mark stay."""
    identity = receipts.mailbox_identity(email)
    for poll in queries.polls_that_are_over(uow.session):
        with contextlib.suppress(FileNotFoundError):  # without its key a roll tells of nobody any more
            for key in all_keys(poll.eligibility, uow.keys.roll_key(poll.id), identity):
                where = (RollEntry.poll_id == poll.id, RollEntry.person_key == key)
                uow.session.execute(update(RollEntry).where(*where).values(person_key=uow.keys.random(KEY_BYTES)))


def _forget(uow: UnitOfWork, person: Person) -> None:
    session = uow.session
    for theirs in THEIRS:
        session.execute(delete(theirs).where(theirs.person_id == person.id))
    session.execute(delete(SignInCode).where(SignInCode.email == person.email))
    session.execute(delete(OutboxMail).where(OutboxMail.to == person.email))
    drafts = (Amendment.author_id == person.id, Amendment.state == AmendmentState.DRAFT)
    session.execute(update(Amendment).where(*drafts).values(why="", said=""))
    words = (RoomEvent.person_id == person.id, RoomEvent.kind.in_((RoomEventKind.MESSAGE, RoomEventKind.EDIT)))
    session.execute(update(RoomEvent).where(*words).values(body="", headline="", source=""))
    _forget_moderation(uow, person)
    _forget_quotes(uow, person)
    person.display_name = ""
    person.email = f"erased {secrets.token_hex(8)}"


def _forget_moderation(uow: UnitOfWork, person: Person) -> None:
    """What they wrote in reports and appeals, and what was written to them: that it was decided, and what, stays."""
    session, own = uow.session, ModerationAppeal.person_id == person.id
    session.execute(update(ModerationAppeal).where(own).values(words="", answer=""))
    session.execute(update(MessageReport).where(MessageReport.person_id == person.id).values(note=""))
    session.execute(update(ModerationDecision).where(ModerationDecision.author_id == person.id).values(note=""))


def _forget_quotes(uow: UnitOfWork, person: Person) -> None:
    """Coders quoted words of their messages: the codes stay, the words go."""
    for room_id, seq in queries.coded_messages(uow.session, person.id):
        quoted = (QualityCode.room_id == room_id, QualityCode.seq == seq)
        uow.session.execute(update(QualityCode).where(*quoted).values(quote=""))
