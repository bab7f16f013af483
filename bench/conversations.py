"""How long groups and measures of a real conversation take here and by red-dwarf: `--quick --json` for the largest.

red-dwarf (MPL-2.0) runs as a separate program in the environment that `python -m scripts.oracles` makes.
"""

import csv
import json
import os
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from deliberation.groups import groups  # noqa: E402  # found once the folder above is known
from deliberation.matrix import Counts, Matrix  # noqa: E402
from deliberation.representative import common, representative  # noqa: E402
from tests.oracles.asking import Oracle  # noqa: E402

REPEATS = 3
LARGEST = "vtaiwan.uberx"
CONVERSATIONS = ("london.youth.policing", "scoop-hivemind.affordable-housing", LARGEST)
LONGEST = 5.0
"""Seconds in which the largest must be done."""

Votes = list[tuple[int, int, int]]


def votes_of(name: str) -> Votes:
    """Read a conversation: person, statement, sign."""
    folder = Path(os.environ.get("MOOTHILL_DATA") or ROOT.parent / "shared" / "data") / "polis" / name
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    statements = [name for name in rows[0] if name.isdigit()]
    return [(int(row["participant"]), int(at), int(row[at])) for row in rows for at in statements if row[at]]


def measured(votes: Votes) -> float:
    """Seconds from the bare opinions to groups, what they agree on, and what stands for each."""
    start = time.process_time()
    matrix = Matrix.of(votes, sorted({statement for _, statement, _ in votes}))
    common(matrix.counts())
    found = groups(matrix)
    if found:
        found.consensus(matrix)
        by_group = found.counts(matrix)
        for at, own in enumerate(by_group):
            others = [one for other, one in enumerate(by_group) if other != at]
            representative(own, [sum(column, Counts(0, 0, 0)) for column in zip(*others, strict=True)])
    return time.process_time() - start


def compared(name: str, oracle: Oracle) -> dict[str, Any]:
    """Our median and theirs."""
    votes = votes_of(name)
    ours = median(measured(votes) for _ in range(REPEATS))
    theirs = median(oracle.ask({"votes": votes})["seconds"] for _ in range(REPEATS))
    return {"conversation": name, "opinions": len(votes), "ours": round(ours, 3), "theirs": round(theirs, 3)}


def main() -> int:
    """Compare; fail where the largest takes longer than it may."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    wishes = parser.parse_args()
    with Oracle("reddwarf") as oracle:
        found = [compared(name, oracle) for name in ((LARGEST,) if wishes.quick else CONVERSATIONS)]
    for one in found:
        print(
            f"{one['conversation']}: {one['opinions']} opinions, {one['ours']} s here, {one['theirs']} s by red-dwarf"
        )
    last = found[-1]
    if wishes.json:
        print(json.dumps({"conversations": found, "ratio": round(last["theirs"] / last["ours"], 2)}))
    return int(last["ours"] > LONGEST)


if __name__ == "__main__":
    sys.exit(main())
