"""What may be said in a room and when: kinds of messages, stages of an agenda, states, and what ends a stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LONGEST_HEADLINE = 180


class MessageKind(StrEnum):
    """What a message is to the others."""

    QUESTION = "question"
    EVIDENCE = "evidence"
    PRO = "pro"
    CON = "con"
    CONCERN = "concern"
    CHANGE = "change"
    STORY = "story"


class RoomStage(StrEnum):
    """A part of a room's agenda."""

    GATHER = "gather"
    EXPLORE = "explore"
    WEIGH = "weigh"
    RECOMMEND = "recommend"


class RoomState(StrEnum):
    """Whether a room can be written in: nobody does in a draft, in a frozen or in a closed one."""

    DRAFT = "draft"
    OPEN = "open"
    FROZEN = "frozen"
    CLOSED = "closed"


class Seat(StrEnum):
    """As what somebody is invited."""

    RESIDENT = "resident"
    GROUP = "group"
    SERVICE = "service"
    EXPERT = "expert"
    COUNCILLOR = "councillor"


class Channel(StrEnum):
    """How words came into a room: one log holds them all."""

    WEB = "web"
    FORM = "form"
    PAPER = "paper"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class ExitTest:
    """What a stage should have brought before the next begins: so many messages of one of these kinds."""

    kinds: frozenset[MessageKind]
    at_least: int


STAGES = tuple(RoomStage)
_K = MessageKind
ALLOWED: Mapping[RoomStage, frozenset[MessageKind]] = {
    RoomStage.GATHER: frozenset({_K.QUESTION, _K.EVIDENCE, _K.STORY}),
    RoomStage.EXPLORE: frozenset({_K.QUESTION, _K.EVIDENCE, _K.STORY, _K.PRO, _K.CON, _K.CHANGE}),
    RoomStage.WEIGH: frozenset({_K.QUESTION, _K.EVIDENCE, _K.PRO, _K.CON, _K.CONCERN, _K.CHANGE}),
    RoomStage.RECOMMEND: frozenset({_K.QUESTION, _K.CONCERN, _K.CHANGE}),
}
EXIT_TESTS: Mapping[RoomStage, tuple[ExitTest, ...]] = {
    RoomStage.GATHER: (ExitTest(frozenset({_K.EVIDENCE}), 1), ExitTest(frozenset({_K.QUESTION, _K.STORY}), 1)),
    RoomStage.EXPLORE: (ExitTest(frozenset({_K.CHANGE}), 1),),
    RoomStage.WEIGH: (ExitTest(frozenset({_K.PRO}), 1), ExitTest(frozenset({_K.CON, _K.CONCERN}), 1)),
    RoomStage.RECOMMEND: (),
}
NEXT_STATES: Mapping[RoomState, frozenset[RoomState]] = {
    RoomState.DRAFT: frozenset({RoomState.OPEN}),
    RoomState.OPEN: frozenset({RoomState.FROZEN, RoomState.CLOSED}),
    RoomState.FROZEN: frozenset({RoomState.OPEN, RoomState.CLOSED}),
    RoomState.CLOSED: frozenset(),
}


def kinds_in(stage: RoomStage | None) -> tuple[MessageKind, ...]:
    """The kinds a stage allows, in their own order; a room without an agenda allows all."""
    return tuple(kind for kind in MessageKind if stage is None or kind in ALLOWED[stage])


def next_stage(stage: RoomStage) -> RoomStage | None:
    """The stage that follows, or None after the last."""
    place = STAGES.index(stage) + 1
    return STAGES[place] if place < len(STAGES) else None


def unmet(stage: RoomStage, said: Mapping[MessageKind, int]) -> tuple[ExitTest, ...]:
    """The tests a stage does not pass yet, by how many messages of each kind were said in it."""
    return tuple(test for test in EXIT_TESTS[stage] if sum(said.get(kind, 0) for kind in test.kinds) < test.at_least)


def with_headline(headline: str, text: str) -> tuple[str, str]:
    """One line of at most 180 characters and the text; what is over stands at the beginning of the text."""
    line = " ".join(headline.split())
    if len(line) <= LONGEST_HEADLINE:
        return line, text
    cut = line.rfind(" ", 1, LONGEST_HEADLINE)
    cut = LONGEST_HEADLINE - 1 if cut < 0 else cut
    return line[:cut] + "…", f"…{line[cut:].lstrip()}\n\n{text}".rstrip()
