"""A finished run of equal shares told in full: its rounds, what went out of reach, where supporters' money went."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ballots.election import Election
from ballots.outcome import Loser, Reason, Round, SpentOn, Stage
from ballots.rules.electorate import Electorate, Floats, Groups
from ballots.rules.level_ties import tie_at
from ballots.rules.purses import ExactPurses
from ballots.rules.shares import Purchase, Run

BLOCK = 4096
"""So many groups at a time are laid out as a table."""


@dataclass(frozen=True, slots=True)
class Account:
    """The rounds of a run, the projects nobody could ever pay in it, and, for each project not bought, its story."""

    rounds: tuple[Round, ...]
    unaffordable_at_start: tuple[str, ...]
    losers: dict[str, Loser]


NOTHING_BOUGHT = Account((), (), {})


class _Teller:
    """Replays a run purchase by purchase and takes notes; `money` is what each project's supporters still hold."""

    def __init__(self, election: Election, electorate: Electorate, run: Run) -> None:
        self.election, self.electorate, self.run = election, electorate, run
        self.purses = ExactPurses(electorate, run.endowment)
        bought = set(run.projects)
        self.losing = [number for number in range(len(electorate.ids)) if number not in bought]
        self.at_start = {project: run.endowment * self._shares_of(project) for project in self.losing}
        self.money = dict(self.at_start)
        self.out: dict[int, tuple[int, Fraction]] = {}
        self.rivals: dict[int, int] = {}
        self.spent_on: dict[int, list[SpentOn]] = {number: [] for number in self.losing}

    def told(self) -> Account:
        at_start = self._gone_after(0)
        pot = self.electorate.budget
        rounds: list[Round] = []
        for number, purchase in enumerate(self.run.purchases, start=1):
            pot -= self.electorate.costs[purchase.project]
            holding = self.purses.holding(purchase.project)
            payers = int(self.electorate.weights[holding].sum())
            self._note_spending(number, purchase, holding)
            self.purses.pay(purchase.project, purchase.price, purchase.emptied)
            excluded = self._excluded_by(number, purchase.project)
            gone = self._gone_after(number)
            rounds.append(self._round(number, purchase, payers, pot, (gone, excluded)))
        return Account(tuple(rounds), at_start, {self.electorate.ids[p]: self._loser(p) for p in self.losing})

    def _shares_of(self, project: int) -> int:
        groups = self.electorate.backing[project].groups
        return int(self.electorate.weights[groups] @ self.electorate.factors[groups])

    def _gone_after(self, number: int) -> tuple[str, ...]:
        """Note which projects can no longer be paid; exact."""
        waiting = [project for project in self.losing if project not in self.out]
        gone = [project for project in waiting if self.money[project] < self.electorate.costs[project]]
        self._put_out(number, gone)
        return tuple(sorted(self.electorate.names(gone)))

    def _excluded_by(self, number: int, winner: int) -> tuple[str, ...]:
        """Note which projects a purchase puts out as its rivals."""
        excluded = [rival for rival in self.electorate.rivals[winner] if rival not in self.out]
        self._put_out(number, excluded)
        self.rivals.update(dict.fromkeys(excluded, winner))
        return tuple(sorted(self.electorate.names(excluded)))

    def _put_out(self, number: int, projects: list[int]) -> None:
        for project in projects:
            self.out[project] = (number, self.money[project])

    def _note_spending(self, number: int, purchase: Purchase, holding: Groups) -> None:
        """Note what the supporters of each losing project pay in this round."""
        electorate, project = self.electorate, purchase.project
        rich = np.setdiff1d(holding, purchase.emptied, assume_unique=True)
        points = electorate.points_of(project, rich)
        by_rich = electorate.shared(rich, electorate.weights[rich] * points)
        supporters = electorate.backing[project].groups
        both = electorate.shared(supporters, electorate.weights[supporters])
        by_poor = self._held_by(purchase.emptied)
        for place, losing in enumerate(self.losing):
            paid = purchase.price * int(by_rich[losing]) + Fraction(by_poor[place], self.purses.scale)
            if paid:
                self.money[losing] -= paid
                self.spent_on[losing].append(SpentOn(number, electorate.ids[project], int(both[losing]), paid))

    def _held_by(self, groups: Groups) -> list[int]:
        """Give what the supporters of each losing project among these groups hold together, times the scale."""
        electorate, purses = self.electorate, self.purses
        prices = np.array(purses.prices, dtype=object)
        totals = np.zeros(len(self.losing), dtype=object)
        for start in range(0, len(groups), BLOCK):
            part = groups[start : start + BLOCK]
            table = electorate.table(part)
            weights = electorate.weights[part].astype(np.float64)
            fans = (table[:, self.losing] > 0).astype(np.float64).T
            shares = fans @ (weights * electorate.factors[part])
            totals += purses.start * _whole(shares)
            if purses.bought:
                totals -= _whole(fans @ (weights[:, None] * table[:, purses.bought])) @ prices
        return [int(total) for total in totals]

    def _round(
        self, number: int, purchase: Purchase, payers: int, pot: int, out: tuple[tuple[str, ...], tuple[str, ...]]
    ) -> Round:
        electorate, project = self.electorate, purchase.project
        return Round(
            number=number,
            stage=Stage.SHARES,
            project=electorate.ids[project],
            cost=electorate.costs[project],
            votes=electorate.votes[project],
            effective_votes=electorate.costs[project] / purchase.price,
            price=purchase.price,
            payers=payers,
            paid_all=int(electorate.weights[purchase.emptied].sum()),
            pot_left=pot,
            unaffordable=out[0],
            tie=tie_at(electorate, self.run.purchases, number - 1),
            excluded=out[1],
            score=self.election.score(electorate.ids[project]),
        )

    def _loser(self, project: int) -> Loser:
        after, money = self.out[project]
        electorate = self.electorate
        rival = self.rivals.get(project)
        return Loser(
            project=electorate.ids[project],
            cost=electorate.costs[project],
            votes=electorate.votes[project],
            out_after=after,
            money_at_start=self.at_start[project],
            money_when_out=money,
            money_left=self.money[project],
            pot_left=None,
            spent_on=tuple(self.spent_on[project]),
            reason=Reason.OUT_OF_REACH if rival is None else Reason.EXCLUDED,
            rival="" if rival is None else electorate.ids[rival],
            score=self.election.score(electorate.ids[project]),
        )


def _whole(values: Floats) -> "np.ndarray[tuple[int, ...], np.dtype[np.object_]]":
    """Give floats that hold whole numbers as exact integers."""
    return values.astype(np.int64).astype(object)


def account(election: Election, electorate: Electorate, run: Run) -> Account:
    """Tell a complete run in full."""
    return _Teller(election, electorate, run).told()
