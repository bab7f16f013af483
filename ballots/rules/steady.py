"""For which endowments between two runs the same projects are certainly bought in the same order.

Give every share more money and let the same projects be bought in the same order: then no purse is ever smaller than
before and no price higher. For where no purse is smaller, no price level is higher (rho solves: sum of
min(purse, rho x points) = cost), and so no purse is smaller after paying, purse - min(purse, rho x points). Hence every
priority (worth / rho, 0 if it cannot be paid) only rises with the endowment as long as the purchases are the same.

So let two runs `below` and `above` begin with the same purchases. In a round in which, with the money of `above`, the
priority of every rival is still less than that of the winner with the money of `below`, the winner also wins for every
endowment between them; by induction that holds for all rounds up to the first that fails the test. Bounds on the
priorities do for it. Rivals that tie with the winner exactly, in both runs and at the same price, tie in between or
fall behind: the tie order then decides as it did, and asks for a lot only where it asked for one in `below`. (Where
their order decided nothing in `below`, see `level_ties`, it decides nothing in between: at the same prices no purse is
smaller, and one that held nothing still pays nothing, so it holds nothing.)
"""

from ballots.rules.shares import Mark, Run


def steady_rounds(below: Run, above: Run) -> int:
    """Give how many first rounds are certainly the same for every endowment between two runs."""
    rounds = 0
    for before, after in zip(below.marks, above.marks, strict=False):
        if before.project != after.project or not _stays_first(before, after):
            return rounds
        rounds += 1
    return rounds


def all_steady(below: Run, above: Run, rounds: int) -> bool:
    """Say whether the steady rounds are all rounds of both runs, so that nothing changes between them."""
    return len(below.marks) == len(above.marks) == rounds


def _stays_first(before: Mark, after: Mark) -> bool:
    if after.rivals >= before.low:
        return False
    if after.bought is None or not after.bought.tied:
        return True
    if before.bought is None:
        return False
    return set(after.bought.tied) <= set(before.bought.tied) and after.bought.price == before.bought.price


def likely_limit(below: Run, above: Run, rounds: int) -> float:
    """Guess at which part of the way from one run to the other the first unsteady round changes (0 to 1)."""
    if rounds >= min(len(below.marks), len(above.marks)):
        return 0.5
    before, after = below.marks[rounds], above.marks[rounds]
    lead, growth = before.low - before.rivals, after.rivals - before.rivals
    if before.project != after.project:
        growth = lead + after.low - after.rivals
    return lead / growth if 0 < lead < growth else 0.5
