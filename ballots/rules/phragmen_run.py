"""One count by sequential Phragmén: which project is funded at what load, and what stopped or was passed over."""

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from ballots.election import Election, Progress
from ballots.errors import WHICH_FIT, WHICH_RIVAL
from ballots.outcome import Stop
from ballots.rules.greedy_walk import Misfit
from ballots.rules.loads import Loads, Marks
from ballots.ties import Tie


@dataclass(frozen=True, slots=True)
class Loading:
    """A project funded: the load its supporters then carry, and the projects it stood level with, if any."""

    project: int
    load: Fraction
    pot_left: int
    excluded: tuple[str, ...]
    tie: Tie | None


@dataclass(slots=True)
class LoadRun:
    """A finished count; projects by their number in `backing`.

    `passed` holds what was left of the budget when the turn of one that did not fit came; `excluded` which funded
    rival put a project out; `loads` what the supporters of each project not funded would have carried when it was out.
    """

    backing: Marks
    fundings: list[Loading] = field(default_factory=list)
    passed: dict[str, int] = field(default_factory=dict)
    excluded: dict[str, str] = field(default_factory=dict)
    loads: dict[str, Fraction] = field(default_factory=dict)
    stop: Stop | None = None


def run_loads(election: Election, misfit: Misfit, progress: Progress | None) -> LoadRun:
    """Fund until nothing is left to fund, or until a misfit stops the count."""
    counting = _Counting(election, misfit)
    while counting.waiting and counting.run.stop is None:
        counting.take_turn()
        if progress:
            progress(len(counting.run.fundings), election.poll.budget - counting.pot)
    counting.note_rest()
    return counting.run


class _Counting:
    """A count under way: the pot, the loads, and the projects whose turn may still come."""

    def __init__(self, election: Election, misfit: Misfit) -> None:
        self.election, self.misfit = election, misfit
        self.backing = Marks.of(election)
        self.loads = Loads(self.backing)
        self.pot = election.poll.budget
        self.run = LoadRun(self.backing)
        self.waiting = set(range(len(self.backing.ids)))

    def take_turn(self) -> None:
        """Deal with the projects of the least load: one is funded, or all that do not fit are passed or stop it."""
        load, tied = self.loads.lightest(self.waiting)
        unfit = [project for project in tied if self.backing.costs[project] > self.pot]
        for project in unfit:
            self.run.passed[self.backing.ids[project]] = self.pot
            self.run.loads[self.backing.ids[project]] = load
        self.waiting.difference_update(unfit)
        if unfit and self.misfit is Misfit.STOP:
            tie = self.election.ties.noted(self._names(tied)) if len(tied) > 1 else None
            self.run.stop = Stop(self.backing.ids[unfit[0]], self.pot, tie)
            return
        fitting = [project for project in tied if project in self.waiting]
        if fitting:
            self._fund(fitting, load)

    def note_rest(self) -> None:
        """Note what the supporters of projects whose turn never came would have carried."""
        for project in self.waiting:
            self.run.loads[self.backing.ids[project]] = self.loads.load_with(project)

    def _fund(self, level: list[int], load: Fraction) -> None:
        tie = self._tie(level) if len(level) > 1 else None
        project = level[0]
        name = self.backing.ids[project]
        self.pot -= self.backing.costs[project]
        self.waiting.remove(project)
        self.loads.carry(project, load)
        rivals = set(self.election.rivals(name))
        out = [other for other in self.waiting if self.backing.ids[other] in rivals]
        for other in out:
            self.run.excluded[self.backing.ids[other]] = name
            self.run.loads[self.backing.ids[other]] = self.loads.load_with(other)
        self.waiting.difference_update(out)
        self.run.fundings.append(Loading(project, load, self.pot, tuple(sorted(self._names(out))), tie))

    def _tie(self, level: list[int]) -> Tie:
        """Order projects of one load; it decides something if they cannot all be funded at that load."""
        names = self._names(level)
        fit = sum(self.backing.costs[project] for project in level) <= self.pot
        if fit and not self._meet(level) and not any(set(names) & set(self.election.rivals(name)) for name in names):
            return self.election.ties.noted(names)
        return self.election.ties.settle(names, WHICH_RIVAL if fit else WHICH_FIT)

    def _meet(self, level: list[int]) -> bool:
        """Say whether two of these projects have a supporter in common."""
        groups = np.concatenate([self.backing.supporters(project) for project in level])
        return len(np.unique(groups)) < len(groups)

    def _names(self, numbers: list[int]) -> tuple[str, ...]:
        return tuple(self.backing.ids[number] for number in numbers)
