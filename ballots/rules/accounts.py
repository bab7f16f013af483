"""A finished run of equal shares told in full: its rounds, what went out of reach, where supporters' money went."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ballots.election import Election
from ballots.outcome import Loser, Round, SpentOn, Stage
from ballots.rules.electorate import Electorate
from ballots.rules.levels import affordable
from ballots.rules.purses import Purses
from ballots.rules.shares import Purchase, Run
from ballots.ties import Tie


@dataclass(frozen=True, slots=True)
class Account:
    """The rounds of a run, the projects nobody could ever pay in it, and, for each project not bought, its story."""

    rounds: tuple[Round, ...]
    unaffordable_at_start: tuple[str, ...]
    losers: dict[str, Loser]


class _Teller:
    """Replays a run purchase by purchase and takes notes."""

    def __init__(self, election: Election, electorate: Electorate, run: Run) -> None:
        self.election, self.electorate, self.run = election, electorate, run
        self.purses = Purses(electorate, run.endowment)
        bought = set(run.projects)
        self.losing = [number for number in range(len(electorate.ids)) if number not in bought]
        self.out: dict[int, tuple[int, Fraction]] = {}
        self.spent_on: dict[int, list[SpentOn]] = {number: [] for number in self.losing}

    def told(self) -> Account:
        at_start = self._gone_after(0)
        pot = self.electorate.budget
        rounds: list[Round] = []
        for number, purchase in enumerate(self.run.purchases, start=1):
            pot -= self.electorate.costs[purchase.project]
            payers, paid_all = self._payers(purchase)
            self._note_spending(purchase)
            self.purses.pay(purchase.project, purchase.price, purchase.emptied)
            gone = self._gone_after(number)
            rounds.append(self._round(number, purchase, (payers, paid_all), pot, gone))
        return Account(tuple(rounds), at_start, {self.electorate.ids[p]: self._loser(p) for p in self.losing})

    def _money(self, project: int) -> Fraction:
        return Fraction(self.purses.exact_sum(self.purses.holding(project)), self.purses.scale)

    def _gone_after(self, number: int) -> tuple[str, ...]:
        waiting = [project for project in self.losing if project not in self.out]
        gone = [project for project in waiting if not affordable(self.purses, project)]
        for project in gone:
            self.out[project] = (number, self._money(project))
        return tuple(sorted(self.electorate.names(gone)))

    def _payers(self, purchase: Purchase) -> tuple[int, int]:
        weights = self.electorate.weights
        return int(weights[self.purses.holding(purchase.project)].sum()), int(weights[purchase.emptied].sum())

    def _note_spending(self, purchase: Purchase) -> None:
        """Note what the supporters of each losing project pay in this round."""
        electorate, purses = self.electorate, self.purses
        groups = electorate.supporters[purchase.project]
        both = electorate.choosing(groups, self.losing)
        rich = np.setdiff1d(purses.holding(purchase.project), purchase.emptied, assume_unique=True)
        full = electorate.choosing(rich, self.losing)
        for place, project in enumerate(self.losing):
            if both[place]:
                poor = purchase.emptied[electorate.marks[purchase.emptied, project] == 1]
                paid = purchase.price * int(full[place]) + Fraction(purses.exact_sum(poor), purses.scale)
                if paid:
                    note = SpentOn(len(purses.bought) + 1, electorate.ids[purchase.project], int(both[place]), paid)
                    self.spent_on[project].append(note)

    def _round(
        self, number: int, purchase: Purchase, payers: tuple[int, int], pot: int, gone: tuple[str, ...]
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
            payers=payers[0],
            paid_all=payers[1],
            pot_left=pot,
            unaffordable=gone,
            tie=self._tie(purchase),
        )

    def _tie(self, purchase: Purchase) -> Tie | None:
        return self.election.ties.settle(self.electorate.names(purchase.tied)) if purchase.tied else None

    def _loser(self, project: int) -> Loser:
        after, money = self.out[project]
        electorate = self.electorate
        return Loser(
            project=electorate.ids[project],
            cost=electorate.costs[project],
            votes=electorate.votes[project],
            out_after=after,
            money_at_start=self.run.endowment * electorate.votes[project],
            money_when_out=money,
            money_left=self._money(project),
            pot_left=None,
            spent_on=tuple(self.spent_on[project]),
        )


def account(election: Election, electorate: Electorate, run: Run) -> Account:
    """Tell a complete run (one that stayed within its cap) in full."""
    return _Teller(election, electorate, run).told()
