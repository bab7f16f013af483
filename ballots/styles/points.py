"""Ballots that give points: so many to share out among projects, or a score for each."""

from dataclasses import dataclass, replace
from typing import ClassVar

from ballots.errors import BadBallot, BadPoll, sentence
from ballots.poll import Poll
from ballots.styles.choice import BallotStyle, Choice


@dataclass(frozen=True, slots=True)
class Points(BallotStyle):
    """Share out from `least_total` to `most_total` points, from `least_each` to `most_each` a project.

    None means no limit of its own. A project with no points is not chosen. (Pabulib's "cumulative".)
    """

    KIND: ClassVar[str] = "points"
    TAKES_POINTS: ClassVar[bool] = True

    most_total: int | None = None
    least_total: int = 0
    most_each: int | None = None
    least_each: int = 1

    def __post_init__(self) -> None:
        super(Points, self).__post_init__()
        if not 0 <= self.least_total <= _or_more(self.most_total, self.least_total) or self.most_total == 0:
            raise BadPoll(sentence("The least and the most points of a ballot contradict each other."))
        if not 1 <= self.least_each <= _or_more(self.most_each, self.least_each):
            raise BadPoll(sentence("The least and the most points for one project contradict each other."))

    def _canonical(self, choice: Choice) -> Choice:
        return _without(choice, 0)

    def _check_sums(self, _poll: Poll, choice: Choice) -> None:
        _check_each(choice, self.least_each, self.most_each)
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


@dataclass(frozen=True, slots=True)
class Scores(BallotStyle):
    """Give each project a score from `lowest` to `highest` (None: as high as you like); what is passed over gets
    `default`. A score equal to the default is the same as none, and a blank ballot gives nobody anything.
    """

    KIND: ClassVar[str] = "scores"
    TAKES_POINTS: ClassVar[bool] = True

    lowest: int = 0
    highest: int | None = None
    default: int = 0

    def __post_init__(self) -> None:
        super(Scores, self).__post_init__()
        if not 0 <= self.lowest <= _or_more(self.highest, self.lowest) or self.highest == 0 or self.default < 0:
            raise BadPoll(sentence("The lowest, the highest and the usual score of a ballot contradict each other."))

    def _canonical(self, choice: Choice) -> Choice:
        return _without(choice, self.default)

    def _check_sums(self, _poll: Poll, choice: Choice) -> None:
        _check_each(choice, self.lowest, self.highest)

    def _with_defaults(self, poll: Poll, given: dict[str, int]) -> dict[str, int]:
        if not given or not self.default:
            return given
        return dict.fromkeys(poll.by_id, self.default) | given


def _or_more(most: int | None, least: int) -> int:
    return least if most is None else most


def _without(choice: Choice, nothing: int) -> Choice:
    """Put a choice in the order of its marks, without those whose points say nothing."""
    kept = sorted(pair for pair in zip(choice.marks, choice.points, strict=True) if pair[1] != nothing)
    return replace(choice, marks=tuple(mark for mark, _ in kept), points=tuple(points for _, points in kept))


def _check_each(choice: Choice, least: int, most: int | None) -> None:
    for mark, points in zip(choice.marks, choice.points, strict=True):
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
