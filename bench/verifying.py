"""How long the verifier takes on a whole bundle: ballots sampled from a real poll, counted and published here.

The poll is loaded, counted by the default rule and published as any other; then the verifier, a process of its own,
checks the bundle from the archive's first byte to the last award. Beside it stands what no check can do without: a
SHA-256 of every file, and Python's csv module over the ballots' rows.
"""

import csv
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from contextlib import closing
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ballots import pabulib  # noqa: E402  # found once the folder above is known
from ballots.pabulib import About  # noqa: E402
from ballots.profile import Profile  # noqa: E402
from ballots.rules import EqualShares  # noqa: E402
from config import Settings  # noqa: E402
from moothill_verify import archive  # noqa: E402
from pb_app.database import Database  # noqa: E402
from pb_app.exports.bundle import bundle_of  # noqa: E402
from pb_app.keys import Keys  # noqa: E402
from pb_app.migrations import upgrade  # noqa: E402
from pb_app.publication import Publication  # noqa: E402
from pb_app.queries import counts as queries  # noqa: E402
from pb_app.services import counts, imports  # noqa: E402
from pb_app.web.unit_of_work import Installation  # noqa: E402
from tests import world  # noqa: E402

WHOLE = ("Poland_Warszawa_2026.pb", 100_000)
QUICK = ("Poland_Warszawa_2021_Ursynow.pb", 10_000)
LIMIT = 120.0
"""Processor seconds that a bundle of a hundred thousand ballots may take."""
SEED = 2026
ABOUT = About("Sampled ballots", "Worldwide", "Here", "2026", "01.01.2026", "02.01.2026")
BALLOTS = "contests/1/ballots.pb"


class NotMeasurable(RuntimeError):
    """The real polls are not there, or the bundle does not hold."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A bundle checked: processor seconds of the verifier and of the bare reading, and the one as part of the other."""

    file: str
    ballots: int
    projects: int
    megabytes: float
    seconds: float
    bare_seconds: float
    ratio: float


def sampled(name: str, many: int) -> bytes:
    """Draw so many ballots, with repetition, from a real poll of approvals. Raises NotMeasurable if it is not there."""
    path = Path(os.environ.get("MOOTHILL_DATA") or ROOT.parent / "shared" / "data") / "pabulib" / name
    if not path.is_file():
        raise NotMeasurable("The real polls are not there: MOOTHILL_DATA should name the folder that holds pabulib/.")
    told = pabulib.read(path)
    groups = told.profile.groups
    drawn = random.Random(SEED).choices(groups, [group.weight for group in groups], k=many)
    profile = Profile.of(told.poll, [group.marks for group in drawn])
    text = io.StringIO(newline="")
    pabulib.write(text, told.poll, profile, style=told.style, about=ABOUT)
    return text.getvalue().encode()


def bundle(ballots: bytes, folder: str) -> bytes:
    """Load the poll into an installation of its own, count, publish and pack it."""
    settings = Settings(instance=folder)
    upgrade(settings)
    parts = Installation(settings, Database(settings.database), Keys.load(settings))
    here = world.build(parts)
    with closing(parts.system_unit_of_work()) as system:
        poll_no = imports.import_poll(system, ballots, "Oban", EqualShares()).poll_no
        system.sequence_log()
        with closing(world.acting(parts, here, "officer")) as officer:
            counts.record_count(officer, poll_no)
        with closing(world.acting(parts, here, "approver")) as approver:
            counts.acknowledge_privacy(approver, poll_no, Publication.PRIVATE)
            counts.publish_result(approver, poll_no)
        system.sequence_log()
        count = queries.count_of(system.session, poll_no)
        if count is None:
            raise NotMeasurable("The count was not kept.")
        packed = bundle_of(system.session, system.keys, count)
    parts.database.engine.dispose()
    return packed


def verified(path: Path) -> float:
    """Give the processor seconds of the verifier over a bundle. Raises NotMeasurable unless everything fits."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "moothill_verify", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0 or "Counted again" not in done.stdout:
        raise NotMeasurable(done.stdout + done.stderr)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def bare(files: dict[str, bytes]) -> float:
    """Give the processor seconds of hashing every file and cutting the ballots into cells."""
    began = time.process_time()
    for content in files.values():
        sha256(content).digest()
    for _ in csv.reader(io.StringIO(files[BALLOTS].decode(), newline=""), delimiter=";"):
        pass
    return time.process_time() - began


def measured(name: str, many: int) -> Measured:
    """Make a bundle of so many ballots, and have it checked."""
    with tempfile.TemporaryDirectory(prefix="moothill-verifying-") as folder:
        packed = bundle(sampled(name, many), folder)
        path = Path(folder) / "bundle.zip"
        path.write_bytes(packed)
        took, files = verified(path), archive.members(packed)
    reading = bare(files)
    projects = len(json.loads(files["poll.json"])["contests"][0]["projects"])
    megabytes = round(len(packed) / 1e6, 1)
    return Measured(name, many, projects, megabytes, round(took, 1), round(reading, 3), round(reading / took, 4))


def main() -> int:
    """Measure, print a line, and with --json one object with all figures at the end; 1 where it takes too long."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="ten thousand ballots of a smaller poll")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    wanted = parser.parse_args()
    try:
        found = measured(*(QUICK if wanted.quick else WHOLE))
    except NotMeasurable as problem:
        print(problem, file=sys.stderr)
        return 1
    print(
        f"{found.ballots:,} ballots on {found.projects} projects ({found.file}), a bundle of {found.megabytes} MB: "
        f"verified in {found.seconds} s of processor time; hashing and bare rows {found.bare_seconds} s",
        flush=True,
    )
    if wanted.json:
        print(json.dumps({"bench": "verifying", **asdict(found)}))
    return int(found.seconds >= LIMIT)


if __name__ == "__main__":
    sys.exit(main())
