"""The knapsack optimum: the affordable projects that are worth most together. For comparison only, no rule of record.

A kept solver (HiGHS, the optional package highspy) proposes an answer in floats; the answer that is given back is
checked, and proven, in whole numbers.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import gcd
from typing import TypeAlias

from ballots.election import Election
from ballots.errors import BallotError, sentence
from ballots.outcome import JSON
from ballots.rules.knapsack_search import MOST_NODES, Found, Items, best_choice

try:
    import highspy
except ImportError:  # the solver is an optional extra
    highspy = None  # type: ignore[assignment]

Proposal: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
"""The items that the solver would take, and a whole price for a place in each set of rivals."""

SECONDS = 20.0
HALF = 0.5


class Worth(StrEnum):
    """What the projects of the optimum have most of, together."""

    SCORE = "score"
    """Points, or votes."""
    COST = "cost"
    """Points times cost: each point (or vote) counts as often as the project costs pennies."""


class SolverMissing(BallotError):
    """The optional solver is not installed."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The knapsack optimum needs the solver HiGHS, which is not installed. "
                "Install the package highspy, or compare without the optimum.",
            )
        )


@dataclass(frozen=True, slots=True)
class Optimum:
    """The projects that are worth most together within the budget, ids ascending; free projects are not among them.

    `worth` is their total by `by`; `bound` what no affordable choice exceeds. Where `proven`, the two are equal: the
    search saw every choice that could have been better. Money in minor units.
    """

    by: Worth
    projects: tuple[str, ...]
    spent: int
    worth: int
    bound: int
    proven: bool

    def to_json(self) -> dict[str, JSON]:
        """Give the whole as a canonical tree."""
        return {**asdict(self), "by": self.by.value, "projects": list(self.projects)}


def optimum(election: Election, by: Worth, most_nodes: int = MOST_NODES) -> Optimum:
    """Find the projects that are worth most together within the budget, honouring sets of rivals.

    Raises SolverMissing where the optional solver is not installed. Where `most_nodes` do not suffice for the proof,
    the best choice that is known comes back with a bound on what could be better.
    """
    if highspy is None:
        raise SolverMissing
    if not election.standing:
        return Optimum(by, (), 0, 0, 0, proven=True)
    items = _items(election, by)
    proposed, prices = _proposed(items)
    known = proposed if items.allows(proposed) else ()
    found = best_choice(items, items.worth(known), prices, most_nodes) or _unproven(items, known, prices)
    chosen = tuple(sorted(election.standing[item].project_id for item in found.choice))
    return Optimum(
        by=by,
        projects=chosen,
        spent=sum(election.cost(project_id) for project_id in chosen),
        worth=found.worth,
        bound=found.bound,
        proven=found.worth == found.bound,
    )


def _unproven(items: Items, known: tuple[int, ...], prices: Sequence[int]) -> Found:
    """Give the solver's own answer where the search ended before it found one as good."""
    root = best_choice(items, 0, prices, most_nodes=1)
    assert root is not None  # noqa: S101  # the empty choice is worth 0
    return Found(known, items.worth(known), root.bound)


def _items(election: Election, by: Worth) -> Items:
    """Number the projects that compete, in tie order; costs and budget in the largest unit that keeps them whole."""
    scores = [election.score(project.project_id) for project in election.standing]
    costs = [project.cost for project in election.standing]
    place = {project.project_id: number for number, project in enumerate(election.standing)}
    named = (tuple(sorted(place[one] for one in rivals if one in place)) for rivals in election.poll.exclusive)
    unit = gcd(*costs)
    return Items(
        costs=tuple(cost // unit for cost in costs),
        worths=tuple(score * (cost if by is Worth.COST else 1) for score, cost in zip(scores, costs, strict=True)),
        capacity=election.poll.budget // unit,
        sets=tuple(rivals for rivals in named if len(rivals) > 1),
    )


def _proposed(items: Items) -> Proposal:
    """Ask the solver, in floats: for the prices of the sets (the duals of the linear relaxation), then for a choice."""
    scale = max(items.worths)
    prices = tuple(
        max(0, round(-price * scale))
        for price in (_solved(items, scale, whole=False).row_dual[1:] if items.sets else ())
    )
    values = _solved(items, scale, whole=True).col_value
    return tuple(item for item, value in enumerate(values) if value > HALF), prices


def _solved(items: Items, scale: int, *, whole: bool) -> "highspy.HighsSolution":
    """Solve minimise -worth within the capacity and the sets; costs and worths are scaled to at most 1."""
    number = len(items.costs)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = number, 1 + len(items.sets)
    program.col_cost_ = [-worth / scale for worth in items.worths]
    program.col_lower_, program.col_upper_ = [0.0] * number, [1.0] * number
    program.row_lower_, program.row_upper_ = [-highspy.kHighsInf] * program.num_row_, [1.0] * program.num_row_
    rows = [[(item, cost / items.capacity) for item, cost in enumerate(items.costs)]]
    rows += [[(item, 1.0) for item in rivals] for rivals in items.sets]
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = [sum(map(len, rows[:row])) for row in range(len(rows) + 1)]
    matrix.index_ = [item for row in rows for item, _ in row]
    matrix.value_ = [value for row in rows for _, value in row]
    if whole:
        program.integrality_ = [highspy.HighsVarType.kInteger] * number
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("time_limit", SECONDS)):
        solver.setOptionValue(option, value)
    solver.passModel(program)
    solver.run()
    return solver.getSolution()
