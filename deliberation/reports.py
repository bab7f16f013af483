"""What a room reports of how people talked: equality, reasons, sources, answers across sides; never of a person."""

from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

from deliberation.equality import Equality, equality
from deliberation.kinds import MessageKind

LEAST_PEOPLE = 10
"""Nothing is told of fewer people present."""
FOR = frozenset({MessageKind.PRO})
AGAINST = frozenset({MessageKind.CON, MessageKind.CONCERN})
REASONED = FOR | AGAINST | {MessageKind.EVIDENCE}
"""Kinds that give a reason by what their writers chose them to be."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message: whose, in which stage, over the live connection or not, and what it declares of itself."""

    person: Hashable
    stage: str
    is_live: bool
    kind: MessageKind | None
    has_source: bool
    answers: MessageKind | None

    @property
    def crosses_sides(self) -> bool:
        """Whether it answers somebody on the other side."""
        return (self.kind in FOR and self.answers in AGAINST) or (self.kind in AGAINST and self.answers in FOR)


@dataclass(frozen=True, slots=True)
class Part:
    """A stage of a room on one channel (None: all of them), among so many people present; no equality of few."""

    stage: str | None
    is_live: bool | None
    messages: int
    people: int
    equality: Equality | None
    with_reason: int
    with_source: int
    across_sides: int


def reported(said: Sequence[Said], present: Collection[Hashable]) -> list[Part]:
    """The whole room, live and asynchronous apart, then each stage the same way, in the order in which they began.

    People present are those named and everybody who wrote. A channel or stage without a message is left out.
    """
    people = {*present, *(one.person for one in said)}
    stages = [None, *dict.fromkeys(one.stage for one in said if one.stage)]
    parts = [_part((stage, is_live), said, people) for stage in stages for is_live in (None, True, False)]
    return [part for part in parts if part.messages]


def _part(which: tuple[str | None, bool | None], whole: Sequence[Said], people: Collection[Hashable]) -> Part:
    stage, is_live = which
    said = [one for one in whole if stage in {None, one.stage} and is_live in {None, one.is_live}]
    each = Counter(one.person for one in said)
    return Part(
        stage=stage,
        is_live=is_live,
        messages=len(said),
        people=len(people),
        equality=equality([each[one] for one in people]) if len(people) >= LEAST_PEOPLE else None,
        with_reason=sum(one.kind in REASONED for one in said),
        with_source=sum(one.has_source for one in said),
        across_sides=sum(one.crosses_sides for one in said),
    )
