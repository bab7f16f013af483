"""The minutes of a room: every line of its one order as it stands now, with its stage and how it came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from deliberation.kinds import Channel
from pb_app.models.rooms import RoomEventKind
from pb_app.queries.room_events import CHANGING, EVENT, EventCard, cards, events_of
from pb_app.queries.room_reports import stages_of

SPEAKING = frozenset({RoomEventKind.HAND, RoomEventKind.TURN, RoomEventKind.MORE_TIME})
"""Who raised a hand and who had the turn passes with the talk and is no part of its minutes."""


class Way(StrEnum):
    """How a message came in: over the open connection, or by form, e-mail or paper, in one's own time."""

    LIVE = "live"
    ASYNCHRONOUS = "asynchronous"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the minutes: a message or what was done, in which stage; only messages came in some way."""

    card: EventCard
    stage: str
    way: Way | None


def lines_of(session: Session, room_id: int, way: Way | None = None) -> Sequence[Line]:
    """The lines in their order; with a way only the messages that came in so, and what was done."""
    stages = stages_of(session, room_id)
    wanted = events_of(room_id).where(EVENT.kind.not_in({*CHANGING, *SPEAKING})).order_by(EVENT.seq)
    lines = [Line(card, stages[card.seq], _way(card)) for card in cards(session, room_id, wanted)]
    return [line for line in lines if way is None or line.way in {None, way}]


def _way(card: EventCard) -> Way | None:
    if card.message is None:
        return None
    return Way.LIVE if card.message.channel is Channel.WEB else Way.ASYNCHRONOUS
