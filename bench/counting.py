"""How fast equal shares with Add1 is counted here and by pabutools: the same real files, exact, the same winners.

pabutools is under the GPL, so it lives in an environment of its own (scripts/oracles.py) and runs as a separate
program; nothing of the project imports it.
"""

import json
import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ballots import pabulib  # noqa: E402  # found once the folder above is known
from ballots.count import count  # noqa: E402
from ballots.rules import Completion, EqualShares  # noqa: E402
from scripts import oracles  # noqa: E402

SEED = "bench"
QUICK = ("Poland_Swiecie_2023.pb", "Poland_Wieliczka_2023_Green_Budget.pb")
MORE = ("Netherlands_Assen_2024.pb", "Poland_Warszawa_2021_Ursynow.pb", "Poland_Lodz_2023.pb")
REPEATS = 3

THEIRS = """
import hashlib, json, sys, time
from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule
poll, profile = parse_pabulib(sys.argv[1])
lot = lambda project: hashlib.sha256((sys.argv[2] + project.name).encode()).hexdigest()
ties = TieBreakingRule(lambda poll, profile, p: (p.cost, -profile.approval_score(p), lot(p)))
start = time.process_time()
won = method_of_equal_shares(
    poll, profile.as_multiprofile(), sat_class=Cost_Sat, voter_budget_increment=1, tie_breaking=ties
)
print(json.dumps({"seconds": time.process_time() - start, "winners": [p.name for p in won]}))
"""


class NotComparable(RuntimeError):
    """The comparison cannot be made, or the two counts differ."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One file counted twice; seconds of processor time for the count, reading not included."""

    file: str
    voters: int
    projects: int
    winners: int
    steps: int
    ours_seconds: float
    pabutools_seconds: float
    ratio: float


def folder() -> Path:
    """Find the real polls. Raises NotComparable if they are not there."""
    found = Path(os.environ.get("MOOTHILL_DATA") or ROOT.parent / "shared" / "data") / "pabulib"
    if not found.is_dir():
        raise NotComparable("The real polls are not there: MOOTHILL_DATA should name the folder that holds pabulib/.")
    return found


def compared(path: Path, python: Path) -> Compared:
    """Count one file here and there. Raises NotComparable if the winners or their order differ."""
    read = pabulib.read(path)
    rule = EqualShares(Completion.ADD1, exhaustive=True, increment=read.poll.unit)
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        outcome = count(read.poll, read.profile, rule, SEED)
        times.append(time.process_time() - start)
    answer = subprocess.run([python, "-c", THEIRS, str(path), SEED], check=True, capture_output=True, text=True).stdout
    theirs = json.loads(answer.splitlines()[-1])
    if theirs["winners"] != list(outcome.winners):
        raise NotComparable(f"{path.name}: the winners differ.")
    ours, other = median(times), theirs["seconds"]
    steps = outcome.steps.taken if outcome.steps else 0
    figures = (read.profile.voters, len(read.poll.projects), len(outcome.winners), steps)
    return Compared(path.name, *figures, round(ours, 3), round(other, 3), round(other / ours, 1))


def main() -> int:
    """Compare, print a line for each file, and with --json one object with all figures at the end."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="two files, well under two minutes")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    wanted = parser.parse_args()
    try:
        python, polls = oracles.provided(), folder()
        found = [compared(polls / name, python) for name in (QUICK if wanted.quick else (*QUICK, *MORE))]
    except (NotComparable, oracles.OracleMissing, OSError, subprocess.CalledProcessError) as problem:
        print(problem, file=sys.stderr)
        return 1
    for one in found:
        print(f"{one.file}: {one.ours_seconds} s here, {one.pabutools_seconds} s pabutools, {one.ratio} times as fast")
    if wanted.json:
        whole = sum(one.pabutools_seconds for one in found) / sum(one.ours_seconds for one in found)
        files = [asdict(one) for one in found]
        print(json.dumps({"bench": "counting", "same_winners": True, "files": files, "ratio": round(whole, 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
