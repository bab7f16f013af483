"""What happens in a room: somebody says something, a facilitator hides a message."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from deliberation.kinds import Channel, MessageKind, with_headline
from deliberation.messages import readable
from deliberation.moderation import Cause, Verdict
from pb_app.actions import Action
from pb_app.caring import ask_first
from pb_app.events import MessagePosted
from pb_app.models.rooms import Facts, Room, RoomEvent, RoomEventKind
from pb_app.moderating import (
    Decided,
    Write,
    case_of,
    hold_first_post,
    keep_decision,
    message_in,
    rule_in,
    take_from_view,
    tell_author,
)
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.restraints import is_first_post
from pb_app.roles import Actor, Role
from pb_app.room_log import checked_length, checked_text, drop_draft, locked_room, next_event, runs, said_before
from pb_app.speaking import Speaking, check_may_speak
from pb_app.unit_of_work import UnitOfWork

MOST_CHARACTERS = 2_000
MOST_REASON = 500
MOST_SOURCE = 500
KEY = re.compile(r"[A-Za-z0-9_-]{8,60}")


@dataclass(frozen=True, slots=True)
class Manner:
    """How something is said: as what, in reply to which message, on what source, and how it came in.

    `is_sure` is said by whoever was asked before whether they mean what they wrote.
    """

    kind: MessageKind | None = None
    headline: str = ""
    source: str = ""
    reply_to: int | None = None
    quotes: int | None = None
    channel: Channel = Channel.WEB
    table: int | None = None
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands in its room, and whether it stood there already."""

    room_id: int
    seq: int
    at: datetime
    duplicate: bool


PLAIN = Manner()


def post_message(uow: UnitOfWork, room_id: int, key: str, body: str, manner: Manner = PLAIN) -> Posted:
    """Say something in a room; it takes the next place in the room's order.

    The same key by the same person answers where the first message stands, whatever is said with it: the first words
    stay. Refused: empty or longer than 2,000 characters, evidence without a source, a reply to a reply (Invalid), a
    room in which this may not be said now, or nobody signed in (Forbidden). Raises Doubtful, unless the writer is
    sure, where the words hold what they may not have meant to post.
    """
    headline, said, source = _checked_words(body, manner)
    if not KEY.fullmatch(key):
        raise Invalid(sentence("This message has no proper mark of its own. Load the page again, then send it."))
    with uow.begin(Action.POST_MESSAGE) as change:
        room = locked_room(uow.session, room_id, uow.actor)
        earlier = said_before(uow.session, room.id, uow.actor.person_id, key)
        if earlier is not None:
            change.void()
            return Posted(room.id, earlier.seq, earlier.at, duplicate=True)
        change.permit(room)
        check_may_speak(Speaking(uow.session, room, uow.actor, manner.kind, change.at))
        if not manner.is_sure:
            ask_first(uow.session, room, (headline, said, source))
        replied_to = None if manner.reply_to is None else _checked_reply(uow.session, room, manner.reply_to)
        if manner.quotes is not None:
            _standing(uow.session, room, manner.quotes)
        event = next_event(room, RoomEventKind.MESSAGE, uow.actor.person_id, key=key, body=said, at=change.at)
        event.message_kind, event.reply_to_seq, event.channel = manner.kind, manner.reply_to, manner.channel
        event.headline, event.source = headline, source
        event.facts = _facts(uow.actor, room, manner, replied_to)
        waits = not runs(uow.actor, room) and is_first_post(uow.session, room.id, uow.actor.person_id, change.at)
        uow.session.add(event)
        drop_draft(uow.session, room.id, uow.actor.person_id)
        change.record(room, room=room.id, seq=event.seq)
        change.publish(MessagePosted(room.id, event.seq))
        if waits:
            hold_first_post(uow, change, room, event)
        return Posted(room.id, event.seq, event.at, duplicate=False)


def hide_message(
    uow: UnitOfWork, room_id: int, seq: int, reason: str, rule_id: int | None = None, *, write: Write | None = None
) -> int:
    """Hide a message with a reason that everybody reads in its place; return the hiding's own place in the order.

    The words stay in the record and are shown nowhere; the author is told and may appeal. Refused: no such message
    (NotVisible), one that is hidden already (Conflict), no reason, one longer than 500 characters or a rule of
    somebody else's (Invalid), no role for it there (Forbidden).
    """
    why = checked_text(reason, "reason", MOST_REASON)
    with uow.begin(Action.HIDE_MESSAGE) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        rule = rule_in(uow.session, room, rule_id)
        target = message_in(uow.session, room, seq)
        if target.hidden_by_seq is not None:
            raise Conflict(sentence("This message has been hidden already."))
        place = take_from_view(uow, change, room, target, kind=RoomEventKind.HIDING, why=why)
        case = case_of(uow.session, room, seq, Cause.SEEN, change.at)
        decision = keep_decision(uow, room, case, Decided(Verdict.HIDE, rule_id, why), change.at)
        change.record(room, room=room.id, seq=place, hidden=seq, private={"reason": why})
        tell_author(uow.session, decision, rule, write)
    return place


def _checked_words(body: str, manner: Manner) -> tuple[str, str, str]:
    """Headline, text and source as they are kept."""
    said = checked_text(body, "body", MOST_CHARACTERS)
    headline, text = with_headline(readable(manner.headline), said)
    source = checked_length(readable(manner.source), "source", MOST_SOURCE)
    if manner.kind is MessageKind.EVIDENCE and not source:
        raise Invalid(sentence("Say where this comes from, so that others can look it up."), field="source")
    return headline, checked_length(text, "body", MOST_CHARACTERS), source


def _facts(actor: Actor, room: Room, manner: Manner, replied_to: RoomEvent | None) -> Facts | None:
    """From which table it comes, what it quotes, and which question an officer answered, whoever is one later."""
    facts: Facts = {"table": manner.table} if manner.table else {}
    if manner.quotes is not None:
        facts["quotes"] = manner.quotes
    asked = replied_to is not None and replied_to.message_kind is MessageKind.QUESTION
    if asked and actor.holds(Role.OFFICER, room.scope):
        facts["answers"] = manner.reply_to
    return facts or None


def _checked_reply(session: Session, room: Room, seq: int) -> RoomEvent:
    """The message that is replied to: replies stand under one that begins a thread, two deep."""
    answered = _standing(session, room, seq)
    if answered.reply_to_seq is not None:
        raise Invalid(sentence("This is a reply already. Reply to the message it answers."), field="body")
    return answered


def _standing(session: Session, room: Room, seq: int) -> RoomEvent:
    """A message that stands in the room, to be answered or quoted: by its place, so that it can still be taken away."""
    found = session.get(RoomEvent, (room.id, seq))
    if found is None or found.kind is not RoomEventKind.MESSAGE:
        raise NotVisible(sentence("There is no such message in this room."))
    if found.hidden_by_seq is not None or found.withdrawn_by_seq is not None:
        raise Conflict(sentence("The message you answer was taken away meanwhile."))
    return found
