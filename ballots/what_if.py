"""What would have changed a result: how many more supporters, or how low a cost. Every answer is a whole count.

More supporters: so many further people vote, each for this project alone, and nothing else changes; each counts once,
whatever factors others have, and where ballots carry points each gives the most that any ballot gave to one project.
A lower cost: the project asks for less, and
every ballot and everything else stays as it was. All declared parameters of the rule stay as they are.

When halving an interval is enough. More supporters: under greedy a project's rank by points or value rises, those
before it are fewer and otherwise the same, so no less is left at its turn; under Phragmén only its own load falls, and
until it is funded everything else happens as before. So enough stays enough. (A least part of the voters that the rule
asks for spoils this: further voters raise it for others.) A lower cost: the same two reasons hold; and in a run of
equal shares with fixed shares its price falls, so it is bought no later, and until then everything else happens as
before; so this holds for equal shares alone and filled up by votes. It does not hold once shares are raised step by
step or greedy may replace them: there numbers are counted one by one as far as is asked, and what lies beyond is
looked for in leaps, and said to be so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ballots.count import count
from ballots.errors import BadPoll, IncrementTooSmall, TieUnresolved, sentence
from ballots.outcome import JSON, Outcome
from ballots.poll import Poll, Project
from ballots.profile import BallotGroup, Profile
from ballots.rules import EqualShares, Rule

ONE_BY_ONE = 20
"""How many numbers are counted one after the other where leaps prove nothing, unless asked otherwise."""
MOST_LEAPS = 40
"""Doublings after which no number of supporters is looked for any more."""
COARSE = 100
"""From so many units of the currency on, a lower cost is looked for in whole units."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked for, and what was found.

    `answer` would have been enough (None: nothing was found that would). `certain`: nothing nearer would have been,
    for each was counted or it follows; or, without an answer, nothing at all would have been. Where it is not certain,
    `tried` numbers nearest to what really happened were each counted and were not enough.
    """

    answer: int | None
    certain: bool
    tried: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would have funded a project: further voters for it alone, each with `points`; or a lower cost.

    `cost` is looked for in steps of `step` minor units. `refused` counts could not be finished, because a lot would
    have decided and the rule refuses lots, or because of too many steps; they are taken as not enough.
    """

    project: str
    supporters: Found
    points: int
    cost: Found
    step: int
    refused: int

    def to_json(self) -> dict[str, JSON]:
        """Give the answers as a tree; `of_json` is the inverse."""
        return {
            "project": self.project,
            "supporters": [self.supporters.answer, self.supporters.certain, self.supporters.tried],
            "points": self.points,
            "cost": [self.cost.answer, self.cost.certain, self.cost.tried],
            "step": self.step,
            "refused": self.refused,
        }

    @classmethod
    def of_json(cls, tree: Mapping[str, object]) -> "WhatIf":
        """Read what `to_json` gave."""
        plain = {name: tree[name] for name in ("project", "points", "step", "refused")}
        found = {name: Found(*tree[name]) for name in ("supporters", "cost")}  # type: ignore[misc]
        return cls(**plain, **found)  # type: ignore[arg-type]


Told = Callable[[int], None]
"""Told after each count how many there were."""


def what_if(
    poll: Poll,
    profile: Profile,
    outcome: Outcome,
    rule: Rule,
    project: str,
    *,
    one_by_one: int = ONE_BY_ONE,
    told: Told | None = None,
) -> WhatIf:
    """Find what would have funded a project in full that this outcome of the rule does not fund in full.

    `one_by_one` numbers are counted each where leaps prove nothing. Raises BadPoll for a project that is not in the
    poll or is funded in full.
    """
    if project not in poll.by_id or _funds(outcome, project):
        raise BadPoll(sentence("Project %(project)s is not one that went without."), project=project)
    counts = _Recounts(poll, profile, rule, outcome.lot_seed, poll.by_id[project], told)
    step = poll.unit if poll.by_id[project].cost >= COARSE * poll.unit else 1
    supporters = _supporters(counts, one_by_one)
    cost = _cost(counts, one_by_one, step)
    return WhatIf(project, _doubted(supporters, counts), counts.points, _doubted(cost, counts), step, counts.refused)


def _funds(outcome: Outcome, project: str) -> bool:
    return project in {*outcome.winners, *outcome.free} and project not in outcome.part_funded


@dataclass
class _Recounts:
    """Counts the poll again with one thing changed, and says whether the project is then funded in full."""

    poll: Poll
    profile: Profile
    rule: Rule
    lot_seed: str
    project: Project
    told: Told | None
    made: int = 0
    refused: int = 0

    @property
    def points(self) -> int:
        """The most points that any ballot gave to one project."""
        return max((points for group in self.profile.groups for points in group.points), default=1)

    def with_voters(self, more: int) -> bool:
        """Count with so many more voters for the project alone."""
        group = BallotGroup((self.project.project_id,), more, (self.points,))
        blank = BallotGroup((), self.profile.blank)
        return self._count(self.poll, Profile.of_groups(self.poll, [*self.profile.groups, group, blank]))

    def at_cost(self, cost: int) -> bool:
        """Count with another cost (minor units, above 0)."""
        least = self.project.least
        cheaper = replace(self.project, cost=cost, least=None if least is None else min(least, cost))
        projects = tuple(cheaper if one == self.project else one for one in self.poll.projects)
        return self._count(replace(self.poll, projects=projects), self.profile)

    def _count(self, poll: Poll, profile: Profile) -> bool:
        self.made += 1
        if self.told:
            self.told(self.made)
        try:
            return _funds(count(poll, profile, self.rule, self.lot_seed), self.project.project_id)
        except (TieUnresolved, IncrementTooSmall):
            self.refused += 1
            return False


def _doubted(found: Found, counts: _Recounts) -> Found:
    """Take back what follows only if every count could be finished."""
    return replace(found, certain=False) if counts.refused else found


def _supporters(counts: _Recounts, one_by_one: int) -> Found:
    if counts.project.cost > counts.poll.budget:
        return Found(None, certain=True, tried=0)
    proved = _more_never_harms(counts.rule)
    tried = 0 if proved else one_by_one
    for number in range(1, tried + 1):
        if counts.with_voters(number):
            return Found(number, certain=True, tried=number - 1)
    failing, enough = tried, max(2 * tried, 1)
    for _ in range(MOST_LEAPS):
        if counts.with_voters(enough):
            answer = _halved(counts.with_voters, failing, enough)
            return Found(answer, certain=proved or answer == tried + 1, tried=tried)
        failing, enough = enough, 2 * enough
    return Found(None, certain=False, tried=tried)


def _cost(counts: _Recounts, one_by_one: int, step: int) -> Found:
    highest = min(counts.project.cost - 1, counts.poll.budget) // step
    if not counts.profile.votes[counts.project.project_id] or not highest:
        return Found(None, certain=True, tried=0)

    def enough(steps: int) -> bool:
        return counts.at_cost(steps * step)

    proved = _cheaper_never_harms(counts.rule)
    stride = max(1, highest // max(one_by_one, 1))
    failing, tried = highest + 1, 0
    for steps in [1] if proved else range(highest, 0, -stride):
        if enough(steps):
            answer = _halved(enough, failing, steps)
            return Found(answer * step, certain=proved or answer == highest or stride == 1, tried=tried)
        failing, tried = steps, tried + 1
    return Found(None, certain=proved or stride == 1, tried=0 if proved else tried)


def _halved(enough: Callable[[int], bool], failing: int, answer: int) -> int:
    """Close in on the last number, seen from `answer` towards `failing`, that is enough."""
    while abs(answer - failing) > 1:
        middle = (answer + failing) // 2
        if enough(middle):
            answer = middle
        else:
            failing = middle
    return answer


def _more_never_harms(rule: Rule) -> bool:
    """Say whether it is proved that a project which wins with some further voters also wins with more of them."""
    return not isinstance(rule, EqualShares) and not rule.parameters().get("min_percent")


def _cheaper_never_harms(rule: Rule) -> bool:
    """Say whether it is proved that a project which wins at some cost also wins at any lower one."""
    return not isinstance(rule, EqualShares) or not (rule.completion.adds or rule.comparison)
