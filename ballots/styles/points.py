"""Ballots that give points: so many to share out among projects, or a score for each."""

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import ClassVar

from ballots.errors import BadBallot, BadPoll, sentence
from ballots.poll import Poll
from ballots.profile import BallotGroup
from ballots.styles.choice import BallotStyle, Choice


@dataclass(frozen=True, slots=True)
class Pointed(BallotStyle):
    """What points and scores share: from `least_total` to `most_total` on one ballot; None means no limit."""

    TAKES_POINTS: ClassVar[bool] = True

    most_total: int | None = None
    least_total: int = 0

    def __post_init__(self) -> None:
        super(Pointed, self).__post_init__()
        if not 0 <= self.least_total <= _or_more(self.most_total, self.least_total) or self.most_total == 0:
            raise BadPoll(sentence("The least and the most points of a ballot contradict each other."))

    @property
    @abstractmethod
    def nothing(self) -> int:
        """The points that say as much as leaving a project out."""

    @property
    @abstractmethod
    def each(self) -> tuple[int, int | None]:
        """The least and the most points that one project may get."""

    def _canonical(self, choice: Choice) -> Choice:
        kept = sorted(pair for pair in zip(choice.marks, choice.points, strict=True) if pair[1] != self.nothing)
        return replace(choice, marks=tuple(mark for mark, _ in kept), points=tuple(points for _, points in kept))

    def _check_sums(self, _poll: Poll, choice: Choice) -> None:
        for mark, points in zip(choice.marks, choice.points, strict=True):
            self._check_one(mark, points)
        given = sum(choice.points)
        if self.most_total is not None and given > self.most_total:
            raise BadBallot(
                sentence("You gave %(given)d points together. Give at most %(most)d."),
                given=given,
                most=self.most_total,
            )
        if given < self.least_total:
            raise BadBallot(
                sentence("You gave %(given)d points together. Give at least %(least)d."),
                given=given,
                least=self.least_total,
            )

    def _check_one(self, mark: str, points: int) -> None:
        least, most = self.each
        if points < least:
            raise BadBallot(
                sentence("Project %(project)s has %(given)d points. Give it at least %(least)d."),
                project=mark,
                given=points,
                least=least,
            )
        if most is not None and points > most:
            raise BadBallot(
                sentence("Project %(project)s has %(given)d points. Give it at most %(most)d."),
                project=mark,
                given=points,
                most=most,
            )


@dataclass(frozen=True, slots=True)
class Points(Pointed):
    """Share out points, from `least_each` to `most_each` (None: no limit) a project; one without is not chosen.

    Pabulib calls such ballots cumulative.
    """

    KIND: ClassVar[str] = "points"

    most_each: int | None = None
    least_each: int = 1

    def __post_init__(self) -> None:
        super(Points, self).__post_init__()
        if not 1 <= self.least_each <= _or_more(self.most_each, self.least_each):
            raise BadPoll(sentence("The least and the most points for one project contradict each other."))

    @property
    def nothing(self) -> int:
        """No points."""
        return 0

    @property
    def each(self) -> tuple[int, int | None]:
        """The least and the most points that one project may get."""
        return self.least_each, self.most_each


@dataclass(frozen=True, slots=True)
class Scores(Pointed):
    """Give a project a score from `lowest` to `highest` (None: no limit); what is passed over gets `default`.

    A score equal to the default is the same as none, and a blank ballot gives nobody anything.
    """

    KIND: ClassVar[str] = "scores"

    lowest: int = 0
    highest: int | None = None
    default: int = 0

    def __post_init__(self) -> None:
        super(Scores, self).__post_init__()
        if not 0 <= self.lowest <= _or_more(self.highest, self.lowest) or self.highest == 0 or self.default < 0:
            raise BadPoll(sentence("The lowest, the highest and the usual score of a ballot contradict each other."))

    @property
    def nothing(self) -> int:
        """The score of what is passed over."""
        return self.default

    @property
    def each(self) -> tuple[int, int | None]:
        """The lowest and the highest score."""
        return self.lowest, self.highest

    def choice(self, poll: Poll, group: BallotGroup) -> Choice:
        """Give the choice that a group was made of: the usual score is left out, and none is written as 0."""
        given = dict.fromkeys(poll.by_id, 0) if self.default and group.marks else {}
        given |= dict(zip(group.marks, group.scores, strict=True))
        return self._canonical(Choice(tuple(given), tuple(given.values())))

    def _with_defaults(self, poll: Poll, given: dict[str, int]) -> dict[str, int]:
        if not given or not self.default:
            return given
        return dict.fromkeys(poll.by_id, self.default) | given


def _or_more(most: int | None, least: int) -> int:
    return least if most is None else most
