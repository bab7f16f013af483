"""Sequential Phragmén for a budget: each cost is shared out so that the supporters' greatest load stays least.

Los, Christoff, Grossi, Proportional budget allocations: towards a systematization (IJCAI 2022), section 3, after
Brill, Freeman, Janson and Lackner, Phragmén's voting methods and justified representation (2017).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from ballots.election import Election, Progress
from ballots.errors import BadRule, sentence
from ballots.outcome import Outcome
from ballots.rules.greedy_walk import Misfit
from ballots.rules.phragmen_run import run_loads
from ballots.rules.phragmen_story import Story
from ballots.ties import DEFAULT_TIES, checked_ties


@dataclass(frozen=True, slots=True)
class Phragmen:
    """Fund, one after the other, the project with which its supporters then carry least.

    With each project its supporters come to carry the same: (its cost + what they carry) / their number. A mark is a
    mark: points are not looked at. A voter with a factor counts as that many voters with the same ballot. `misfit`:
    whether a project that costs more than is left, once its turn has come, stops the count or is skipped. A project
    that costs more than the whole budget never competes.
    """

    NAME: ClassVar[str] = "phragmen"

    tie_order: tuple[str, ...] = DEFAULT_TIES
    misfit: Misfit = Misfit.STOP

    def __post_init__(self) -> None:
        object.__setattr__(self, "tie_order", checked_ties(self.tie_order))
        if self.misfit not in set(Misfit):
            raise BadRule(sentence("What happens to a project that does not fit is skip or stop."))
        object.__setattr__(self, "misfit", Misfit(self.misfit))

    def parameters(self) -> dict[str, str | int | bool]:
        """Give all parameters by name; `from_parameters` is the inverse."""
        return {"rule": self.NAME, "misfit": self.misfit.value, "tie_order": ",".join(self.tie_order)}

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, str | int | bool]) -> "Phragmen":
        """Build the rule from its parameters. Raises BadRule if one is missing or not a known word."""
        order, misfit = parameters.get("tie_order"), parameters.get("misfit")
        if not isinstance(order, str) or misfit not in {word.value for word in Misfit}:
            raise BadRule(sentence("A parameter of the rule is missing or not known."))
        return cls(tuple(order.split(",")), Misfit(str(misfit)))

    def outcome(self, election: Election, lot_seed: str, progress: Progress | None = None) -> Outcome:
        """Count. Raises TieUnresolved where only a lot could tell who is funded and the tie order refuses lots."""
        run = run_loads(election, self.misfit, progress)
        story = Story(election, run)
        return Outcome(
            rule=self.NAME,
            parameters=self.parameters(),
            lot_seed=lot_seed,
            voters=election.profile.voters,
            blank=election.profile.blank,
            budget=election.poll.budget,
            currency=election.poll.currency,
            exponent=election.poll.exponent,
            winners=tuple(found.project for found in story.rounds),
            free=election.free,
            spent=sum(found.cost for found in story.rounds),
            unaffordable_at_start=(),
            rounds=story.rounds,
            steps=None,
            comparison=None,
            losers=story.losers,
            stop=run.stop,
        )
