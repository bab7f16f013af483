"""What becomes of a message: its author corrects it for a while or withdraws it, and drafts wait unposted."""

from datetime import timedelta

from deliberation.kinds import with_headline
from deliberation.messages import readable
from pb_app.actions import Action
from pb_app.caring import ask_first
from pb_app.events import RoomChanged
from pb_app.models.rooms import Room, RoomDraft, RoomEvent, RoomEventKind
from pb_app.refusals import Conflict, Forbidden, NotVisible, sentence
from pb_app.room_log import checked_length, checked_text, drop_draft, locked_room, next_deed
from pb_app.speaking import Speaking, check_may_speak
from pb_app.unit_of_work import UnitOfWork

MOST_CHARACTERS = 2_000
EDIT_WINDOW = timedelta(minutes=10)


def edit_message(
    uow: UnitOfWork, room_id: int, seq: int, body: str, headline: str = "", *, is_sure: bool = False
) -> int:
    """Correct one's own message; what stood before stays in its history. Return the place of the correction.

    Refused: not one's own (Forbidden), hidden or withdrawn, later than ten minutes after posting (Conflict). Raises
    Doubtful, unless the writer is sure, where the words hold what they may not have meant to post.
    """
    line, said = with_headline(readable(headline), checked_text(body, "body", MOST_CHARACTERS))
    checked_length(said, "body", MOST_CHARACTERS)
    with uow.begin(Action.EDIT_MESSAGE) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        target = _own_message(uow, room, seq)
        check_may_speak(Speaking(uow.session, room, uow.actor, target.message_kind, change.at))
        if change.at > target.at + EDIT_WINDOW:
            raise Conflict(sentence("A message can be corrected for ten minutes. Write another below it instead."))
        if not is_sure:
            ask_first(uow.session, room, (line, said))
        event = next_deed(room, RoomEventKind.EDIT, uow.actor, reason=said, at=change.at)
        event.target_seq, event.headline, event.source = seq, line, target.source
        uow.session.add(event)
        target.edited_by_seq = event.seq
        change.record(room, room=room.id, seq=event.seq, edited=seq)
        change.publish(RoomChanged(room.id, event.seq))
    return event.seq


def withdraw_message(uow: UnitOfWork, room_id: int, seq: int) -> int:
    """Take back one's own message: its words are shown nowhere, its place stays. Return the withdrawal's place."""
    with uow.begin(Action.WITHDRAW_MESSAGE) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        target = _own_message(uow, room, seq)
        event = next_deed(room, RoomEventKind.WITHDRAWAL, uow.actor, reason="", at=change.at)
        event.target_seq = seq
        uow.session.add(event)
        target.withdrawn_by_seq = event.seq
        change.record(room, room=room.id, seq=event.seq, withdrawn=seq)
        change.publish(RoomChanged(room.id, event.seq))
    return event.seq


def save_draft(uow: UnitOfWork, room_id: int, body: str) -> None:
    """Keep what somebody is writing, for them alone; an empty draft is none."""
    with uow.begin(Action.SAVE_DRAFT) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        kept = checked_length(readable(body), "body", MOST_CHARACTERS)
        drop_draft(uow.session, room.id, uow.actor.person_id)
        if kept:
            draft = RoomDraft(room_id=room.id, person_id=uow.actor.person_id, body=kept, saved_at=change.at)
            uow.session.add(draft)


def _own_message(uow: UnitOfWork, room: Room, seq: int) -> RoomEvent:
    target = uow.session.get(RoomEvent, (room.id, seq), with_for_update=True)
    if target is None or target.kind is not RoomEventKind.MESSAGE:
        raise NotVisible(sentence("There is no such message in this room."))
    if target.person_id != uow.actor.person_id:
        raise Forbidden(sentence("Only its author may change a message."))
    if target.hidden_by_seq is not None or target.withdrawn_by_seq is not None:
        raise Conflict(sentence("This message was taken away already."))
    return target
