"""Weighted scores of a panel: members score each project by criteria whose weights were voted on."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from ballots.errors import BadBallot, BadPoll, sentence

Cell: TypeAlias = tuple[str, str, str]
"""A member, a project and a criterion."""
Conflict: TypeAlias = tuple[str, str]
"""A member who does not score a project, and the project: a conflict of interest."""

MOST_WEIGHT = 1_000_000


class Absent(StrEnum):
    """What happens where a member gave no score, though no conflict of interest was declared."""

    REFUSE = "refuse"
    """Nothing is worked out until the score is there."""
    LEAVE_OUT = "leave-out"
    """The average is taken over those who scored."""
    LOWEST = "lowest"
    """It counts as the lowest score."""


class Shortfall(StrEnum):
    """Why a project does not qualify."""

    TOO_FEW_MEMBERS = "too-few-members"
    """Fewer members than the rule asks for could score it."""
    BELOW_CRITERION = "below-criterion"
    """Its average by one of the criteria is below the least that was asked for."""
    BELOW_TOTAL = "below-total"
    """Its weighted average is below the least that was asked for."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is scored, and how much it counts: a whole number above 0. `least` is the lowest average that qualifies."""

    name: str
    weight: int
    least: Fraction | int = 0


@dataclass(frozen=True, slots=True)
class PanelScore:
    """The scores of one project, as exact averages.

    `averages` and `scorers` (how many members' scores each is the average of) stand beside the panel's criteria;
    `total` is the average of the averages by weight. Both are None where nobody could score. `conflicted` are the
    members who declared a conflict of interest, `below` the criteria by which it stays below the least. `shortfall`
    is None for a project that qualifies.
    """

    project: str
    averages: tuple[Fraction | None, ...]
    scorers: tuple[int, ...]
    total: Fraction | None
    conflicted: tuple[str, ...]
    below: tuple[str, ...]
    shortfall: Shortfall | None


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel: who scores, by which criteria, with whole scores from `lowest` to `highest`.

    A member with a declared conflict of interest gives that project no score and is left out of its averages.
    `absent`: what a missing score otherwise means. Only projects scored by at least `fewest` members, and whose
    weighted average is at least `least`, qualify. Raises BadPoll for a panel that contradicts itself.
    """

    criteria: tuple[Criterion, ...]
    members: tuple[str, ...]
    lowest: int
    highest: int
    absent: Absent = Absent.REFUSE
    fewest: int = 1
    least: Fraction | int = 0

    def __post_init__(self) -> None:
        names = [criterion.name for criterion in self.criteria]
        if not names or not all(names) or len(set(names)) < len(names):
            raise BadPoll(sentence("A panel needs criteria, each with a name of its own."))
        if not all(1 <= criterion.weight <= MOST_WEIGHT for criterion in self.criteria):
            raise BadPoll(sentence("The weight of a criterion is a whole number from 1 to a million."))
        if not self.members or not all(self.members) or len(set(self.members)) < len(self.members):
            raise BadPoll(sentence("A panel needs members, each with a name of their own."))
        if not 0 <= self.lowest < self.highest:
            raise BadPoll(sentence("The lowest score must not be below zero, and must be below the highest."))
        if not 1 <= self.fewest <= len(self.members):
            raise BadPoll(sentence("The least number of members who score must be one that the panel can have."))
        object.__setattr__(self, "absent", Absent(self.absent))

    def scored(
        self, projects: Iterable[str], scores: Mapping[Cell, int], conflicts: Collection[Conflict] = ()
    ) -> tuple[PanelScore, ...]:
        """Work out the averages of every project, in the order given.

        Raises BadBallot for a score of an unknown member, project or criterion, out of range, or by a member with a
        conflict of interest; for a conflict that names somebody or something unknown; and, where missing scores are
        refused, for the first one that is missing.
        """
        names = tuple(projects)
        self._check(set(names), scores, set(conflicts))
        return tuple(self._score(project, scores, set(conflicts)) for project in names)

    def _check(self, projects: set[str], scores: Mapping[Cell, int], conflicts: set[Conflict]) -> None:
        members, criteria = set(self.members), {criterion.name for criterion in self.criteria}
        for member, project in sorted(conflicts):
            if member not in members or project not in projects:
                raise BadBallot(
                    sentence("The conflict of interest of %(member)s with %(project)s names nobody or nothing known."),
                    member=member,
                    project=project,
                )
        for (member, project, criterion), points in scores.items():
            places = {"member": member, "project": project, "criterion": criterion}
            if member not in members or project not in projects or criterion not in criteria:
                raise BadBallot(
                    sentence("The score of %(member)s for %(project)s by %(criterion)s names something unknown."),
                    **places,
                )
            if (member, project) in conflicts:
                raise BadBallot(
                    sentence("%(member)s has a conflict of interest with %(project)s, but scored it by %(criterion)s."),
                    **places,
                )
            if not self.lowest <= points <= self.highest:
                raise BadBallot(
                    sentence("The score of %(member)s for %(project)s by %(criterion)s is out of range."), **places
                )

    def _score(self, project: str, scores: Mapping[Cell, int], conflicts: set[Conflict]) -> PanelScore:
        free = [member for member in self.members if (member, project) not in conflicts]
        given = [self._given(project, criterion, free, scores) for criterion in self.criteria]
        averages = tuple(Fraction(sum(points), len(points)) if points else None for points in given)
        known = [average for average in averages if average is not None]
        total = None
        if len(known) == len(averages):
            weighted = zip(self.criteria, known, strict=True)
            weights = sum(criterion.weight for criterion in self.criteria)
            total = sum((criterion.weight * average for criterion, average in weighted), Fraction(0)) / weights
        below = tuple(
            criterion.name
            for criterion, average in zip(self.criteria, averages, strict=True)
            if average is not None and average < criterion.least
        )
        scorers = tuple(map(len, given))
        return PanelScore(
            project=project,
            averages=averages,
            scorers=scorers,
            total=total,
            conflicted=tuple(member for member in self.members if member not in free),
            below=below,
            shortfall=self._shortfall(scorers, below, total),
        )

    def _given(
        self, project: str, criterion: Criterion, members: list[str], scores: Mapping[Cell, int]
    ) -> tuple[int, ...]:
        """Give the scores that count, with whatever a missing one means."""
        points: list[int] = []
        for member in members:
            cell = (member, project, criterion.name)
            if cell in scores:
                points.append(scores[cell])
            elif self.absent is Absent.LOWEST:
                points.append(self.lowest)
            elif self.absent is Absent.REFUSE:
                raise BadBallot(
                    sentence("%(member)s has not scored %(project)s by %(criterion)s yet."),
                    member=member,
                    project=project,
                    criterion=criterion.name,
                )
        return tuple(points)

    def _shortfall(self, scorers: tuple[int, ...], below: tuple[str, ...], total: Fraction | None) -> Shortfall | None:
        if total is None or min(scorers) < self.fewest:
            return Shortfall.TOO_FEW_MEMBERS
        if below:
            return Shortfall.BELOW_CRITERION
        return Shortfall.BELOW_TOTAL if total < self.least else None
