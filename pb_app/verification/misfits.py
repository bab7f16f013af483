"""What checking finds: the part, the number there, and a sentence with its figures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pb_app.audit.findings import ReadEntry
from pb_app.refusals import Refusal, sentence


class Part(StrEnum):
    """Where something does not fit, and what its number is the number of; in the order in which they are checked."""

    LOG = "log"
    TILES = "tiles"
    PAYLOAD = "payload"
    POLL = "poll"
    BOX = "box"
    COUNT = "count"
    ADOPTION = "adoption"
    LEDGER = "ledger"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something that does not fit: an entry of log or ledger, a level of tiles, a poll, an adoption, a role.

    `str()` says it in English.
    """

    part: Part
    number: int
    template: str
    figures: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.figures if self.figures else self.template

    @classmethod
    def of(cls, refusal: Refusal, part: Part, number: int) -> "Misfit":
        """The misfit that says what a refusal says."""
        return cls(part, number, refusal.template, refusal.figures)


def told_otherwise(part: Part, number: int, entry: ReadEntry, stored: Mapping[str, object]) -> Iterator[Misfit]:
    """Yield a misfit for each fact of a log entry that is not as it is stored."""
    template = sentence("Entry %(entry)d of the log, %(event)s, says %(told)s for %(fact)s; stored is %(stored)s.")
    for fact, value in stored.items():
        told = entry.facts.get(fact)
        if told != value:
            figures = {"entry": entry.index, "event": entry.event, "fact": fact, "told": told, "stored": value}
            yield Misfit(part, number, template, figures)
