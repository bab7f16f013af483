"""Comparisons of published results: a published result never changes, so the last few made are kept in the process."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ballots.compare import SideBySide

KEPT = 8


@dataclass(frozen=True, slots=True)
class Compared:
    """Comparisons by the hash of the count's record, which names poll, box and rule; the oldest goes for a new one."""

    made: dict[str, SideBySide] = field(default_factory=dict)

    def of(self, record_sha256: str, make: Callable[[], SideBySide]) -> SideBySide:
        """Give the comparison that was kept, or make it and keep it; two threads may both make it, and it is the same.

        Whatever `make` raises is passed on, and nothing is kept.
        """
        found = self.made.get(record_sha256)
        if found is None:
            found = make()
            for oldest in list(self.made)[: max(len(self.made) - KEPT + 1, 0)]:
                self.made.pop(oldest, None)
            self.made[record_sha256] = found
        return found
