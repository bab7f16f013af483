"""What becomes of a contest and of a choice in it once a project was taken off the paper while people vote."""

from collections.abc import Collection
from dataclasses import replace

from ballots.poll import Poll
from ballots.styles.boost import Boosted
from ballots.styles.choice import BallotStyle, Choice
from ballots.styles.paper import Contest

LEAST = ("min_choices", "least_cost", "least_total")
"""The limits from below. They fall with the first project that goes: what somebody chose may be less by it."""


def concerns(contest: Contest, gone: Collection[str]) -> bool:
    """Say whether one of these projects stands in the contest."""
    return any(project in contest.poll.by_id for project in gone)


def without(contest: Contest, gone: Collection[str]) -> Contest:
    """Give the contest as it is counted, and put before whoever votes from now on: without these projects.

    The money stays what it was. Raises BadPoll where none would be left; a contest that has none of them is unchanged.
    """
    if not concerns(contest, gone):
        return contest
    return replace(contest, poll=_left_of(contest.poll, gone), style=_style_left(contest.style, gone))


def as_cast(contest: Contest, gone: Collection[str]) -> Contest:
    """Give the contest by which ballots are valid that may have been cast before or after these projects went."""
    return replace(contest, style=_without_least(contest.style)) if concerns(contest, gone) else contest


def stripped(choice: Choice, gone: Collection[str]) -> Choice:
    """Give what counts of a choice: its marks for other projects, each with its points and in its place."""
    points = choice.points or (0,) * len(choice.marks)
    kept = [pair for pair in zip(choice.marks, points, strict=True) if pair[0] not in gone]
    return Choice(
        tuple(mark for mark, _ in kept),
        tuple(given for _, given in kept) if choice.points else (),
        "" if choice.boost in gone else choice.boost,
    )


def _left_of(poll: Poll, gone: Collection[str]) -> Poll:
    rivals = (tuple(one for one in rivals if one not in gone) for rivals in poll.exclusive)
    left = tuple(project for project in poll.projects if project.project_id not in gone)
    return replace(poll, projects=left, exclusive=tuple(one for one in rivals if len(one) > 1))


def _style_left(style: BallotStyle | Boosted, gone: Collection[str]) -> BallotStyle | Boosted:
    plain = _without_least(style)
    if not isinstance(plain, Boosted):
        return plain
    among = tuple(one for one in plain.among if one not in gone)
    return replace(plain, among=among) if among else plain.style


def _without_least(style: BallotStyle | Boosted) -> BallotStyle | Boosted:
    if isinstance(style, Boosted):
        return replace(style, style=_lenient(style.style), needed=False)
    return _lenient(style)


def _lenient(style: BallotStyle) -> BallotStyle:
    changes: dict[str, int] = {name: 0 for name in LEAST if hasattr(style, name)}
    return replace(style, **changes)  # type: ignore[arg-type]  # each of them is a whole number of the style
