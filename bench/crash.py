"""Votes by many at once while workers and database are killed at random: what was acknowledged is stored, once.

`--database sqlite` kills workers only: there is no server to kill. Two controls show that loss can be seen: with
`--control sync-off` the database acknowledges before it has written; with `--control no-key` those who got no answer
try again with another secret. Both must end with a finding, and then the exit code is nought.
"""

import json
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.crashing import Crash, Found, Plan  # noqa: E402  # found once the folder above is known
from tests.servers import ServiceMissing  # noqa: E402


def told(found: Found, control: str) -> bool:
    """Print what was found in words; whether it is as it must be."""
    print(
        f"{found.acknowledged} votes acknowledged, {found.stored} stored, {found.marks} marks; {found.kills} kills of "
        f"workers, {found.database_kills} of the database; {found.ambiguous} answers were lost on the way."
    )
    for finding in found.findings():
        print(f"Finding: {finding}")
    return bool(found.findings()) == bool(control)


def main() -> int:
    """Run, check, and print one JSON object as the last line if asked."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="how long votes are cast and processes killed")
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--control", choices=("", "sync-off", "no-key"), default="")
    parser.add_argument("--seed", type=int, default=1, help="decides on who is killed when")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    wanted = parser.parse_args()
    plan = Plan(wanted.seconds, wanted.database == "sqlite", wanted.control, wanted.seed)
    try:
        with tempfile.TemporaryDirectory(prefix="moothill-crash-") as folder:
            found = Crash(plan, Path(folder)).run()
    except (ServiceMissing, RuntimeError) as problem:
        print(problem, file=sys.stderr)
        return 1
    as_wanted = told(found, wanted.control)
    if wanted.json:
        print(json.dumps(found.figures() | {"database": wanted.database, "control": wanted.control}))
    return 0 if as_wanted else 1


if __name__ == "__main__":
    sys.exit(main())
