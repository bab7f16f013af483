"""What a room's report is made from: its messages as they declare themselves, and who was present. For figures only."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberation.kinds import Channel, RoomStage
from deliberation.reports import Part, Said, reported
from pb_app.models.rooms import Room, RoomEvent, RoomEventKind, RoomSeat


def report_of(session: Session, room: Room) -> list[Part]:
    """How people talked in a room, by stage and channel. Hidden and withdrawn messages are left out.

    A message counts as live that came over the open connection, and as asynchronous by form, e-mail or paper.
    """
    events = session.scalars(select(RoomEvent).where(RoomEvent.room_id == room.id).order_by(RoomEvent.seq)).all()
    by_seq = {event.seq: event for event in events}
    seated = session.scalars(select(RoomSeat.person_id).where(RoomSeat.room_id == room.id)).all()
    said, stage = [], RoomStage.GATHER.value if room.agenda_stage else ""
    for event in events:
        if event.kind is RoomEventKind.STAGE:
            stage = str((event.facts or {}).get("stage") or "")
        elif event.kind is RoomEventKind.MESSAGE and event.hidden_by_seq is None and event.withdrawn_by_seq is None:
            said.append(_said(event, stage, by_seq))
    return reported(said, seated)


def stages_of(session: Session, room_id: int) -> dict[int, str]:
    """In which stage each message of a room was written, by its number; nothing for a room without an agenda."""
    room = session.get_one(Room, room_id)
    wanted = select(RoomEvent.seq, RoomEvent.kind, RoomEvent.facts).where(RoomEvent.room_id == room_id)
    found, stage = {}, RoomStage.GATHER.value if room.agenda_stage else ""
    for seq, kind, facts in session.execute(wanted.order_by(RoomEvent.seq)):
        if kind is RoomEventKind.STAGE:
            stage = str((facts or {}).get("stage") or "")
        found[seq] = stage
    return found


def _said(event: RoomEvent, stage: str, by_seq: dict[int, RoomEvent]) -> Said:
    answered = by_seq.get(event.reply_to_seq or 0)
    return Said(
        person=event.person_id,
        stage=stage,
        is_live=event.channel is Channel.WEB,
        kind=event.message_kind,
        has_source=bool(event.source),
        answers=answered.message_kind if answered else None,
    )
