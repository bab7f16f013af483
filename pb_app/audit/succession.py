"""Which key of the log signs which checkpoints: told by the entries that hand over from one to the next."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pb_app.audit.findings import Check, Finding, ReadEntry
from pb_app.audit.keys import VerifierKey, parse_vkey
from pb_app.refusals import Refusal, sentence

HANDED_OVER = "log.key_rotated"


@dataclass(slots=True)
class Succession:
    """The keys of a log in their order, followed entry by entry; the last must be the one that is known."""

    known: VerifierKey
    _handed: list[tuple[int, VerifierKey, VerifierKey]] = field(default_factory=list)

    def follow(self, entry: ReadEntry) -> Iterator[Finding]:
        """Yield what does not fit where an entry hands over."""
        if entry.event != HANDED_OVER:
            return
        try:
            old, new = (parse_vkey(str(entry.facts.get(name))) for name in ("old", "new"))
        except Refusal as refusal:
            yield Finding.of(refusal, entry.index, Check.KEYS)
            return
        if {old.name, new.name} != {self.known.name} or (self._handed and self._handed[-1][2] != old):
            template = sentence("Entry %(entry)d hands the log over from a key that did not sign it.")
            yield Finding(entry.index, Check.KEYS, template, {"entry": entry.index})
        self._handed.append((entry.index, old, new))

    def end(self) -> Iterator[Finding]:
        """Yield a finding if the last key that signs is not the known one."""
        if self._handed and self._handed[-1][2] != self.known:
            index = self._handed[-1][0]
            template = sentence("Entry %(entry)d hands the log over to another key than the one that is known.")
            yield Finding(index, Check.KEYS, template, {"entry": index})

    def keys_of(self, size: int, before: int) -> tuple[VerifierKey, ...]:
        """The keys that must have signed a checkpoint: the one in force, and one that handed over since `before`."""
        leaving = tuple(old for index, old, _ in self._handed if before <= index < size)
        coming = [new for index, _, new in self._handed if index < size]
        first = self._handed[0][1] if self._handed else self.known
        return (*leaving, coming[-1] if coming else first)
