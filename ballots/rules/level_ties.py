"""Ties in a run of equal shares: which of them decide something, told by what the run bought after them.

Projects tie where they stand at one priority. Say that a run buys every project of a tied set, one right after the
other, at that priority. Then it would do so in any order, and each voter would pay the same: so their order decides
nothing, and no lot is needed.

For let rho be their prices where they tied. Each is still bought at its rho after the others: the sum of
min(purse, rho x points) is its cost both times, and no purse grew, so every term is the same. Hence a voter who chose
two or more of them either held nothing at all, or pays rho x points for each of them, and so held the sum of these from
the start. This says nothing of the order: whoever goes first, the purses still cover every rho, nobody pays more or
less, and in the end the purses are the same. No other project can come between: its priority was lower and only falls.
"""

from collections.abc import Sequence
from fractions import Fraction

from ballots.rules.electorate import Electorate
from ballots.rules.shares import Purchase, Run, complete_run
from ballots.ties import Tie, TieStep


def tie_at(electorate: Electorate, purchases: Sequence[Purchase], place: int) -> Tie | None:
    """Give the tie in which a purchase of a complete run stood, if it stood in one.

    Projects that only a lot could order stand aside for the first of them where their order decides nothing. Raises
    TieUnresolved where a lot would decide and lots are refused.
    """
    bought, tied = purchases[place].project, purchases[place].tied
    if not tied:
        return None
    ties, ids = electorate.ties, electorate.ids
    if _decides_nothing(electorate, purchases, place, tied):
        return ties.noted(electorate.names(tied))
    alike = [one for one in tied if ties.only_a_lot_orders(ids[bought], ids[one])]
    if _decides_nothing(electorate, purchases, place, alike):
        tied = (bought, *(one for one in tied if one not in alike))
    return ties.settle(electorate.names(tied))


def settle_ties(electorate: Electorate, run: Run) -> None:
    """Raise TieUnresolved if only a lot could decide a tie of this run and lots are refused."""
    if electorate.ties.steps[-1] is TieStep.REFUSE and any(bought.tied for bought in run.purchases):
        purchases = complete_run(electorate, run.endowment).purchases
        for place in range(len(run.marks)):
            tie_at(electorate, purchases, place)


def _decides_nothing(electorate: Electorate, purchases: Sequence[Purchase], place: int, tied: Sequence[int]) -> bool:
    """Say whether these projects, the first of them bought at this place, are bought in a row at one priority."""
    row = purchases[place : place + len(tied)]
    priorities = {Fraction(electorate.worth[bought.project]) / bought.price for bought in row}
    return {bought.project for bought in row} == set(tied) and len(priorities) == 1
