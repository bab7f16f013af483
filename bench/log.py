"""Entries a second through the sequencer and verification, beside the raw hashing of the same machine in the same run.

Entries wait in the log as changes leave them; the sequencer takes them into the tree in its own batches, signs, and
keeps the nodes of the tiles. Verification recomputes everything as `audit verify` does. Raw hashing is what neither
can do without: one leaf hash and one node hash an entry, in this Python, with nothing stored.
"""

import json
import sys
import tempfile
import time
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from sqlalchemy import insert, select

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from config import Settings  # noqa: E402  # found once the folder above is known
from pb_app.audit.log import Entry  # noqa: E402
from pb_app.audit.merkle import CompactRange, leaf_hash, node_hash  # noqa: E402
from pb_app.audit.note import verifier_key  # noqa: E402
from pb_app.audit.verify import verify  # noqa: E402
from pb_app.database import Database  # noqa: E402
from pb_app.keys import Keys  # noqa: E402
from pb_app.migrations import upgrade  # noqa: E402
from pb_app.models.log import LogCheckpoint, LogLeaf, LogPending  # noqa: E402
from pb_app.queries import log_tiles  # noqa: E402
from pb_app.unit_of_work import UnitOfWork  # noqa: E402
from tests.servers import APP, OWNER, PostgresServer, ServiceMissing  # noqa: E402

SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUICK_SIZES = (1_000, 20_000)
MEASURED = 10_000
"""How many entries are timed at each size, as many as are there already at most."""
WARMING = 200
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
PROOFS = 20


@dataclass(frozen=True, slots=True)
class Measured:
    """At this size of log: entries a second, the same part of raw hashing, milliseconds of a proof."""

    entries: int
    sequenced_per_second: float
    hashed_per_second: float
    ratio: float
    proof_ms: float


def body_of(number: int) -> str:
    """An entry of the usual length."""
    return Entry("proposal.accepted", AT, {"round": 1, "proposal": number, "pence": 1_200_000}).body().decode()


def raw(bodies: list[str]) -> float:
    """Leaf and node hashes a second, an entry each, with nothing kept."""
    started = time.perf_counter()
    reached = b""
    for body in bodies:
        reached = node_hash(reached, leaf_hash(body.encode()))
    return len(bodies) / (time.perf_counter() - started)


class Measuring:
    """An installation whose log grows from size to size."""

    def __init__(self, settings: Settings) -> None:
        self.database = Database(settings.database)
        self.uow = UnitOfWork.of_system(self.database, Keys.load(settings))
        self.size = 0

    def leave(self, number: int) -> list[str]:
        """Let so many entries wait, as changes left them."""
        bodies = [body_of(one) for one in range(self.size, self.size + number)]
        with self.database.writing(self.uow.session):
            self.uow.session.execute(insert(LogPending), [{"body": body} for body in bodies])
            self.uow.session.commit()
        self.size += number
        return bodies

    def grow(self, size: int) -> None:
        """Bring the log to a size, untimed."""
        while self.size < size:
            self.leave(min(50_000, size - self.size))
            self.uow.sequence_log()

    def at(self, size: int, turns: int) -> Measured:
        """Grow to this size and measure from there: sequencer and raw hashing by turns, the medians."""
        self.grow(size)
        rates, bare = [], []
        for _ in range(turns):
            bodies = self.leave(max(WARMING, min(MEASURED, size)) // turns)
            before = raw(bodies)
            started = time.perf_counter()
            self.uow.sequence_log()
            rates.append(len(bodies) / (time.perf_counter() - started))
            bare.append((before + raw(bodies)) / 2)
        per_second, hashed = median(rates), median(bare)
        proof = self.proof_ms()
        return Measured(size, round(per_second), round(hashed), round(per_second / hashed, 4), round(proof, 2))

    def proof_ms(self) -> float:
        """How long one proof of inclusion takes."""
        places = [self.size * one // PROOFS for one in range(PROOFS)]
        started = time.perf_counter()
        for place in places:
            log_tiles.tree(self.uow.session, self.size).inclusion(place, self.size)
        self.uow.end_read()
        return (time.perf_counter() - started) * 1000 / PROOFS

    def verified(self) -> tuple[float, float]:
        """Entries verified a second, from the database on, and raw hashing over the same entries."""
        stored = select(LogLeaf.idx, LogLeaf.body, LogLeaf.leaf_hash).order_by(LogLeaf.idx)
        started = time.perf_counter()
        rows = self.uow.session.execute(stored.execution_options(yield_per=5_000))
        checkpoints = self.uow.session.execute(select(LogCheckpoint.size, LogCheckpoint.root, LogCheckpoint.note)).all()
        told = ((row.idx, row.body.encode(), row.leaf_hash) for row in rows)
        key = verifier_key(self.uow.keys.log_origin, self.uow.keys.log)
        verdict = verify(told, [tuple(one) for one in checkpoints], key)
        per_second = verdict.checked / (time.perf_counter() - started)
        if not verdict.ok or verdict.signed != self.size:
            raise RuntimeError(f"The log does not verify: {verdict.findings[:1]}")
        bodies = [body_of(one) for one in range(min(self.size, 50_000))]
        started = time.perf_counter()
        CompactRange().extend(leaf_hash(body.encode()) for body in bodies)
        self.uow.end_read()
        return per_second, len(bodies) / (time.perf_counter() - started)


def measured(settings: Settings, sizes: tuple[int, ...], turns: int) -> dict[str, object]:
    """The figures on one database."""
    upgrade(settings)
    measuring = Measuring(settings)
    measuring.at(0, 1)  # until everything was made once
    found = []
    for size in sizes:
        found.append(one := measuring.at(max(size, measuring.size), turns))
        print(
            f"{one.entries:>9,} entries in the log: {one.sequenced_per_second:,.0f} entries/s sequenced; raw hashing "
            f"{one.hashed_per_second:,.0f}/s; ratio {one.ratio}; a proof takes {one.proof_ms} ms",
            flush=True,
        )
    verified, hashed = measuring.verified()
    print(
        f"{measuring.size:>9,} entries verified at {verified:,.0f}/s; their tree alone at {hashed:,.0f}/s", flush=True
    )
    measuring.uow.close()
    measuring.database.engine.dispose()
    growth = round(found[0].ratio / found[-1].ratio, 2)
    return {
        "sizes": [asdict(one) for one in found],
        "growth": growth,
        "verified_per_second": round(verified),
        "tree_per_second": round(hashed),
    }


def main() -> int:
    """Measure on both databases, print a line for each size, and with --json one object with all figures at the end."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="two small logs, on SQLite only")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    wanted = parser.parse_args()
    sizes, turns = (QUICK_SIZES, 2) if wanted.quick else (SIZES, 3)
    whole: dict[str, object] = {"bench": "log"}
    with tempfile.TemporaryDirectory(prefix="moothill-log-") as folder:
        print("SQLite")
        whole["sqlite"] = measured(Settings(instance=folder), sizes, turns)
        if not wanted.quick:
            try:
                with PostgresServer(durable=True) as postgres:
                    name = postgres.new_database("log")
                    addresses = (postgres.url(name, APP), postgres.url(name, OWNER))
                    print("PostgreSQL")
                    settings = Settings(instance=folder, database_url=addresses[0], owner_database_url=addresses[1])
                    whole["postgresql"] = measured(settings, sizes, turns)
            except ServiceMissing as problem:
                print(problem, file=sys.stderr)
                return 1
    if wanted.json:
        print(json.dumps(whole))
    return 0


if __name__ == "__main__":
    sys.exit(main())
