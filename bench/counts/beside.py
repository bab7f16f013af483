"""Equal shares with Add1 counted here and by pabutools in its exact mode: the same files, the same winners in order."""

from dataclasses import dataclass
from pathlib import Path
from statistics import median

from ballots import pabulib
from bench.counts.single import add1, in_a_process
from tests.oracles.asking import Oracle
from tests.oracles.questions import Ballots, question

REPEATS = 3


class NotComparable(RuntimeError):
    """The comparison cannot be made, or the two counts differ."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One file counted twice: processor seconds of the count, without reading, and our peak of memory with reading."""

    file: str
    voters: int
    projects: int
    winners: int
    steps: int
    ours_seconds: float
    ours_peak_mb: int
    pabutools_seconds: float
    ratio: float


def compared(path: Path) -> Compared:
    """Count one file here and there. Raises NotComparable if the winners or their order differ."""
    runs = [in_a_process(path, add1()) for _ in range(REPEATS)]
    read = pabulib.read(path)
    with Oracle("pabutools") as oracle:
        theirs = oracle.ask(question(Ballots(read.poll, read.profile), "add1", step=read.poll.unit))
    if theirs["winners"] != list(runs[0].winners):
        raise NotComparable(f"{path.name}: the winners differ.")
    ours, other = median(run.counting for run in runs), theirs["seconds"]
    return Compared(
        path.name,
        runs[0].voters,
        runs[0].projects,
        len(runs[0].winners),
        runs[0].steps,
        round(ours, 3),
        max(run.peak_mb for run in runs),
        round(other, 1),
        round(other / ours, 1),
    )
