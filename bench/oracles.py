"""Count every real poll and thousands of small ones here and by pabutools, exact: the same winners, in the same order.

The small polls have round numbers, where floats go wrong and ties abound. Add1 is compared on files of few ballots,
since pabutools takes hours and gigabytes for the others (bench/counting.py does some).
"""

import json
import os
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ballots import pabulib  # noqa: E402  # found once the folder above is known
from ballots.count import count  # noqa: E402
from ballots.errors import FileFault  # noqa: E402
from ballots.rules import Completion, EqualShares, Greedy, Phragmen, Rule  # noqa: E402
from ballots.rules.equal_shares import Utility  # noqa: E402
from ballots.rules.greedy import Merit  # noqa: E402
from scripts.oracles import OracleMissing  # noqa: E402
from tests.oracles.asking import Oracle  # noqa: E402
from tests.oracles.questions import SEED, Ballots, all_fits, question, small_polls  # noqa: E402

QUICK_BYTES, QUICK_ADD1_BYTES, MOST_ADD1_BYTES = 50_000, 7_000, 120_000
QUICK_POLLS, MANY_POLLS = 400, 5_000
Named = tuple[tuple[str, str], Rule, int]


def folder() -> Path:
    """Find the real polls."""
    return Path(os.environ.get("MOOTHILL_DATA") or ROOT.parent / "shared" / "data") / "pabulib"


def rules_for(ballots: Ballots, step: int, *, add1: bool) -> Iterator[Named]:
    """Give every rule that pabutools has too, as it is asked for there and as it stands here."""
    pointed = any(group.points for group in ballots.profile.groups)
    yield ("greedy", "cost"), Greedy(), step
    yield ("greedy", "score"), Greedy(by=Merit.VALUE), step
    for utility in Utility:
        yield ("shares", utility.value), EqualShares(Completion.NONE, utility=utility), step
        if add1:
            rule = EqualShares(Completion.ADD1, exhaustive=True, increment=step, utility=utility)
            yield ("add1", utility.value), rule, step
    if add1 and not all_fits(ballots):
        yield ("add1-on", "cost"), EqualShares(Completion.ADD1, increment=step), step
    if not pointed:
        yield ("phragmen", "cost"), Phragmen(), step


class Sweep:
    """Comparisons so far: how many of each rule, and those that differ."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self.done: Counter[str] = Counter()
        self.different: list[str] = []

    def compare(self, name: str, ballots: Ballots, step: int, *, add1: bool) -> None:
        """Count one poll by every rule, here and there; pabutools tells Phragmén's winners in order of their names."""
        for asked, rule, increment in rules_for(ballots, step, add1=add1):
            ours = list(count(ballots.poll, ballots.profile, rule, SEED).winners)
            theirs = self.oracle.ask(question(ballots, *asked, increment))["winners"]
            if asked[0] == "phragmen":
                ours, theirs = sorted(ours), sorted(theirs)
            self.done[" ".join(asked)] += 1
            if ours != theirs:
                self.different.append(f"{name} {asked}: {ours} here, {theirs} by pabutools")

    def real(self, *, quick: bool) -> int:
        """Compare the real polls, or the small files among them; give how many there were."""
        files = [path for path in sorted(folder().glob("*.pb")) if not quick or path.stat().st_size < QUICK_BYTES]
        most = QUICK_ADD1_BYTES if quick else MOST_ADD1_BYTES
        for path in files:
            start = time.monotonic()
            read = pabulib.read(path)
            ballots = Ballots(read.poll, read.profile)
            self.compare(path.name, ballots, read.poll.unit, add1=path.stat().st_size < most)
            print(f"{path.name}: {time.monotonic() - start:.1f} s", flush=True)
        return len(files)

    def small(self, number: int) -> None:
        """Compare small polls, half of them with points."""
        for points in (False, True):
            for place, ballots in enumerate(small_polls(number // 2, seed=100 + points, points=points)):
                self.compare(f"small poll {place}", ballots, 1, add1=True)


def main() -> int:
    """Compare, say what differs, and with --json end with one object."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small files and a few hundred small polls")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    wanted = parser.parse_args()
    try:
        with Oracle("pabutools") as oracle:
            sweep = Sweep(oracle)
            files = sweep.real(quick=wanted.quick)
            sweep.small(QUICK_POLLS if wanted.quick else MANY_POLLS)
    except (OracleMissing, FileFault, RuntimeError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    print("\n".join(sweep.different))
    whole = sum(sweep.done.values())
    print(f"{whole} comparisons, {len(sweep.different)} of them different")
    if wanted.json:
        same = round(1 - len(sweep.different) / max(1, whole), 6)
        print(json.dumps({"bench": "oracles", "files": files, "comparisons": dict(sweep.done), "ratio": same}))
    return 1 if sweep.different or not files else 0


if __name__ == "__main__":
    sys.exit(main())
