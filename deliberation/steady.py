"""How many groups are shown while people are still giving their opinions: a number that does not flicker."""

from dataclasses import dataclass

AGREEING = 4
"""So many recomputes in a row must find another number of groups before it is shown."""


@dataclass(frozen=True, slots=True)
class Steady:
    """How many groups are shown, and how often in a row another number was found since."""

    shown: int
    other: int = 0
    times: int = 0

    def after(self, found: int) -> "Steady":
        """Once more computed: the number that is shown changes only when four in a row agree on another."""
        if found == self.shown:
            return Steady(self.shown)
        times = self.times + 1 if found == self.other else 1
        return Steady(found) if times == AGREEING else Steady(self.shown, found, times)
