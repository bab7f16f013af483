"""Killing workers and database under votes, and what is found afterwards (voting-and-audit 5.1)."""

import contextlib
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Queue

from sqlalchemy import select

from bench.ballot_clients import Client, Journal, Story
from bench.polling import PollingPlace, Voter, serving
from config import Settings
from pb_app import receipts
from pb_app.audit.note import verifier_key
from pb_app.migrations import upgrade
from pb_app.models.box import box_ballot, box_inbox
from pb_app.models.polls import Poll, RollMark
from pb_app.services import polls
from pb_app.verification.chronicle import read_log
from tests.servers import APP, OWNER, PostgresServer, ServiceMissing, programs, unprivileged

CLIENTS = 16
VOTERS_A_SECOND = 400
WORKER_EVERY = 1.0
DATABASE_EVERY = 4.0
PATIENCE = 90.0
FIRST_ANSWERS = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, on which database, with which fault made on purpose, and the seed of the kills."""

    seconds: float
    is_sqlite: bool = False
    control: str = ""
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """What the voters know against what is stored."""

    acknowledged: int
    stored: int
    marks: int
    lost: int
    duplicates: int
    without_intent: int
    refused: int
    changed_receipts: int
    log_faults: int
    ambiguous: int
    kills: int
    database_kills: int
    slowest_recovery: float

    def findings(self) -> list[str]:
        """What must not be, in words; nothing if all is well."""
        wrong = {
            "acknowledged votes are not stored": self.lost,
            "ballots are stored twice": self.duplicates,
            "ballots were sent by nobody": self.without_intent,
            "voters without an answer were refused when they tried again": self.refused,
            "voters were given two receipts": self.changed_receipts,
            "is the difference between marks and ballots": abs(self.marks - self.stored),
            "faults were found in the log, or in what it tells of the close": self.log_faults,
        }
        return [f"{count} {what}" for what, count in wrong.items() if count]

    def figures(self) -> dict[str, object]:
        """The figures, `kills` all together."""
        told = asdict(self) | {"kills": self.kills + self.database_kills, "worker_kills": self.kills}
        return told | {"slowest_recovery": round(self.slowest_recovery, 1)}


class MortalPostgres(PostgresServer):
    """A server that keeps what it acknowledged, is killed without warning, and started again on the same files."""

    def __init__(self) -> None:
        super().__init__(durable=True)

    def die(self, *, at_once: bool) -> None:
        """Kill the server and all its processes at once, or have them end without writing anything more."""
        assert self.process is not None  # noqa: S101 - it is running
        with contextlib.suppress(ProcessLookupError):
            if at_once:
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def rise(self) -> float:
        """Start again and recover; the seconds until it answers.

        A server does not start while a process of the killed one still holds the memory they shared: it is asked again.
        """
        begun = time.monotonic()
        while True:
            self._start([*unprivileged(), str(programs() / "postgres")])
            try:
                self._first_connection().close()
            except ServiceMissing:
                if time.monotonic() - begun > PATIENCE:
                    raise
            else:
                return time.monotonic() - begun


class Crash:
    """One run."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self._plan = plan
        self._folder = folder
        self._dice = random.Random(plan.seed)
        self._kills = self._database_kills = 0
        self._slowest = 0.0

    def run(self) -> Found:
        """Vote and kill for as long as planned, let everybody come to their answer, and compare."""
        with self._database() as (url, server):
            place = PollingPlace(self._folder, url)
            voters = place.more_voters(round(self._plan.seconds * VOTERS_A_SECOND))
            if server is not None:
                with server.address.connect() as superuser:
                    superuser.execute("CHECKPOINT")  # who may vote is known for good, even where a fault is made
            workers = "1" if self._plan.is_sqlite else "4"
            how = ("--preload", "--workers", workers, "--threads", "4")  # a killed worker is back at once
            with serving(place.settings, *how) as (port, master):
                self._make_fault(server)
                stories = self._vote(place, voters, (port, master, server))
            found = self._compare(place, stories)
            place.close()
        return found

    @contextlib.contextmanager
    def _database(self) -> Iterator[tuple[str, MortalPostgres | None]]:
        if self._plan.is_sqlite:
            url = f"sqlite:///{self._folder / 'moothill.sqlite3'}"
            upgrade(Settings(database_url=url))
            yield url, None
            return
        server = MortalPostgres()
        with server as address:
            name = address.new_database("crash")
            url = address.url(name, APP)
            upgrade(Settings(database_url=url, owner_database_url=address.url(name, OWNER)))
            with address.connect() as superuser:
                superuser.execute("ALTER SYSTEM SET recovery_init_sync_method = 'syncfs'")
            yield url, server

    def _make_fault(self, server: MortalPostgres | None) -> None:
        """Let the database acknowledge too early, if that is the control: a service would not start on such a one."""
        if server is None or self._plan.control != "sync-off":
            return
        with server.address.connect() as superuser:
            superuser.execute(f"ALTER ROLE {APP} SET synchronous_commit = off".encode())
            superuser.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
            superuser.execute("SELECT pg_reload_conf()")

    def _vote(
        self,
        place: PollingPlace,
        voters: list[Voter],
        running: tuple[int, subprocess.Popen[bytes], MortalPostgres | None],
    ) -> list[Story]:
        port, master, server = running
        waiting: Queue[Voter] = Queue()
        for voter in voters:
            waiting.put(voter)
        keeps_key = self._plan.control != "no-key"
        address = (port, place.poll.poll_no)
        clients = [
            Client(address, waiting, Journal(self._folder / f"journal-{n}"), keeps_key=keeps_key)
            for n in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        _wait_for_answers(clients)
        done = threading.Event()
        reaper = threading.Thread(target=self._kill_workers, args=(master.pid, done))
        reaper.start()
        self._kill_database(server)
        done.set()
        reaper.join()
        for client in clients:
            client.stopping.set()
        for client in clients:
            client.join(PATIENCE)
            if client.is_alive():
                raise RuntimeError("A voter had no answer long after the last kill.")
        return [story for client in clients for story in client.stories]

    def _kill_workers(self, master: int, done: threading.Event) -> None:
        pause = WORKER_EVERY * (3 if self._plan.is_sqlite else 1)  # where there is one worker only, it also has to work
        while not done.wait(pause * (0.5 + self._dice.random())):
            listed = subprocess.run(["pgrep", "-P", str(master)], check=False, capture_output=True, text=True).stdout
            workers = [int(one) for one in listed.split()]
            if workers:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._dice.choice(workers), signal.SIGKILL)
                    self._kills += 1

    def _kill_database(self, server: MortalPostgres | None) -> None:
        until = time.monotonic() + self._plan.seconds
        while (left := until - time.monotonic()) > 0:
            time.sleep(
                min(left, DATABASE_EVERY * (0.5 + random.Random(self._plan.seed + self._database_kills).random()))
            )
            if server is not None:
                server.die(at_once=self._database_kills % 2 == 0)
                self._database_kills += 1
                self._slowest = max(self._slowest, server.rise())

    def _compare(self, place: PollingPlace, stories: list[Story]) -> Found:
        """Every receipt opened with the receipt key against every ballot, before and after the close."""
        key = verifier_key(f"{place.parts.keys.log_origin}/receipts", place.parts.keys.receipt)
        poll_id = place.poll.poll_id
        promised = [receipts.open_receipt(story.notes[0], key).ballot for story in stories if story.notes]
        intents = {receipts.idempotency_key(one, poll_id) for story in stories for one in story.secrets}
        with contextlib.closing(place.parts.database.session()) as session:
            rows = [
                (bytes(row.c), bytes(row.idem))
                for box in (box_inbox, box_ballot)
                for row in session.execute(select(box.c.c, box.c.idem))
            ]
            marks = len(session.scalars(select(RollMark.roll_no)).all())
        hashes = {c for c, _ in rows}
        with place.poll.acting("officer") as uow:
            closed = polls.close_poll(uow, place.poll.poll_no, "The run is over") if marks == len(rows) else None
        if closed is not None and closed.ballots != len(rows):
            raise RuntimeError("The close found another number of ballots than there were.")
        return Found(
            acknowledged=len(promised),
            stored=len(rows),
            marks=marks,
            lost=sum(one not in hashes for one in promised),
            duplicates=len(rows) - len({idem for _, idem in rows}) + len(promised) - len(set(promised)),
            without_intent=sum(idem not in intents for _, idem in rows),
            refused=sum(story.refused for story in stories),
            changed_receipts=sum(len(set(story.notes)) > 1 for story in stories),
            log_faults=_log_faults(place, closed),
            ambiguous=sum(story.unanswered > 0 for story in stories),
            kills=self._kills,
            database_kills=self._database_kills,
            slowest_recovery=self._slowest,
        )


def _log_faults(place: PollingPlace, closed: Poll | None) -> int:
    """What does not verify in the whole log once the run is over; a close that it tells of otherwise is a fault too."""
    with place.poll.system() as uow:
        uow.sequence_log()
        read = read_log(uow.session, place.parts.keys)
        told = read.chronicle.of_poll(place.poll.poll_id, "poll.closed")
        wrong = closed is not None and [one.facts.get("root") for one in told] != [closed.box_root]
        return len(list(read.misfits)) + wrong


def _wait_for_answers(clients: list[Client]) -> None:
    """Nobody is killed before the service answers: a server that is still beginning proves nothing."""
    until = time.monotonic() + PATIENCE
    while sum(len(client.stories) for client in clients) < FIRST_ANSWERS:
        if time.monotonic() > until:
            raise RuntimeError("The service answers nobody; nothing was killed yet.")
        time.sleep(0.05)
