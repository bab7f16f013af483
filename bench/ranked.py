"""How fast ranked choices and sequential Phragmén are counted here and by others: real ballots, equal winners asserted.

Scottish transferable vote beside pref_voting (MIT, floats), on the wards of Glasgow in 2007; Phragmén beside pabutools
(GPL, exact). Both run as separate programs in the environment that `python -m scripts.oracles` makes.
"""

import json
import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ballots import pabulib  # noqa: E402  # found once the folder above is known
from ballots.election import Election  # noqa: E402
from ballots.ranked import BltPoll, Stv, read_blt  # noqa: E402
from ballots.rankings import Rankings  # noqa: E402
from ballots.rules.phragmen import Phragmen  # noqa: E402
from scripts import oracles  # noqa: E402

SEED = "bench"
REPEATS = 3
ALL_WARDS = 1_070
"""The wards of all Scottish council elections and by-elections from 2007 to 2022 whose ballots are published."""
QUICK = ("Poland_Wieliczka_2023_Green_Budget.pb", "Poland_Warszawa_2021_Ursynow.pb")
MORE = ("Netherlands_Amsterdam_252.pb", "Hungary_Budapest_2024.pb", "Poland_Lodz_2023.pb", "Poland_Warszawa_2026.pb")

THEIR_STV = """
import json, sys, time
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.proportional_methods import stv_scottish
for line in sys.stdin:
    ward = json.loads(line)
    rankings = [{one: place for place, one in enumerate(order)} for order, _ in ward["orders"]]
    profile = ProfileWithTies(rankings, [papers for _, papers in ward["orders"]], candidates=ward["candidates"])
    start = time.process_time()
    won = stv_scottish(profile, num_seats=ward["seats"])
    print(json.dumps({"winners": sorted(map(int, won)), "seconds": time.process_time() - start}), flush=True)
"""
THEIR_PHRAGMEN = """
import json, sys, time
from pabutools.election import parse_pabulib
from pabutools.rules import sequential_phragmen
for line in sys.stdin:
    poll, profile = parse_pabulib(json.loads(line)["path"])
    ballots = profile.as_multiprofile()
    start = time.process_time()
    won = [project.name for project in sequential_phragmen(poll, ballots)]
    print(json.dumps({"winners": sorted(won), "seconds": time.process_time() - start}), flush=True)
"""


class NotComparable(RuntimeError):
    """The comparison cannot be made, or the two counts differ."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing counted twice; seconds of processor time for the count, reading not included."""

    what: str
    ballots: int
    winners: int
    ours_seconds: float
    theirs_seconds: float
    ratio: float


def folder() -> Path:
    """Find the real ballots. Raises NotComparable if they are not there."""
    found = Path(os.environ.get("MOOTHILL_DATA") or ROOT.parent / "shared" / "data")
    if not (found / "pabulib").is_dir() or not (found / "stv").is_dir():
        raise NotComparable("The real ballots are not there: MOOTHILL_DATA should name the folder with pabulib/, stv/.")
    return found


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Do it a few times; give what came of it and the median of the processor seconds."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        done = work()
        times.append(time.process_time() - start)
    return done, median(times)


def asked(program: str, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let another program answer questions, a line each."""
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    python = oracles.provided()
    told = subprocess.run([python, "-c", program], input=lines, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in told.splitlines() if line.startswith("{")]


def counted(ward: BltPoll) -> list[int]:
    """Count a ward; give the elected in ascending order."""
    outcome = Stv(ward.seats).elect(ward.rankings, ward.standing, SEED, ward.withdrawn)
    return sorted(map(int, outcome.winners))


def wards_compared(wards: list[BltPoll]) -> Compared:
    """Count all wards here and there. Raises NotComparable if others are elected."""
    ours, seconds = timed(lambda: [counted(ward) for ward in wards])
    theirs = asked(THEIR_STV, [_question(ward) for ward in wards])
    if [answer["winners"] for answer in theirs] != ours:
        raise NotComparable("Others are elected in a ward.")
    other = sum(answer["seconds"] for answer in theirs)
    papers = sum(ward.rankings.voters for ward in wards)
    return _compared(f"{len(wards)} wards", papers, sum(map(len, ours)), seconds, other)


def _question(ward: BltPoll) -> dict[str, Any]:
    orders = [[[int(one) for one in group.order], group.weight] for group in ward.rankings.groups]
    return {"orders": orders, "candidates": [int(one) for one in ward.standing], "seats": ward.seats}


def file_compared(path: Path) -> Compared:
    """Count a poll by Phragmén here and there. Raises NotComparable if other projects win."""
    read = pabulib.read(path)
    rule = Phragmen()
    ours, seconds = timed(lambda: rule.outcome(Election.of(read.poll, read.profile, rule.tie_order, SEED), SEED))
    (theirs,) = asked(THEIR_PHRAGMEN, [{"path": str(path)}])
    supported = [one for one in theirs["winners"] if read.profile.votes[one]]  # it also funds what nobody chose
    if supported != sorted(ours.winners):
        raise NotComparable(f"{path.name}: the winners differ.")
    return _compared(path.name, read.profile.voters, len(ours.winners), seconds, theirs["seconds"])


def _compared(what: str, ballots: int, winners: int, ours: float, theirs: float) -> Compared:
    return Compared(what, ballots, winners, round(ours, 4), round(theirs, 3), round(theirs / ours, 1))


def sizes(paths: list[Path]) -> dict[str, float | int]:
    """Time what has no peer: as many wards as Scotland had, read and counted, and one large poll of pooled papers."""
    start = time.process_time()
    for number in range(ALL_WARDS):
        counted(read_blt(paths[number % len(paths)]))
    whole = time.process_time() - start
    pooled: Counter[tuple[str, ...]] = Counter()
    for path in paths:
        for group in read_blt(path).rankings.groups:
            pooled[group.order] += group.weight
    candidates = sorted({one for order in pooled for one in order}, key=int)
    rankings = Rankings.of_counted(candidates, pooled.items())
    _, seconds = timed(lambda: Stv(4).elect(rankings, candidates, SEED))
    return {
        "wards_read_and_counted": ALL_WARDS,
        "wards_seconds": round(whole, 2),
        "pooled_papers": rankings.voters,
        "pooled_kinds_of_paper": len(rankings.groups),
        "pooled_seconds": round(seconds, 4),
    }


def main() -> int:
    """Compare, print a line for each comparison, and with --json one object with all figures at the end."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="all wards and two polls, under two minutes")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    wanted = parser.parse_args()
    try:
        data = folder()
        paths = sorted((data / "stv" / "blt").glob("*-2007.blt"))
        files = QUICK if wanted.quick else (*QUICK, *MORE)
        found = [wards_compared([read_blt(path) for path in paths])]
        found += [file_compared(data / "pabulib" / name) for name in files]
        alone = sizes(paths)
    except (NotComparable, oracles.OracleMissing, OSError, subprocess.CalledProcessError) as problem:
        print(problem, file=sys.stderr)
        return 1
    for one in found:
        print(f"{one.what}: {one.ours_seconds} s here, {one.theirs_seconds} s there, {one.ratio} times as fast")
    print(", ".join(f"{name.replace('_', ' ')} {value}" for name, value in alone.items()))
    if wanted.json:
        whole = sum(one.theirs_seconds for one in found) / sum(one.ours_seconds for one in found)
        figures = {"bench": "ranked", "same_winners": True, "compared": [asdict(one) for one in found], **alone}
        print(json.dumps({**figures, "ratio": round(whole, 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
