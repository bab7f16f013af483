"""One run of the Method of Equal Shares with a given share for every voter."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from moothill_verify.counting.electorate import Electorate
from moothill_verify.counting.greedy import rivals_of
from moothill_verify.counting.purses import Price, Purses, TooCloseToCall

FINE = 2**80
"""Parts in which priorities are told: what a project is worth for each minor unit of its price."""
Found: TypeAlias = dict[str, tuple[Price, int]]
"""Projects with their prices, and the least that the priority of each can be."""


@dataclass(frozen=True, slots=True)
class Bought:
    """A project bought at `price` (minor units a point).

    Its priority was at least `least`; `tied` are the projects that stood exactly level (itself alone if none did),
    and that of every other project was at most `rivals`.
    """

    project: str
    price: Fraction
    least: int
    tied: tuple[str, ...]
    rivals: int


@dataclass(slots=True)
class Run:
    """What was bought, in order, until nothing more could be paid; `is_over` if it came to more than the budget."""

    rounds: list[Bought] = field(default_factory=list)
    bounds: list[dict[str, int]] = field(default_factory=list)
    """For every round what the priorities were at most; what could not be paid is not there."""
    spent: int = 0
    is_over: bool = False

    @property
    def projects(self) -> list[str]:
        """The projects bought, in order."""
        return [one.project for one in self.rounds]


@dataclass(frozen=True, slots=True)
class Guide:
    """What runs with a smaller and with a larger share tell of one between them, as long as they buy the same.

    The more there is, the higher are priorities: those with the larger share are bounds from above. They are looked
    into down to what the first had with the smaller share, so that it shows if no share between can change anything.
    """

    less: Run | None = None
    more: Run | None = None

    def floor(self, bought: list[str]) -> int | None:
        """Return the priority down to which projects are to be looked at in the next round."""
        if self.less is None or self.less.projects[: len(bought)] != bought or len(bought) == len(self.less.rounds):
            return None
        return self.less.rounds[len(bought)].least

    def lower(self, bought: list[str], bounds: dict[str, int]) -> None:
        """Lower bounds before the next round, and take out what could not be paid even with the larger share."""
        if self.more is None or self.more.projects[: len(bought)] != bought or len(bought) == len(self.more.bounds):
            return
        known = self.more.bounds[len(bought)]
        for project in list(bounds):
            if project in known:
                bounds[project] = min(bounds[project], known[project])
            else:
                del bounds[project]


def run(electorate: Electorate, share: Fraction, guide: Guide = Guide()) -> Run:  # it says nothing
    """Return the run: with rounded purses where they tell everything, otherwise with exact ones."""
    try:
        return run_with(electorate, Purses(share, electorate, exact=False), guide)
    except TooCloseToCall:
        return run_with(electorate, Purses(share, electorate, exact=True), guide)


def run_with(electorate: Electorate, purses: Purses, guide: Guide = Guide()) -> Run:  # it says nothing
    """Buy the project of the highest priority, worth / price, again and again.

    A priority never rises within a run, for purses only become emptier: what was found last bounds it from above.
    """
    ballots, found, bought = electorate.ballots, Run(), list[str]()
    worth, scores = electorate.worth, electorate.scores
    bounds = {one: -(-worth[one] * scores[one] * FINE // ballots.costs[one]) for one in worth}
    while True:
        guide.lower(bought, bounds)
        level = _first(electorate, purses, bounds, guide.floor(bought))
        found.bounds.append(dict(bounds))
        if not level:
            return found
        tied = tuple(one for one in worth if one in level)
        project, (price, least) = tied[0], level[tied[0]]
        others = max((bound for one, bound in bounds.items() if one not in level), default=0)
        paid = Fraction(price.owed, price.power * purses.parts)
        found.rounds.append(Bought(project, paid, least, tied, others))
        found.spent += ballots.costs[project]
        found.is_over = found.spent > ballots.budget
        if found.is_over:
            return found
        purses.pay(price, project)
        bought.append(project)
        for gone in {project, *rivals_of(ballots, project)}:
            bounds.pop(gone, None)


def _first(electorate: Electorate, purses: Purses, bounds: dict[str, int], floor: int | None) -> Found:
    """Return the projects of the highest priority; look at all whose bound is not below `floor`, if there is one.

    Projects that can no longer be paid are taken out of `bounds`, which are lowered to what is found. Raises
    TooCloseToCall where rounded purses leave open which project is first.
    """
    best = 0
    seen: Found = {}
    for project in sorted(bounds, key=bounds.__getitem__, reverse=True):
        if bounds[project] < (best if floor is None else min(best, floor)):
            break
        price = purses.price(project, electorate.ballots.costs[project])
        if price is None:
            del bounds[project]
            continue
        if price.owed <= price.wrong:
            raise TooCloseToCall
        value = electorate.worth[project] * price.power * purses.parts * FINE
        bounds[project] = -(-value // (price.owed - price.wrong))
        seen[project] = price, value // (price.owed + price.wrong)
        best = max(best, seen[project][1])
    level = {project: found for project, found in seen.items() if bounds[project] >= best}
    return level if len(level) < len("AB") else _exactly_first(electorate, level)


def _exactly_first(electorate: Electorate, level: Found) -> Found:
    """Return the first of several projects, or all that stand exactly level. Raises TooCloseToCall on doubt."""
    if any(price.wrong for price, _ in level.values()):
        raise TooCloseToCall
    exact = {one: Fraction(electorate.worth[one] * price.power, price.owed) for one, (price, _) in level.items()}
    return {one: found for one, found in level.items() if exact[one] == max(exact.values())}
