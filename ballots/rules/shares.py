"""One run of the Method of Equal Shares for one endowment: exact, floats only discard.

Peters, Pierczyński, Skowron, Proportional Participatory Budgeting with Additive Utilities (NeurIPS 2021), section 3.
The priority of a project is worth / rho: its worth is its cost (cost utilities, as on equalshares.net, where the
priority is called the effective vote count) or 1 (score utilities).

A run keeps to floats as long as they leave no doubt; at the first doubt it works out its prices so far exactly and
goes on exactly. `complete_run` is exact from the beginning and holds what an outcome tells.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from ballots.rules.electorate import Electorate, Floats, Groups
from ballots.rules.levels import Level, Offer, ceiling, certain, exact_level, offered
from ballots.rules.purses import UPWARDS, ExactPurses, Purses, Unsure


@dataclass(frozen=True, slots=True, eq=False)
class Purchase:
    """A project bought at an exact price; `emptied` groups paid all they held, `tied` stood level (itself too)."""

    project: int
    price: Fraction
    emptied: Groups
    tied: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One round of a run as the next runs need it: bounds on priorities in that round.

    `low` is below the winner's priority, `bounds[p]` above that of each project p (0: out for good), `rivals` above
    those of all others but the exactly tied ones. `bought` is the exact purchase if the run had become exact.
    """

    project: int
    low: float
    rivals: float
    bounds: Floats
    bought: Purchase | None


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """What one endowment buys, in order. `spent` may exceed the cap by the last purchase, and the run ends there."""

    endowment: Fraction
    marks: tuple[Mark, ...]
    spent: int

    @property
    def projects(self) -> tuple[int, ...]:
        """The numbers of the bought projects, in order."""
        return tuple(mark.project for mark in self.marks)

    @property
    def purchases(self) -> tuple[Purchase, ...]:
        """The exact purchases (of a complete run: all of them)."""
        return tuple(mark.bought for mark in self.marks if mark.bought)


@dataclass(frozen=True, slots=True, eq=False)
class Guide:
    """What is known before a run: `below` was run with less money, `above` with more, or None.

    Whatever happens between them, the first `known` purchases are those of `above` (see `steady`).
    """

    below: Run | None = None
    above: Run | None = None
    known: int = 0


ALONE = Guide()


def complete_run(electorate: Electorate, endowment: Fraction) -> Run:
    """Buy projects until none is affordable, every purchase exact and every tie noted."""
    return _Runner(electorate, ExactPurses(electorate, endowment), ALONE).ran(sum(electorate.costs))


def run_shares(electorate: Electorate, endowment: Fraction, cap: int, guide: Guide = ALONE) -> Run:
    """Buy projects until none is affordable, or until they cost more than `cap` (minor units).

    Ties go by the order of the lot even where lots are refused: `level_ties` asks whether that is allowed.
    """
    return _Runner(electorate, Purses(electorate, endowment), guide).ran(cap)


@dataclass(slots=True)
class _Runner:
    """Where a run stands."""

    electorate: Electorate
    purses: Purses
    guide: Guide
    bounds: Floats = field(init=False)
    marks: list[Mark] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        strengths = [backing.total_strength for backing in self.electorate.backing]
        pairs = zip(strengths, self.electorate.worth, self.electorate.costs, strict=True)
        self.bounds = np.array([strength * worth / cost * UPWARDS for strength, worth, cost in pairs])

    def ran(self, cap: int) -> Run:
        spent = 0
        while spent <= cap:
            try:
                found = self._round()
            except Unsure:
                self._become_exact()
                continue
            if found is None:
                break
            self.marks.append(found)
            self._close(found.project)
            spent += self.electorate.costs[found.project]
        return Run(self.purses.endowment, tuple(self.marks), spent)

    def _close(self, project: int) -> None:
        """Take a bought project and its rivals out."""
        self.bounds[project] = 0.0
        for rival in self.electorate.rivals[project]:
            self.bounds[rival] = 0.0

    def _become_exact(self) -> None:
        """Work out the purchases so far exactly; their order is certain."""
        purses = ExactPurses(self.electorate, self.purses.endowment)
        for mark in self.marks:
            offer = offered(purses, mark.project, self.electorate.worth[mark.project] / mark.low)
            level = exact_level(purses, mark.project, offer)
            purses.pay(mark.project, level.price, _emptied(level))
        self.purses = purses

    def _round(self) -> Mark | None:
        number = len(self.marks)
        above = self._above(number)
        if above:
            np.minimum(self.bounds, above.bounds, out=self.bounds)
            if number < self.guide.known and not isinstance(self.purses, ExactPurses):
                return self._known(above)
        target = self._target(number)
        offers, best = self._offers(target)
        near = [offer for offer in offers if offer.high >= best]
        if not near:
            return None
        return self._bought(near)

    def _above(self, number: int) -> Mark | None:
        """Give the round of the run above if both bought the same before it."""
        marks = self.guide.above.marks if self.guide.above else ()
        if number < len(marks) and all(a.project == b.project for a, b in zip(self.marks, marks, strict=False)):
            return marks[number]
        return None

    def _target(self, number: int) -> float:
        """Give the priority of the run below in this round, under which rivals must be proven to stay."""
        marks = self.guide.below.marks if self.guide.below else ()
        if number < len(marks) and all(a.project == b.project for a, b in zip(self.marks, marks, strict=False)):
            return marks[number].low
        return np.inf

    def _known(self, above: Mark) -> Mark:
        """Buy what is certainly bought in this round."""
        offer = offered(self.purses, above.project, self._guess(above.project))
        assert offer  # noqa: S101  # it was affordable with less
        return self._charged(offer, above.rivals)

    def _guess(self, project: int) -> float:
        return self.electorate.worth[project] / float(self.bounds[project])

    def _offers(self, target: float) -> tuple[list[Offer], float]:
        """Evaluate projects by descending bounds until the rest stay below the best and below the target."""
        waiting = self.bounds.copy()
        offers: list[Offer] = []
        best = 0.0
        while True:
            project = int(waiting.argmax())
            bound = float(waiting[project])
            if bound <= 0 or bound < min(best, target):
                break
            waiting[project] = 0.0
            offer = offered(self.purses, project, self._guess(project))
            self.bounds[project] = 0.0 if offer is None else min(bound, offer.high)
            if offer is not None:
                offers.append(offer)
                if offer.high >= best:
                    best = max(best, self.electorate.worth[project] / ceiling(self.purses, offer) / UPWARDS)
        return offers, best

    def _bought(self, near: list[Offer]) -> Mark:
        if isinstance(self.purses, ExactPurses):
            return self._decided(self.purses, near)
        if len(near) > 1:
            raise Unsure
        return self._charged(near[0], self._others((near[0].project,)))

    def _others(self, projects: Iterable[int]) -> float:
        bounds = self.bounds.copy()
        bounds[list(projects)] = 0.0
        return float(bounds.max())

    def _charged(self, offer: Offer, rivals: float) -> Mark:
        error = certain(self.purses, offer)
        low = self.electorate.worth[offer.project] / (offer.level + error) / UPWARDS
        self.purses.charge(offer.project, offer.rich, offer.level, error)
        return Mark(offer.project, low, rivals, self.bounds.copy(), None)

    def _decided(self, purses: ExactPurses, near: list[Offer]) -> Mark:
        """Decide exactly between projects that floats cannot tell apart; the tie order decides among equals."""
        electorate = self.electorate
        levels = {offer.project: exact_level(purses, offer.project, offer) for offer in near}
        priority = {project: electorate.worth[project] / level.price for project, level in levels.items()}
        most = max(priority.values())
        tied = tuple(sorted(project for project in priority if priority[project] == most))
        first = levels[tied[0]]
        bought = Purchase(tied[0], first.price, _emptied(first), tied if len(tied) > 1 else ())
        purses.pay(bought.project, bought.price, bought.emptied)
        return Mark(tied[0], float(most) / UPWARDS, self._others(tied), self.bounds.copy(), bought)


def _emptied(level: Level) -> Groups:
    merged: Groups = np.sort(np.concatenate((level.poor, level.even)))
    return merged
