"""Whether somebody may say something in a room now: the conditions that need nothing but the room's standing. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from deliberation.kinds import ALLOWED, MessageKind, RoomStage, RoomState


class Bar(StrEnum):
    """What stands in the way of a message."""

    DRAFT = "draft"
    FROZEN = "frozen"
    CLOSED = "closed"
    NO_SEAT = "no seat"
    AIRTIME = "airtime"
    TIME_OVER = "time over"
    KIND_MISSING = "kind missing"
    WRONG_STAGE = "wrong stage"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a room stands, and how somebody stands in it."""

    state: RoomState
    stage: RoomStage | None
    by_invitation: bool
    only_facilitators: bool
    time_is_over: bool
    has_seat: bool
    has_turn: bool
    runs_room: bool


STATE_BARS = {RoomState.DRAFT: Bar.DRAFT, RoomState.FROZEN: Bar.FROZEN, RoomState.CLOSED: Bar.CLOSED}


def bar_to_enter(standing: Standing) -> Bar | None:
    """What keeps somebody from saying anything at all now, or None. Who runs a room has a seat and the airtime."""
    if standing.state in STATE_BARS:
        return STATE_BARS[standing.state]
    if standing.runs_room:
        return None
    if standing.by_invitation and not standing.has_seat:
        return Bar.NO_SEAT
    if standing.only_facilitators and not standing.has_turn:
        return Bar.AIRTIME
    return Bar.TIME_OVER if standing.time_is_over else None


def bar_to_say(standing: Standing, kind: MessageKind | None) -> Bar | None:
    """What keeps somebody from saying something of this kind now, or None."""
    found = bar_to_enter(standing)
    if found is not None or standing.stage is None:
        return found
    if kind is None:
        return None if standing.runs_room else Bar.KIND_MISSING
    return None if kind in ALLOWED[standing.stage] else Bar.WRONG_STAGE
