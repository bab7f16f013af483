"""Every real poll counted by every rule that applies to it, each in a process of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import CalledProcessError

from ballots import pabulib
from ballots.rules import Completion, EqualShares, Greedy, Rule
from ballots.rules.equal_shares import Utility
from ballots.rules.phragmen import Phragmen
from bench.counts.single import UNIT, Counted, in_a_process

PLAIN = {"approval", "choose-1"}
"""Ballots without points, the only ones that Phragmén's rule is defined for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One file counted by one rule; `problem` says why it was not."""

    file: str
    rule: str
    counted: Counted | None
    problem: str = ""


RULES: dict[str, Rule] = {
    "greedy": Greedy(),
    "shares, none": EqualShares(Completion.NONE),
    "shares, fill": EqualShares(Completion.FILL),
    "shares, add1": EqualShares(Completion.ADD1),
    "shares, add1, exhaustive": EqualShares(Completion.ADD1, exhaustive=True),
    "shares, add1-fill (the default)": EqualShares(),
    "shares, add1-fill, score utility": EqualShares(utility=Utility.SCORE),
    "phragmen": Phragmen(),
}
BY_THE_UNIT = "shares, add1-fill, steps of one unit"


def everything(folder: Path) -> Iterator[Row]:
    """Count every poll of a folder by every rule, small files first."""
    for path in sorted(folder.glob("*.pb"), key=lambda path: path.stat().st_size):
        kind = pabulib.read_projects(path).vote_type
        for name, rule in RULES.items():
            if kind in PLAIN or rule.NAME != Phragmen.NAME:
                yield _row(path, name, rule.parameters())
        yield _row(path, BY_THE_UNIT, EqualShares().parameters() | {"increment": UNIT})


def _row(path: Path, name: str, parameters: dict[str, str | int | bool]) -> Row:
    try:
        return Row(path.name, name, in_a_process(path, parameters))
    except CalledProcessError as problem:
        return Row(path.name, name, None, problem.stderr.splitlines()[-1])
