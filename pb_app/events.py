"""What others may hear of after a change was committed. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessagePosted:
    """A message stands in a room."""

    room_id: int
    seq: int


@dataclass(frozen=True, slots=True)
class MessageHidden:
    """A facilitator hid a message; the hiding has a place of its own in the room's order."""

    room_id: int
    seq: int


@dataclass(frozen=True, slots=True)
class RoomChanged:
    """Something else happened in a room: a correction, a stage, a turn, each with a place in the room's order."""

    room_id: int
    seq: int


@dataclass(frozen=True, slots=True)
class SessionsRevoked:
    """A person's sessions ended: by sign-out or by a change of role."""

    person_id: int


Event = MessagePosted | MessageHidden | RoomChanged | SessionsRevoked
