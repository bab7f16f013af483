"""How equal shares goes on when the first shares leave money over: not at all, fill by votes, Add1, or both."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from ballots.election import Progress
from ballots.errors import IncrementTooSmall
from ballots.outcome import Change, Steps, StopReason
from ballots.rules.electorate import Electorate
from ballots.rules.shares import Run, run_shares
from ballots.rules.steady import steady_until

STEPS_BEFORE_JUMPING = 1_000
"""Steps that are taken one by one before steps that cannot change anything are jumped over."""
MOST_RUNS = 20_000
"""Runs after which a count refuses and names an increment that would do."""
WORTH_A_JUMP = 20
"""A jump over fewer steps than this costs more than it saves; more steps are then taken before the next try."""
LONGEST_REST = 320


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
    """How Add1 raises the shares: by `increment` minor units a step; `exhaustive` stops once nothing more fits."""

    increment: int
    exhaustive: bool
    steps_before_jumping: int = STEPS_BEFORE_JUMPING
    most_runs: int = MOST_RUNS


def add_to_shares(electorate: Electorate, adding: Adding, progress: Progress | None = None) -> tuple[Run, Steps]:
    """Raise the shares from B/n until the next step would overspend (Add1); give the last run that fits.

    Beyond `steps_before_jumping` steps, those that provably change nothing are jumped over: the result is
    that of taking every step. Raises IncrementTooSmall when even so too many runs would be needed.
    """
    return _Climb(electorate, adding, progress or _quiet).climbed()


class _Climb:
    """Where an Add1 count stands: the last run that fits, and the steps that led to it."""

    def __init__(self, electorate: Electorate, adding: Adding, progress: Progress) -> None:
        self.electorate, self.adding, self.progress = electorate, adding, progress
        self.start = Fraction(electorate.budget, electorate.voters)
        self.run = run_shares(electorate, self.start, electorate.budget)
        self.taken, self.runs = 0, 1
        self.next_jump, self.rest = adding.steps_before_jumping, WORTH_A_JUMP
        self.changes: list[Change] = []

    def climbed(self) -> tuple[Run, Steps]:
        reason = self._nothing_to_add()
        while reason is None:
            if self.taken >= self.next_jump:
                self._jump()
            reason = None if self._step() else StopReason.OVER_BUDGET
            reason = reason or self._nothing_to_add()
        endowment = self._endowment(self.taken)
        if self.run.endowment != endowment:
            self.run = run_shares(self.electorate, endowment, self.electorate.budget)
        changes = tuple(self.changes)
        return self.run, Steps(self.start, self.adding.increment, self.taken, endowment, reason, changes)

    def _endowment(self, steps: int) -> Fraction:
        return self.start + steps * self.adding.increment

    def _step(self) -> bool:
        """Take one step if what it buys fits into the budget."""
        if self.runs >= self.adding.most_runs:
            raise IncrementTooSmall(self.taken, self.adding.increment, self._sufficient_increment())
        following = run_shares(self.electorate, self._endowment(self.taken + 1), self.electorate.budget)
        self.runs += 1
        if following.spent > self.electorate.budget:
            return False
        self.taken += 1
        self._note_change(following)
        self.run = following
        self.progress(self.taken, following.spent)
        return True

    def _jump(self) -> None:
        """Go on over steps that change nothing; rest longer before the next try if there were few."""
        steps = steady_until(self.electorate, self.run, self.adding.increment)
        self.taken += steps
        self.rest = WORTH_A_JUMP if steps >= WORTH_A_JUMP else min(2 * self.rest, LONGEST_REST)
        self.next_jump = self.taken + (1 if steps >= WORTH_A_JUMP else self.rest)

    def _nothing_to_add(self) -> StopReason | None:
        bought = set(self.run.projects)
        if len(bought) == len(self.electorate.ids):
            return StopReason.ALL_BOUGHT
        left = self.electorate.budget - self.run.spent
        fits = any(cost <= left for number, cost in enumerate(self.electorate.costs) if number not in bought)
        return StopReason.EXHAUSTED if self.adding.exhaustive and not fits else None

    def _note_change(self, after: Run) -> None:
        old, new = set(self.run.projects), set(after.projects)
        if old != new:
            added = self.electorate.names([number for number in after.projects if number not in old])
            removed = self.electorate.names([number for number in self.run.projects if number not in new])
            self.changes.append(Change(self.taken, after.endowment, added, removed))

    def _sufficient_increment(self) -> int:
        """Give an increment that ends in time: a voter who holds the sum of cost / votes of her projects never runs
        short while all pay alike, so with the largest such sum for everybody every project is bought.
        """
        shares = [
            Fraction(cost, votes) for cost, votes in zip(self.electorate.costs, self.electorate.votes, strict=True)
        ]
        alike = {bytes(marks) for marks in self.electorate.marks}
        most = max(
            sum((share for share, mark in zip(shares, marks, strict=True) if mark), Fraction(0)) for marks in alike
        )
        return ceil((most - self.start) / (self.adding.most_runs - 2))


def _quiet(steps: int, spent: int) -> None:
    """Tell nobody."""
