"""An entry as people read it: how much went from where to where. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from pb_app.budgets.ledger import Posting


@dataclass(frozen=True, slots=True)
class Flow:
    """Minor units, above nought, that went from one account to another."""

    giver: int
    taker: int
    pence: int


def flows(postings: Sequence[Posting]) -> tuple[Flow, ...]:
    """Return the flows of a balanced entry, in the order of its lines.

    With one account on one side, as in every entry this ledger makes, they are what happened. With several on both,
    what is given first is taken first.
    """
    givers = [[line.account_id, -line.pence] for line in postings if line.pence < 0]
    takers = [[line.account_id, line.pence] for line in postings if line.pence > 0]
    found: list[Flow] = []
    while givers and takers:
        moved = min(givers[0][1], takers[0][1])
        found.append(Flow(givers[0][0], takers[0][0], moved))
        for side in (givers, takers):
            side[0][1] -= moved
            if not side[0][1]:
                side.pop(0)
    return tuple(found)
