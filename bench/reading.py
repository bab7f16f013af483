"""How fast a .pb file is read: whole and checked by us, and its bare rows by Python's csv module, in the same run."""

import csv
import io
import json
import os
import sys
import time
import tracemalloc
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ballots import pabulib  # noqa: E402  # found once the folder above is known

QUICK = ("Poland_Lodz_2023.pb", "Poland_Warszawa_2026.pb", "Poland_Wroclaw_2018.pb")
LARGE = "Poland_Lodz_2023.pb"
TIMES = 10
REPEATS = 5


class NotMeasurable(RuntimeError):
    """The real polls are not there."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One file read: processor seconds (the best of some), megabytes a second, and memory as a multiple of the file."""

    file: str
    kind: str
    megabytes: float
    voters: int
    different: int
    seconds: float
    csv_seconds: float
    megabytes_a_second: float
    memory_times: float


def folder() -> Path:
    """Find the real polls. Raises NotMeasurable if they are not there."""
    found = Path(os.environ.get("MOOTHILL_DATA") or ROOT.parent / "shared" / "data") / "pabulib"
    if not found.is_dir():
        raise NotMeasurable("The real polls are not there: MOOTHILL_DATA should name the folder that holds pabulib/.")
    return found


def best(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Give the least processor seconds that the work took."""
    took = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took)


def bare_rows(data: bytes) -> int:
    """Let the csv module cut the file into rows and cells, and throw them away."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    return sum(1 for _ in csv.reader(text, delimiter=";"))


def memory_times(data: bytes) -> float:
    """Give the most memory held while the file is read, beside the file itself, as a multiple of the file."""
    tracemalloc.start()
    pabulib.read(data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return round(most / len(data), 1)


def measured(name: str, data: bytes) -> Measured:
    """Read one file and say how it went."""
    poll = pabulib.read(data)
    ours, theirs = best(lambda: pabulib.read(data)), best(lambda: bare_rows(data))
    return Measured(
        file=name,
        kind=poll.vote_type,
        megabytes=round(len(data) / 1e6, 3),
        voters=len(poll.ballots),
        different=len(poll.profile.groups),
        seconds=round(ours, 4),
        csv_seconds=round(theirs, 4),
        megabytes_a_second=round(len(data) / 1e6 / ours, 1),
        memory_times=memory_times(data),
    )


def repeated(data: bytes, times: int) -> bytes:
    """Make a larger poll of a real one: the same ballots again and again, each by a voter of its own."""
    head, _, votes = data.partition(b"\nVOTES\n")
    heading, _, rows = votes.partition(b"\n")
    lines = rows.splitlines()
    poll = pabulib.read(data)
    head = head.replace(f"num_votes;{len(lines)}".encode(), f"num_votes;{len(lines) * times}".encode())
    for project, votes_of in poll.profile.votes.items():
        cost = next(one.cost for one in poll.poll.projects if one.project_id == project) // poll.poll.unit
        old, new = f"{project};{cost};{votes_of};", f"{project};{cost};{votes_of * times};"
        head = head.replace(old.encode(), new.encode())
    copies = (b"\n".join(b"%d-%b" % (number, line) for line in lines) for number in range(times))
    return head + b"\nVOTES\n" + heading + b"\n" + b"\n".join(copies) + b"\n"


def report(*, quick: bool) -> list[Measured]:
    """Read the files and say so line by line."""
    paths = [folder() / name for name in QUICK] if quick else sorted(folder().glob("*.pb"))
    cases = [(path.name, path.read_bytes()) for path in paths]
    if not quick:
        cases.append((f"{LARGE} x {TIMES}", repeated((folder() / LARGE).read_bytes(), TIMES)))
    found = []
    for name, data in cases:
        one = measured(name, data)
        found.append(one)
        print(
            f"{one.file:66}{one.megabytes:8.2f} MB {one.voters:8,} voters {one.different:7,} different "
            f"{one.megabytes_a_second:6.1f} MB/s  memory x {one.memory_times}"
        )
    return found


def main() -> int:
    """Measure; 0 if the polls are there."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only three large files")
    parser.add_argument("--json", action="store_true", help="print the figures as one line of JSON at the end")
    arguments = parser.parse_args()
    try:
        found = report(quick=arguments.quick)
    except NotMeasurable as why:
        print(why, file=sys.stderr)
        return 1
    large = [one for one in found if one.megabytes > 1 and one.file.endswith(".pb")]
    ratio = sum(one.csv_seconds for one in large) / sum(one.seconds for one in large)
    speed = sum(one.megabytes for one in large) / sum(one.seconds for one in large)
    print(f"{speed:.1f} MB/s on real files of more than 1 MB; {ratio:.2f} of the speed of csv alone")
    if arguments.json:
        figures = {
            "ratio": round(ratio, 3),
            "megabytes_a_second": round(speed, 1),
            "memory_times": max(one.memory_times for one in large),
            "files": [asdict(one) for one in found],
        }
        print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
