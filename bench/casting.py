"""Votes per second through the whole service, beside the bare transaction on the same PostgreSQL in the same minute.

Ours is the real server as in production (gunicorn, two workers), 64 open lines, each vote a form with session cookie,
forgery token and receipt page. The bare transaction is what such a vote cannot do without: the mark and the ballot,
committed durably, by pgbench with prepared statements and 64 clients, on the same tables with the same guards.
"""

import json
import re
import struct
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import geometric_mean, median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.polling import PollingPlace, serving, told_by  # noqa: E402  # found once the folder above is known
from config import Settings  # noqa: E402
from pb_app.migrations import upgrade  # noqa: E402
from tests.servers import APP, OWNER, PostgresAddress, PostgresServer, ServiceMissing, programs  # noqa: E402

CONNECTIONS = 64
WORKERS = ("--workers", "2", "--threads", "8")
SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUICK_SIZES = (1_000, 1_000_000)
VOTES = 2_000
TURNS = 3
BARE_SECONDS = 2
BARE_ROLL = 400_000
TPS = re.compile(r"tps = ([\d.]+)")

BARE = r"""SELECT nextval('bench_bare') AS n \gset
BEGIN;
INSERT INTO roll_mark (poll_id, roll_no, channel, marked_on) VALUES ('{poll}', :n, 'online', current_date);
INSERT INTO box_inbox (poll_id, c, idem, change_hash, channel, body)
  VALUES ('{poll}', sha256(('c' || :n)::bytea), sha256(('i' || :n)::bytea), NULL, 'online',
          '{body}' || md5(:n::text) || '"');
COMMIT;
"""
BODY = '{"b":["P04","P11","P23"],"ch":"online","poll":"00000000-0000-4000-8000-000000000000","v":1,"n":"'
FILL = """
INSERT INTO roll_entry SELECT '{poll}', {far} + i, sha256(('p' || i)::bytea), {locality}, 'postcode', 'eligible'
  FROM generate_series({begin}, {end}) i;
INSERT INTO roll_mark SELECT '{poll}', {far} + i, 'online', current_date FROM generate_series({begin}, {end}) i;
INSERT INTO box_ballot SELECT '{poll}', c, sha256(c), NULL, 'online', '{body}' || encode(c, 'hex') || '"'
  FROM (SELECT sha256(('b' || i)::bytea) AS c FROM generate_series({begin}, {end}) i ORDER BY 1) made;
"""
FAR = 2**52  # above every roll number of the bare transactions
BARE_VOTERS = """
INSERT INTO roll_entry SELECT '{poll}', i, sha256(('q' || i)::bytea), {locality}, 'postcode', 'eligible'
  FROM generate_series(1, {most}) i;
CREATE SEQUENCE bench_bare;
GRANT USAGE ON SEQUENCE bench_bare TO {app};
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """A box of this size: votes a second and milliseconds of ours, transactions a second of the bare one."""

    ballots: int
    votes_per_second: float
    p50_ms: float
    p99_ms: float
    generator_cpu_ms: float
    bare_per_second: float
    ratio: float


class Measuring:
    """The polling place, its server's port, and the database below it."""

    def __init__(self, place: PollingPlace, port: int, postgres: PostgresAddress, name: str) -> None:
        self.place = place
        self.port = port
        self.postgres = postgres
        self.name = name
        self.filled = 0
        self.folder = Path(place.settings.instance)
        self.bare_script = self.folder / "bare.sql"
        self.bare_script.write_text(BARE.format(poll=place.poll.poll_id, body=BODY), "utf-8")
        self.in_bulk(BARE_VOTERS, most=BARE_ROLL, app=APP)

    def in_bulk(self, statements: str, **words: object) -> None:
        """Run statements past all guards, as no role of the service could."""
        told = {"poll": self.place.poll.poll_id, "locality": self.place.world.locality_id} | words
        with self.postgres.connect(self.name) as superuser:
            superuser.execute("SET session_replication_role = replica")
            superuser.execute(statements.format(**told).encode())

    def fill(self, ballots: int) -> None:
        """Let so many ballots lie in the box, mixed, with their marks on the roll."""
        self.in_bulk(FILL, begin=self.filled + 1, end=ballots, far=FAR, body=BODY)
        self.filled = ballots
        with self.postgres.connect(self.name) as superuser:
            superuser.execute("VACUUM ANALYZE")
            superuser.execute("CHECKPOINT")

    def ours(self, votes: int = VOTES) -> dict[str, float]:
        """The figures of so many votes through the whole service. RuntimeError where one was not taken."""
        path = self.folder / "requests"
        with path.open("wb") as file:
            for voter in self.place.more_voters(votes):
                request = voter.request(self.place.poll.poll_no)
                file.write(struct.pack(">I", len(request)) + request)
        told = told_by([sys.executable, "bench/load.py", str(self.port), str(CONNECTIONS), str(path)])
        if told["answers"] != {"201": votes}:
            raise RuntimeError(f"Not every vote was taken: {told['answers']}")
        return told  # type: ignore[return-value]

    def bare(self) -> float:
        """The bare transactions a second."""
        where = ["-h", self.postgres.folder, "-p", str(self.postgres.port), "-U", APP]
        how = ["-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "2", "-T", str(BARE_SECONDS)]
        command = [str(programs() / "pgbench"), *where, *how, "-f", str(self.bare_script), self.name]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found = TPS.search(told)
        if found is None:
            raise RuntimeError("pgbench did not say how many transactions a second it made.")
        return float(found[1])

    def at(self, ballots: int) -> Measured:
        """Fill the box to this size and measure, ours and bare by turns; the medians, and that of the turns' ratios."""
        self.fill(ballots)
        turns = []
        for _ in range(TURNS):
            before, told, after = self.bare(), self.ours(), self.bare()
            turns.append((told, (before + after) / 2))
        middle = {
            name: median(told[name] for told, _ in turns) for name in ("per_second", "p50_ms", "p99_ms", "own_cpu_ms")
        }
        return Measured(
            ballots,
            round(middle["per_second"], 1),
            round(middle["p50_ms"], 1),
            round(middle["p99_ms"], 1),
            round(middle["own_cpu_ms"], 3),
            round(median(bare for _, bare in turns), 1),
            round(median(told["per_second"] / bare for told, bare in turns), 3),
        )


def measured(sizes: tuple[int, ...]) -> list[Measured]:
    """The figures for each size of box, on a server of this measurement's own that keeps what it is told."""
    found = []
    with PostgresServer(durable=True) as postgres, tempfile.TemporaryDirectory(prefix="moothill-casting-") as folder:
        name = postgres.new_database("casting")
        upgrade(Settings(database_url=postgres.url(name, APP), owner_database_url=postgres.url(name, OWNER)))
        place = PollingPlace(Path(folder), postgres.url(name, APP))
        with serving(place.settings, *WORKERS) as (port, _):
            measuring = Measuring(place, port, postgres, name)
            measuring.ours(VOTES // 2)  # until everything was made once
            for size in sizes:
                found.append(one := measuring.at(size))
                print(
                    f"{one.ballots:>9,} ballots in the box: {one.votes_per_second} votes/s, p50 {one.p50_ms} ms, "
                    f"p99 {one.p99_ms} ms; bare {one.bare_per_second}/s; ratio {one.ratio}",
                    flush=True,
                )
        place.close()
    return found


def main() -> int:
    """Measure, print a line for each size, and with --json one object with all figures at the end."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="the smallest and the largest box only")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    wanted = parser.parse_args()
    try:
        found = measured(QUICK_SIZES if wanted.quick else SIZES)
    except (ServiceMissing, RuntimeError, OSError, subprocess.CalledProcessError) as problem:
        print(problem, file=sys.stderr)
        return 1
    ratio = geometric_mean(one.ratio for one in found)
    growth = found[0].ratio / found[-1].ratio
    print(f"Ours is {ratio:.3f} of the bare transaction; the largest box costs {growth:.2f} times the smallest.")
    if wanted.json:
        whole = {"bench": "casting", "connections": CONNECTIONS, "workers": 2, "sizes": [asdict(one) for one in found]}
        last = {"votes_per_second": found[0].votes_per_second, "p50_ms": found[0].p50_ms, "p99_ms": found[0].p99_ms}
        print(json.dumps(whole | last | {"growth": round(growth, 2), "ratio": round(ratio, 3)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
