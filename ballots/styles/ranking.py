"""Ballots that put projects in order, the best first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from ballots.errors import BadRule, sentence
from ballots.poll import Poll
from ballots.profile import BallotGroup, Profile
from ballots.rankings import CONVENTIONS, Rankings
from ballots.styles.choice import BallotStyle, Choice


@dataclass(frozen=True, slots=True)
class Ranking(BallotStyle):
    """Rank from `min_choices` to `max_choices` projects; for counts by points `convention` says what a place is worth.

    See `Rankings.points` for the conventions. Raises BadRule for another.
    """

    KIND: ClassVar[str] = "ranking"

    convention: str = "tournament"

    def __post_init__(self) -> None:
        super(Ranking, self).__post_init__()
        if self.convention not in CONVENTIONS:
            raise BadRule(
                sentence("%(name)s is not a known way to turn places into points."), name=self.convention[:40]
            )

    def rankings(self, poll: Poll, counted: Iterable[tuple[Choice, int]]) -> Rankings:
        """Group canonical choices that come with their number of voters."""
        return Rankings.of_counted(poll.by_id, ((choice.marks, weight) for choice, weight in counted))

    def profile(self, poll: Poll, counted: Iterable[tuple[Choice, int]]) -> Profile:
        """Give the same ballots as points, by the convention."""
        return self.rankings(poll, counted).points(self.convention, poll, self.max_choices)

    def group(self, poll: Poll, choice: Choice, weight: int) -> BallotGroup:
        """Give `weight` voters with this ranking as points, by the convention."""
        profile = self.profile(poll, [(choice, weight)])
        return profile.groups[0] if profile.groups else BallotGroup((), weight)

    def _canonical(self, choice: Choice) -> Choice:
        return choice
