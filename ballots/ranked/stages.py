"""The stages of a count by single transferable vote, as data. Votes are whole numbers of 0.00001 vote."""

from dataclasses import dataclass
from enum import StrEnum

from ballots.ranked.ties import StageTie

UNIT = 100_000
"""One vote; transfer values are taken to five decimal places, any remainder being ignored (rule 48(3))."""


class Step(StrEnum):
    """What was done in a stage."""

    FIRST = "first-preferences"
    """The papers were sorted by their first preferences (rule 45)."""
    SURPLUS = "surplus"
    """The papers of an elected candidate were moved on at a fraction of their value (rule 48)."""
    EXCLUSION = "exclusion"
    """The candidate with fewest votes was excluded and the papers moved on at the value they had (rule 50)."""


class Why(StrEnum):
    """Why a candidate was elected."""

    QUOTA = "quota"
    """The votes reached the quota (rule 47)."""
    LAST_PLACES = "last-places"
    """As many candidates were left as places (rule 52)."""


@dataclass(frozen=True, slots=True)
class Election:
    """One candidate elected at the end of a stage, with the votes then held."""

    candidate: str
    why: Why
    votes: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """Papers of one value that left a candidate together.

    Each was worth `held` and is worth `value` from now on; `to` says how many papers went to whom, and
    `non_transferable` on how many no continuing candidate was left.
    """

    held: int
    value: int
    to: dict[str, int]
    non_transferable: int

    @property
    def papers(self) -> int:
        """How many papers there are."""
        return sum(self.to.values()) + self.non_transferable


@dataclass(frozen=True, slots=True)
class CountStage:
    """One stage: what was done to whom, and how everything stood at its end.

    `candidate` is the one elected before, or excluded now, whose papers moved (None in the first stage). `votes`
    holds all candidates; an excluded one keeps votes only where a needless last transfer was left out.
    `non_transferable` and `dust` (lost below 0.00001) are totals so far: with all votes they make the valid papers.
    """

    number: int
    step: Step
    candidate: str | None
    tie: StageTie | None
    parcels: tuple[Parcel, ...]
    votes: dict[str, int]
    non_transferable: int
    dust: int
    elected: tuple[Election, ...]

    def gained(self, candidate: str) -> int:
        """Give the votes that a candidate gained by the papers moved in this stage."""
        return sum(parcel.value * parcel.to.get(candidate, 0) for parcel in self.parcels)
