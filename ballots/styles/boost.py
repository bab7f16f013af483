"""A restricted extra vote: one more point for a project out of a named few ("boost vote", as in Leith Chooses)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ballots.errors import BadBallot, BadPoll, sentence
from ballots.poll import Poll
from ballots.profile import BallotGroup, Profile
from ballots.styles.choice import BallotStyle, Choice, check_marks
from ballots.styles.points import Points, Scores
from ballots.styles.ranking import Ranking


@dataclass(frozen=True, slots=True)
class Boosted:
    """A ballot of another style with one extra vote for a project among `among`; it counts as one more point.

    The extra vote may be left out unless `needed`, and may go to a project that is chosen anyway if `may_repeat`.
    A ballot with nothing but the extra vote is valid where the other style allows an empty one. Raises BadPoll if
    `among` is empty or names a project twice, or if the other style ranks.
    """

    style: BallotStyle
    among: tuple[str, ...]
    may_repeat: bool = True
    needed: bool = False

    def __post_init__(self) -> None:
        if not self.among or len(set(self.among)) < len(self.among):
            raise BadPoll(sentence("The extra vote needs a list of projects to choose from, each of them once."))
        if isinstance(self.style, Ranking):
            raise BadPoll(sentence("A ballot that ranks projects cannot have an extra vote."))

    def checked(self, poll: Poll, choice: Choice) -> Choice:
        """Give the canonical choice. Raises BadBallot as the style does, and for an extra vote that is not allowed."""
        plain = self.style.checked(poll, replace(choice, boost=""))
        if choice.boost:
            self._check_boost(poll, plain, choice.boost)
        elif self.needed and plain.marks:
            raise BadBallot(sentence("Give your extra vote to a project as well."))
        return replace(plain, boost=choice.boost)

    def group(self, poll: Poll, choice: Choice, weight: int) -> BallotGroup:
        """Give `weight` voters with this canonical choice as a profile counts them."""
        plain = self.style.group(poll, replace(choice, boost=""), weight)
        if not choice.boost:
            return plain
        points = dict(zip(plain.marks, plain.scores, strict=True))
        points[choice.boost] = points.get(choice.boost, 0) + 1
        marks = tuple(sorted(points))
        return BallotGroup(marks, weight, tuple(points[mark] for mark in marks))

    def in_points(self, poll: Poll) -> BallotStyle:
        """Give the kind of ballot by points that holds the same, for files that know no extra vote."""
        style = self.style
        if isinstance(style, Scores):
            most, highest = _and_one(style.most_total), _and_one(style.highest)
            return Scores(most_total=most, highest=highest, default=style.default)
        if isinstance(style, Points):
            each = _and_one(style.most_each)
            return Points(most_total=_and_one(style.most_total), most_each=each)
        chosen = len(poll.projects) if style.max_choices is None else style.max_choices
        return Points(most_total=chosen + 1, most_each=2)

    def profile(self, poll: Poll, counted: Iterable[tuple[Choice, int]]) -> Profile:
        """Group canonical choices that come with their number of voters."""
        return Profile.of_groups(poll, (self.group(poll, choice, weight) for choice, weight in counted))

    def _check_boost(self, poll: Poll, plain: Choice, boost: str) -> None:
        check_marks(poll, (boost,))
        if boost not in self.among:
            raise BadBallot(sentence("The extra vote cannot go to project %(project)s."), project=boost)
        if boost in plain.marks and not self.may_repeat:
            raise BadBallot(
                sentence("Project %(project)s has your vote. Give the extra vote to another."), project=boost
            )


def _and_one(most: int | None) -> int | None:
    return None if most is None else most + 1
