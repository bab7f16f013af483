"""One count in its own process, which tells its memory: `python -m bench.counts.single FILE PARAMETERS`."""

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from ballots import pabulib
from ballots.count import count
from ballots.rules import Completion, EqualShares, Rule, rule_from_parameters

ROOT = Path(__file__).resolve().parents[2]
SEED = "the lot of the oracles"
"""The seed of every count here; the questions to other programs carry it too."""
UNIT = "unit"
"""In place of an increment: one unit of the currency."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What one count took: processor seconds for reading and for counting, and the peak of memory in MB."""

    voters: int
    groups: int
    projects: int
    reading: float
    counting: float
    peak_mb: int
    steps: int
    winners: tuple[str, ...]
    spent: int


def in_a_process(path: Path, parameters: dict[str, str | int | bool]) -> Counted:
    """Read and count a file in a new process. Raises CalledProcessError if that fails."""
    command = [sys.executable, "-m", "bench.counts.single", str(path), json.dumps(parameters)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    return Counted(**(told | {"winners": tuple(told["winners"])}))


def counted(path: Path, rule: Rule) -> Counted:
    """Read and count a file here."""
    start = time.process_time()
    read = pabulib.read(path)
    between = time.process_time()
    outcome = count(read.poll, read.profile, rule, SEED)
    return Counted(
        read.profile.voters,
        len(read.profile.groups),
        len(read.poll.projects),
        round(between - start, 3),
        round(time.process_time() - between, 3),
        round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        outcome.steps.taken if outcome.steps else 0,
        outcome.winners,
        outcome.spent,
    )


def rule_for(path: Path, parameters: dict[str, str | int | bool]) -> Rule:
    """Build a rule whose increment may be "unit"."""
    if parameters.get("increment") == UNIT:
        parameters = parameters | {"increment": pabulib.read_projects(path).poll.unit}
    return rule_from_parameters(parameters)


def add1(increment: int | None = None, *, exhaustive: bool = True) -> dict[str, str | int | bool]:
    """Give the parameters of Add1 in steps of one unit, which pabutools can do too."""
    rule = EqualShares(Completion.ADD1, exhaustive=exhaustive, increment=increment)
    return rule.parameters() | ({"increment": UNIT} if increment is None else {})


def main() -> int:
    """Count once and print the figures as one line."""
    path = Path(sys.argv[1])
    found = counted(path, rule_for(path, json.loads(sys.argv[2])))
    print(json.dumps({name: getattr(found, name) for name in Counted.__slots__}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
