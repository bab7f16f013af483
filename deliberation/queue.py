"""Whose turn it is next: raised hands in an order that the server keeps, fewest turns first. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MOST_TURNS_COUNTED = 2
SKIPS_TO_HEAD = 3
TURN_SECONDS = 60
EXTENSION_SECONDS = 30
WRAP_UP_SECONDS = 10
ADD_TIME_SECONDS = 20
INTERRUPTION_SECONDS = 15


class Sign(StrEnum):
    """What changes the queue."""

    UP = "up"
    DOWN = "down"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody raises or lowers their hand, or is given the turn; steps come in the room's own order."""

    sign: Sign
    person_id: int


@dataclass(frozen=True, slots=True)
class Queue:
    """Who waits, next first, and how many turns each has had."""

    waiting: tuple[int, ...]
    turns: dict[int, int]


@dataclass(slots=True)
class _Hand:
    raised_at: int
    skipped: int = 0


def queue_of(steps: Iterable[Step]) -> Queue:
    """The queue after these steps. Key: turns so far (two count as many), then when the hand went up.

    Whoever was passed over three times by a hand that went up later comes to the head.
    """
    turns: dict[int, int] = {}
    hands: dict[int, _Hand] = {}
    for place, step in enumerate(steps):
        if step.sign is Sign.UP:
            hands.setdefault(step.person_id, _Hand(place))
        elif step.sign is Sign.DOWN:
            hands.pop(step.person_id, None)
        else:
            turns[step.person_id] = turns.get(step.person_id, 0) + 1
            _count_skips(hands, hands.pop(step.person_id, None))
    return Queue(tuple(sorted(hands, key=lambda person: _key(hands[person], turns.get(person, 0)))), turns)


def _count_skips(hands: dict[int, _Hand], served: _Hand | None) -> None:
    for hand in hands.values():
        hand.skipped += served is not None and served.raised_at > hand.raised_at


def _key(hand: _Hand, turns: int) -> tuple[int, int]:
    if hand.skipped >= SKIPS_TO_HEAD:
        return (-1, hand.raised_at)
    return (min(turns, MOST_TURNS_COUNTED), hand.raised_at)
