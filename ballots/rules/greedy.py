"""The greedy rule: most points or most value for money first, until the money is gone (counting by most votes)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from ballots.election import Election, Progress
from ballots.errors import BadRule, sentence
from ballots.outcome import Loser, Outcome, Reason, Stage
from ballots.rules.greedy_walk import Manner, Merit, Misfit, Walk, by_votes
from ballots.ties import DEFAULT_TIES, checked_ties

__all__ = ["Greedy", "Merit", "Misfit", "Walk", "by_votes", "greedy_losers"]

Parameters: TypeAlias = Mapping[str, str | int | bool]

ALL = 100
NO_BARS: Mapping[str, Reason] = {}


@dataclass(frozen=True, slots=True)
class Greedy:
    """Fund projects in descending order, each if it still fits; a project nobody chose is never funded.

    `by`: the order, by points or by points for the money, the highest first. `misfit`: whether a project that costs
    more than is left is skipped or stops the count. Considered are only projects with at least `min_score` points
    that at least `min_voters` voters and `min_percent` of every hundred voters chose (of those who marked anything;
    voters are counted without weights). `part_funding`: a project that does not fit is given what is left, if so much
    is of use to it (`Project.least`). A project that costs more than the whole budget never competes.
    """

    NAME: ClassVar[str] = "greedy"

    tie_order: tuple[str, ...] = DEFAULT_TIES
    by: Merit = Merit.SCORE
    misfit: Misfit = Misfit.SKIP
    min_score: int = 0
    min_voters: int = 0
    min_percent: int = 0
    part_funding: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "tie_order", checked_ties(self.tie_order))
        if self.by not in set(Merit) or self.misfit not in set(Misfit):
            raise BadRule(sentence("Greedy goes by score or value, and a project that does not fit is skip or stop."))
        object.__setattr__(self, "by", Merit(self.by))
        object.__setattr__(self, "misfit", Misfit(self.misfit))
        if min(self.min_score, self.min_voters, self.min_percent) < 0 or self.min_percent > ALL:
            raise BadRule(sentence("A least number must not be below zero, and a percentage not above a hundred."))

    def parameters(self) -> dict[str, str | int | bool]:
        """Give the parameters by name; `rule_from_parameters` is the inverse.

        Those that came after the first rounds were counted are left out where they change nothing, so that rules
        frozen before them stay what they were, to the letter.
        """
        added: dict[str, str | int | bool] = {
            "by": self.by.value,
            "misfit": self.misfit.value,
            "min_score": self.min_score,
            "min_voters": self.min_voters,
            "min_percent": self.min_percent,
            "part_funding": self.part_funding,
        }
        stated = {name: value for name, value in added.items() if value != _UNSTATED[name]}
        return {"rule": self.NAME, **stated, "tie_order": ",".join(self.tie_order)}

    @classmethod
    def from_parameters(cls, parameters: Parameters) -> "Greedy":
        """Build the rule from its parameters. Raises BadRule if one is not known; a missing one changes nothing."""
        order = parameters.get("tie_order")
        if not isinstance(order, str):
            raise BadRule(sentence("The tie order is missing."))
        given = {**_UNSTATED, **parameters}
        try:
            return cls(
                tie_order=tuple(order.split(",")),
                by=Merit(str(given["by"])),
                misfit=Misfit(str(given["misfit"])),
                min_score=int(given["min_score"]),
                min_voters=int(given["min_voters"]),
                min_percent=int(given["min_percent"]),
                part_funding=bool(given["part_funding"]),
            )
        except ValueError as problem:
            if isinstance(problem, BadRule):
                raise
            raise BadRule(sentence("A parameter of the rule is missing or not known.")) from problem

    @property
    def manner(self) -> Manner:
        """How this rule walks down the list."""
        return Manner(self.by, self.misfit, self.part_funding)

    def barred(self, election: Election) -> dict[str, Reason]:
        """Give the supported projects that fall short of what the rule asks for, with the first reason."""
        found: dict[str, Reason] = {}
        for project_id, votes in election.profile.votes.items():
            if votes and election.score(project_id) < self.min_score:
                found[project_id] = Reason.BELOW_SCORE
            elif votes and votes < self.min_voters:
                found[project_id] = Reason.TOO_FEW_VOTERS
            elif votes and ALL * votes < self.min_percent * election.profile.voters:
                found[project_id] = Reason.BELOW_PERCENT
        return found

    def outcome(self, election: Election, lot_seed: str, progress: Progress | None = None) -> Outcome:
        """Count. Raises TieUnresolved where only a lot could tell and the tie order refuses lots."""
        barred = self.barred(election)
        queue = [project for project in election.standing if project.project_id not in barred]
        walk = by_votes(election, queue, election.poll.budget, Stage.VOTES, manner=self.manner)
        free = tuple(project_id for project_id in election.free if project_id not in barred)
        spent = sum(found.cost for found in walk.rounds)
        if progress:
            progress(0, spent)
        return Outcome(
            rule=self.NAME,
            parameters=self.parameters(),
            lot_seed=lot_seed,
            voters=election.profile.voters,
            blank=election.profile.blank,
            budget=election.poll.budget,
            currency=election.poll.currency,
            exponent=election.poll.exponent,
            winners=tuple(found.project for found in walk.rounds),
            free=free,
            spent=spent,
            unaffordable_at_start=(),
            rounds=walk.rounds,
            steps=None,
            comparison=None,
            losers=greedy_losers(election, walk, barred),
            stop=walk.stop,
        )


_UNSTATED: Parameters = {
    "by": Merit.SCORE.value,
    "misfit": Misfit.SKIP.value,
    "min_score": 0,
    "min_voters": 0,
    "min_percent": 0,
    "part_funding": False,
}


def greedy_losers(election: Election, walk: Walk, barred: Mapping[str, Reason] = NO_BARS) -> tuple[Loser, ...]:
    """Give every project that is neither funded nor free, with the reason and what was left when its turn came.

    `barred` are projects that were not let into the walk, though they were chosen.
    """
    funded = {found.project for found in walk.rounds} | (set(election.free) - barred.keys())
    unfunded = sorted(p.project_id for p in election.poll.projects if p.project_id not in funded)
    out_after = {one: found.number for found in walk.rounds for one in (*found.unaffordable, *found.excluded)}
    return tuple(
        Loser(
            project=project_id,
            cost=election.cost(project_id),
            votes=election.votes(project_id),
            out_after=out_after.get(project_id, 0),
            money_at_start=None,
            money_when_out=None,
            money_left=None,
            pot_left=walk.passed.get(project_id),
            spent_on=(),
            reason=barred.get(project_id) or _reason(election, walk, project_id),
            rival=walk.excluded.get(project_id, ""),
            score=election.score(project_id),
        )
        for project_id in unfunded
    )


def _reason(election: Election, walk: Walk, project_id: str) -> Reason:
    if not election.votes(project_id):
        return Reason.NO_SUPPORT
    if election.cost(project_id) > election.poll.budget:
        return Reason.TOO_DEAR
    if project_id in walk.excluded:
        return Reason.EXCLUDED
    return Reason.DID_NOT_FIT if project_id in walk.passed else Reason.STOPPED
