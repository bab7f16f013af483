"""Ballots that mark projects: any number within limits, one, exactly so many, or as many as the money buys."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from ballots.errors import BadBallot, BadPoll, sentence
from ballots.poll import Poll
from ballots.styles.choice import BallotStyle, Choice


@dataclass(frozen=True, slots=True)
class Approval(BallotStyle):
    """Mark from `min_choices` to `max_choices` projects; each mark counts the same."""

    KIND: ClassVar[str] = "approval"

    @classmethod
    def exactly(cls, number: int, *, none_of_these: bool = False) -> Self:
        """Give the style of a ballot on which exactly `number` projects are to be marked (1: choose one)."""
        return cls(number, number, none_of_these)

    def _canonical(self, choice: Choice) -> Choice:
        return replace(choice, marks=tuple(sorted(choice.marks)))


@dataclass(frozen=True, slots=True)
class Spending(Approval):
    """Spend a budget: mark projects that cost from `least_cost` to `most_cost` together (minor units).

    `most_cost` None means the budget of the poll.
    """

    KIND: ClassVar[str] = "spending"

    least_cost: int = 0
    most_cost: int | None = None

    def __post_init__(self) -> None:
        super(Spending, self).__post_init__()
        if self.least_cost < 0 or (self.most_cost is not None and self.most_cost < max(1, self.least_cost)):
            raise BadPoll(sentence("The least and the most that a ballot may spend contradict each other."))

    def _check_sums(self, poll: Poll, choice: Choice) -> None:
        spent = sum(poll.by_id[mark].cost for mark in choice.marks)
        most = poll.budget if self.most_cost is None else self.most_cost
        if spent > most:
            raise BadBallot(
                sentence("The projects you chose cost %(spent)s together. Spend at most %(most)s."),
                spent=poll.money(spent),
                most=poll.money(most),
            )
        if spent < self.least_cost:
            raise BadBallot(
                sentence("The projects you chose cost %(spent)s together. Spend at least %(least)s."),
                spent=poll.money(spent),
                least=poll.money(self.least_cost),
            )
