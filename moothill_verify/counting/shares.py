"""One run of the Method of Equal Shares with a given share for every voter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from moothill_verify.counting.ballots import Ballots
from moothill_verify.counting.greedy import rivals_of
from moothill_verify.counting.purses import Price, Purses, Supporters, TooCloseToCall


@dataclass(frozen=True, slots=True)
class Electorate:
    """The projects that compete, in tie order, with what each is worth for a point that is paid in full."""

    ballots: Ballots
    worth: Mapping[str, int]
    supporters: Mapping[str, Supporters]
    voters: Sequence[int]

    @classmethod
    def of(cls, ballots: Ballots, projects: Sequence[str], *, by_cost: bool) -> "Electorate":
        """Note who supports each project, by the points they gave."""
        supporters: dict[str, dict[int, list[int]]] = {project: {} for project in projects}
        for number, group in enumerate(ballots.groups):
            for project, points in group.points:
                if project in supporters:
                    supporters[project].setdefault(points, []).append(number)
        worth = {project: ballots.costs[project] if by_cost else 1 for project in projects}
        grouped = {project: sorted(found.items()) for project, found in supporters.items()}
        return cls(ballots, worth, grouped, [group.voters for group in ballots.groups])

    def purses(self, share: Fraction, *, exact: bool) -> Purses:
        """Return a purse with this share for everybody."""
        return Purses(share, self.voters, self.supporters, exact=exact)


@dataclass(frozen=True, slots=True)
class Bought:
    """A project bought at `price` (minor units a point).

    Its priority was at least `least`; `tied` are the projects that stood exactly level (itself alone if none did),
    and that of every other project was at most `rivals`.
    """

    project: str
    price: Fraction
    least: Fraction
    tied: tuple[str, ...]
    rivals: Fraction


@dataclass(slots=True)
class Run:
    """What was bought, in order, until nothing more could be paid; `is_over` if it came to more than the budget."""

    rounds: list[Bought] = field(default_factory=list)
    spent: int = 0
    is_over: bool = False

    @property
    def projects(self) -> list[str]:
        """The projects bought, in order."""
        return [one.project for one in self.rounds]


def run(electorate: Electorate, share: Fraction) -> Run:
    """Return the run: with rounded purses where they tell everything, otherwise with exact ones."""
    try:
        return _run(electorate, electorate.purses(share, exact=False))
    except TooCloseToCall:
        return _run(electorate, electorate.purses(share, exact=True))


def _run(electorate: Electorate, purses: Purses) -> Run:
    """Buy the project of the highest priority, worth / price, again and again.

    A priority never rises within a run, for purses only become emptier: what was found last bounds it from above.
    """
    ballots, found = electorate.ballots, Run()
    scores = ballots.scores
    bounds = {one: Fraction(worth * scores[one], ballots.costs[one]) for one, worth in electorate.worth.items()}
    while True:
        level = _first(electorate, purses, bounds)
        if not level:
            return found
        tied = tuple(one for one in electorate.worth if one in level)
        project, (price, least) = tied[0], level[tied[0]]
        others = max((bound for one, bound in bounds.items() if one not in level), default=Fraction(0))
        found.rounds.append(Bought(project, price.paid / purses.parts, least, tied, others))
        found.spent += ballots.costs[project]
        found.is_over = found.spent > ballots.budget
        if found.is_over:
            return found
        purses.pay(price, project)
        for gone in {project, *rivals_of(ballots, project)}:
            bounds.pop(gone, None)


def _first(electorate: Electorate, purses: Purses, bounds: dict[str, Fraction]) -> dict[str, tuple[Price, Fraction]]:
    """Return the projects of the highest priority, each with its price and the least that its priority can be.

    Projects that can no longer be paid are taken out of `bounds`, which are lowered to what is found. Raises
    TooCloseToCall where rounded purses leave open which project is first.
    """
    best, seen = Fraction(0), {}
    for project in sorted(bounds, key=lambda one: -bounds[one]):
        if bounds[project] < best:
            break
        price = purses.price(project, electorate.ballots.costs[project])
        if price is None:
            del bounds[project]
            continue
        if price.paid <= price.doubt:
            raise TooCloseToCall
        parts = electorate.worth[project] * purses.parts
        seen[project] = price, parts / (price.paid + price.doubt)
        bounds[project] = parts / (price.paid - price.doubt)
        best = max(best, seen[project][1])
    level = {project: found for project, found in seen.items() if bounds[project] >= best}
    if len(level) > 1 and not purses.exact:
        raise TooCloseToCall
    return level
