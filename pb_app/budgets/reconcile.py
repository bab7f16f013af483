"""Where the forum's decision departs from the count, project by project."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """A project whose adopted amount is not the counted one; both in minor units, nought for not funded."""

    project: str
    counted: int
    adopted: int

    @property
    def change(self) -> int:
        """How much more (or, below nought, less) was adopted than counted."""
        return self.adopted - self.counted


def differences(counted: Mapping[str, int], adopted: Mapping[str, int]) -> tuple[Difference, ...]:
    """Return the projects whose amounts differ, sorted by project; one that is missing on a side has nought there."""
    pairs = ((project, counted.get(project, 0), adopted.get(project, 0)) for project in counted.keys() | adopted.keys())
    return tuple(Difference(*pair) for pair in sorted(pairs) if pair[1] != pair[2])
