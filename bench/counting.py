"""How fast ballots are counted: beside pabutools on the same real files, every real poll by every rule, and growth.

pabutools is under the GPL, so it lives in an environment of its own (.cache/oracle, made on first use) and runs as
a separate program; nothing of the project imports it.
"""

import json
import os
import sys
import tempfile
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from subprocess import CalledProcessError

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.counts.beside import Compared, NotComparable, compared  # noqa: E402  # found once the folder above is known
from bench.counts.everything import Row, everything  # noqa: E402
from bench.counts.growth import BASE, SIZES, Grown, grown  # noqa: E402
from bench.counts.stepping import POLLS, Stepped, stepped  # noqa: E402
from scripts.oracles import OracleMissing  # noqa: E402

QUICK = "Poland_Warszawa_2021_Ursynow.pb"
LARGE = "Poland_Warszawa_2026.pb"
MORE = (
    "Netherlands_Assen_2024.pb",
    "Poland_Swiecie_2023.pb",
    "Poland_Wieliczka_2023_Green_Budget.pb",
    QUICK,
    "Poland_Lodz_2023.pb",
    LARGE,
)
"""pabutools needs about 11 GB for the last one and about 4 GB for Ursynow."""


def folder() -> Path:
    """Find the real polls. Raises NotComparable if they are not there."""
    found = Path(os.environ.get("MOOTHILL_DATA") or ROOT.parent / "shared" / "data") / "pabulib"
    if not found.is_dir():
        raise NotComparable("The real polls are not there: MOOTHILL_DATA should name the folder that holds pabulib/.")
    return found


def beside(polls: Path, names: tuple[str, ...]) -> list[Compared]:
    """Count files here and by pabutools and print a line for each."""
    found = []
    for name in names:
        one = compared(polls / name)
        print(
            f"{one.file}: {one.voters} voters, {one.winners} winners, {one.steps} steps: {one.ours_seconds} s and "
            f"{one.ours_peak_mb} MB here, {one.pabutools_seconds} s by pabutools: {one.ratio} times as fast",
            flush=True,
        )
        found.append(one)
    return found


def table(polls: Path) -> list[Row]:
    """Count every poll by every rule and print a line for each."""
    print(
        f"{'file':48} {'rule':38} {'voters':>7} {'groups':>7} {'won':>4} {'steps':>6} {'read s':>7} {'count s':>8} MB"
    )
    rows = []
    for row in everything(polls):
        one = row.counted
        figures = (
            f"{one.voters:7} {one.groups:7} {len(one.winners):4} {one.steps:6} {one.reading:7.2f} {one.counting:8.3f} "
            f"{one.peak_mb}"
            if one
            else row.problem
        )
        print(f"{row.file:48} {row.rule:38} {figures}", flush=True)
        rows.append(row)
    return rows


def stepping(polls: Path) -> list[Stepped]:
    """Count polls with jumps and step by step and print a line for each. Raises NotComparable if they differ."""
    found = []
    for name in POLLS:
        one = stepped(polls / name)
        print(
            f"{one.file}: {one.steps} steps, by jumps {one.jumping_seconds} s, one by one {one.stepping_seconds} s",
            flush=True,
        )
        if not one.same:
            raise NotComparable(f"{name}: jumping over steps leads elsewhere than taking them.")
        found.append(one)
    return found


def growth(polls: Path) -> list[Grown]:
    """Count sampled polls of growing size by the default rule and print a line for each."""
    found = []
    with tempfile.TemporaryDirectory() as held:
        for voters, projects in SIZES:
            one = grown(polls / BASE, Path(held), voters, projects)
            told = one.counted
            print(
                f"voters x {voters}, projects x {projects}: {told.voters} ballots of {told.groups} kinds, "
                f"{told.projects} projects, {one.input_mb} MB: reading {told.reading} s, counting {told.counting} s "
                f"in {told.steps} steps, {told.peak_mb} MB at most",
                flush=True,
            )
            found.append(one)
    return found


def main() -> int:
    """Measure, print lines, and with --json one object with all figures at the end."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one file beside pabutools: about four minutes")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    wanted = parser.parse_args()
    rows: list[Row] = []
    steps: list[Stepped] = []
    sizes: list[Grown] = []
    try:
        polls = folder()
        found = beside(polls, (QUICK,) if wanted.quick else MORE)
        if not wanted.quick:
            rows, steps, sizes = table(polls), stepping(polls), growth(polls)
    except CalledProcessError as problem:
        print(problem.stderr, file=sys.stderr)
        return 1
    except (NotComparable, OracleMissing, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    if wanted.json:
        told: dict[str, object] = {"ratio": found[-1].ratio, "same_winners": True, "file": found[-1].file}
        told |= {"beside_pabutools": [asdict(one) for one in found]}
        told |= {"every_poll": [asdict(row) for row in rows], "stepping": [asdict(one) for one in steps]}
        told |= {"growth": [asdict(one) for one in sizes]}
        print(json.dumps({"bench": "counting"} | told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
