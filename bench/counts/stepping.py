"""Jumping over steps of Add1 beside taking every step, on real polls: the same steps, winners, prices and changes."""

import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ballots import pabulib
from ballots.election import Election
from ballots.rules.completion import MOST_RUNS, Adding, add_to_shares
from ballots.rules.electorate import Electorate
from ballots.ties import DEFAULT_TIES
from bench.counts.single import SEED

POLLS = ("Netherlands_Assen_2024.pb", "Poland_Wieliczka_2023_Green_Budget.pb", "Hungary_Budapest_2024.pb")


@dataclass(frozen=True, slots=True)
class Stepped:
    """One poll counted both ways at one unit a step; processor seconds."""

    file: str
    steps: int
    jumping_seconds: float
    stepping_seconds: float
    same: bool


def stepped(path: Path) -> Stepped:
    """Count a poll by Add1 with jumps and without."""
    read = pabulib.read(path)
    electorate = Electorate.of(Election.of(read.poll, read.profile, DEFAULT_TIES, SEED))
    start = Fraction(electorate.budget, electorate.power)
    began = time.process_time()
    jumped, steps = add_to_shares(electorate, Adding(start, read.poll.unit, exhaustive=False))
    between = time.process_time()
    runs = max(MOST_RUNS, 2 * steps.taken)
    walked, same = add_to_shares(
        electorate, Adding(start, read.poll.unit, exhaustive=False, jumping=False, most_runs=runs)
    )
    ended = time.process_time()
    told = [[(one.project, one.price) for one in run.purchases] for run in (jumped, walked)]
    figures = (round(between - began, 2), round(ended - between, 2))
    return Stepped(path.name, steps.taken, *figures, same == steps and told[0] == told[1])
