"""How equal shares goes on when the first shares leave money over: not at all, fill by votes, Add1, or both."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

import numpy as np

from ballots.election import Progress
from ballots.errors import IncrementTooSmall
from ballots.outcome import Change, Steps, StopReason
from ballots.rules.electorate import Electorate
from ballots.rules.level_ties import settle_ties
from ballots.rules.shares import Guide, Run, complete_run, run_shares
from ballots.rules.steady import all_steady, likely_limit, steady_rounds

MOST_RUNS = 20_000
"""Runs after which a count refuses and names an increment that would do."""
LONGEST_STRIDE = 2**20
"""Steps that are looked ahead at most."""


class Completion(StrEnum):
    """What follows the run with the shares B/n."""

    NONE = "none"
    FILL = "fill"
    ADD1 = "add1"
    ADD1_FILL = "add1-fill"

    @property
    def adds(self) -> bool:
        """Whether shares are raised step by step."""
        return self in {Completion.ADD1, Completion.ADD1_FILL}

    @property
    def fills(self) -> bool:
        """Whether what is left is spent by votes."""
        return self in {Completion.FILL, Completion.ADD1_FILL}


def default_increment(budget: int, voters: int, unit: int) -> int:
    """Give max(one unit of the currency, 0.1 % of B/n rounded down), in minor units."""
    return max(unit, budget // (1000 * voters))


@dataclass(frozen=True, slots=True)
class Adding:
    """How Add1 raises the shares from `start`: by `increment` minor units a step.

    `exhaustive` stops once nothing more fits. `jumping` leaves out steps that certainly change nothing (always; tests
    take every step to compare). `exponent` are the decimals of the currency, for what a refusal says.
    """

    start: Fraction
    increment: int
    exhaustive: bool
    jumping: bool = True
    most_runs: int = MOST_RUNS
    exponent: int = 0


def add_to_shares(electorate: Electorate, adding: Adding, progress: Progress | None = None) -> tuple[Run, Steps]:
    """Raise the shares until the next step would overspend (Add1); give the last run that fits, complete.

    Steps that certainly change nothing are jumped over: the result is that of taking every step. Raises
    IncrementTooSmall when even so too many runs would be needed, TieUnresolved where a lot is needed and refused.
    """
    return _Climb(electorate, adding, progress or _quiet).climbed()


class _Climb:
    """Where an Add1 count stands: the last run that fits, and runs made further ahead, the nearest last.

    The count may never come to what lies ahead, so a tie there is asked about only once it is the next step.
    """

    def __init__(self, electorate: Electorate, adding: Adding, progress: Progress) -> None:
        self.electorate, self.adding, self.progress = electorate, adding, progress
        self.run = run_shares(electorate, adding.start, electorate.budget)
        settle_ties(electorate, self.run)
        self.ahead: list[tuple[int, Run]] = []
        self.taken, self.runs, self.stride = 0, 1, 1
        self.changes: list[Change] = []

    def climbed(self) -> tuple[Run, Steps]:
        reason = self._nothing_to_add()
        while reason is None:
            if not self.ahead:
                self._look(self.taken + self.stride, Guide(self.run))
            reason = self._forward()
        endowment = self._endowment(self.taken)
        complete = complete_run(self.electorate, endowment)
        changes = tuple(self.changes)
        return complete, Steps(self.adding.start, self.adding.increment, self.taken, endowment, reason, changes)

    def _endowment(self, steps: int) -> Fraction:
        return self.adding.start + steps * self.adding.increment

    def _look(self, step: int, guide: Guide) -> None:
        """Run with the shares of a later step."""
        if self.runs >= self.adding.most_runs:
            adding = self.adding
            raise IncrementTooSmall(self.taken, adding.increment, self._sufficient_increment(), adding.exponent)
        self.ahead.append((step, run_shares(self.electorate, self._endowment(step), self.electorate.budget, guide)))
        self.runs += 1
        self.progress(self.taken, self.run.spent)

    def _forward(self) -> StopReason | None:
        """Go to the nearest run ahead if nothing can happen before it, else look nearer."""
        step, run = self.ahead[-1]
        rounds = steady_rounds(self.run, run)
        if step > self.taken + 1 and not all_steady(self.run, run, rounds):
            part = likely_limit(self.run, run, rounds)
            nearer = self.taken + min(max(1, int(part * (step - self.taken))), step - self.taken - 1)
            self.stride = max(1, nearer - self.taken)
            self._look(nearer, Guide(self.run, run, rounds))
            return None
        settle_ties(self.electorate, run)
        if run.spent > self.electorate.budget:
            return StopReason.OVER_BUDGET
        self.ahead.pop()
        return self._go(step, run)

    def _go(self, step: int, run: Run) -> StopReason | None:
        if self.adding.jumping:
            self.stride = min(max(self.stride, 2 * (step - self.taken)), LONGEST_STRIDE)
        self.taken = step
        self._note_change(run)
        self.run = run
        self.progress(self.taken, run.spent)
        return self._nothing_to_add()

    def _nothing_to_add(self) -> StopReason | None:
        bought = self.run.projects
        out = {*bought, *self.electorate.excluded(bought)}
        costs = [cost for project, cost in enumerate(self.electorate.costs) if project not in out]
        if not costs:
            return StopReason.ALL_BOUGHT
        fits = min(costs) <= self.electorate.budget - self.run.spent
        return StopReason.EXHAUSTED if self.adding.exhaustive and not fits else None

    def _note_change(self, after: Run) -> None:
        old, new = set(self.run.projects), set(after.projects)
        if old != new:
            added = self.electorate.names([number for number in after.projects if number not in old])
            removed = self.electorate.names([number for number in self.run.projects if number not in new])
            self.changes.append(Change(self.taken, after.endowment, added, removed))

    def _sufficient_increment(self) -> int:
        """Give an increment that ends in time.

        A voter who holds, for each share, the sum of cost x points / all points over her projects never runs short
        while all pay alike. With the largest such sum for everybody every project is bought that no rival puts out.
        """
        dues = np.zeros(len(self.electorate.weights))
        for cost, backing in zip(self.electorate.costs, self.electorate.backing, strict=True):
            points = 1.0 if backing.points_float is None else backing.points_float
            dues[backing.groups] += cost * points / backing.total_strength
        most = Fraction(float((dues / self.electorate.factors).max()) * (1 + 2.0**-20))
        return max(self.adding.increment + 1, ceil((most - self.adding.start) / (self.adding.most_runs // 2)))


def _quiet(steps: int, spent: int) -> None:
    """Tell nobody."""
