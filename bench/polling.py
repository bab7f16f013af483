"""A poll with thousands of voters behind a real server, for the measurements that cast ballots."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha1
from pathlib import Path
from urllib.parse import urlencode

from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import insert
from sqlalchemy.orm import Session

from ballots.styles import Approval
from config import Settings
from pb_app import receipts
from pb_app.factory import create_app
from pb_app.models.people import Person, SignInSession
from pb_app.models.polls import RollEntry
from pb_app.models.proposals import Project
from pb_app.queries.people import token_hash
from pb_app.services import polls
from pb_app.web.unit_of_work import Installation, installation
from tests import ballot_box, world
from tests.ballot_box import Voting
from tests.world import SOME_TIME_AGO, World

ROOT = Path(__file__).resolve().parents[1]
SITE = "https://vote.moothill.example"
PROJECTS = 30
MARKS = ("P04", "P11", "P23")
BEHIND_A_PROXY = (
    "X-Forwarded-For: 203.0.113.9",
    "X-Forwarded-Proto: https",
    "X-Forwarded-Host: vote.moothill.example",
)
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody on the roll who is signed in: what their browser holds, and the secret of their ballot."""

    cookie: str
    csrf_token: str
    secret: bytes

    def form(self, marks: tuple[str, ...] = MARKS) -> bytes:
        """The form as the browser sends it."""
        fields = [("csrf_token", self.csrf_token), *(("projects", one) for one in marks), ("secret", self.secret.hex())]
        return urlencode(fields).encode()

    def headers(self) -> dict[str, str]:
        """What goes before it, with what our proxy adds."""
        named = dict(line.split(": ", 1) for line in BEHIND_A_PROXY)
        return named | {
            "Host": "vote.moothill.example",
            "Referer": f"{SITE}/polls/1/ballot/check",
            "Cookie": f"__Host-moothill={self.cookie}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "text/html",
        }

    def request(self, poll_no: int) -> bytes:
        """The whole request, on a line that stays open."""
        body = self.form()
        lines = [f"POST /polls/{poll_no}/ballot HTTP/1.1", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers().items()]
        return "\r\n".join([*lines, "", ""]).encode() + body


class PollingPlace:
    """An installation as in production with an open poll of thirty projects, in a folder of its own."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.settings = settings_of_production(folder, database_url)
        self.app = create_app(self.settings)
        self.parts: Installation = installation(self.app)
        self.world: World = world.build(self.parts)
        self.poll: Voting = _opened(self.parts, self.world)
        self.voters = 0

    def more_voters(self, wanted: int) -> list[Voter]:
        """So many people more: signed in, on the roll, and ready to cast."""
        begun, self.voters = self.voters, self.voters + wanted
        tokens = [secrets.token_urlsafe(32) for _ in range(wanted)]
        emails = [f"voter{number}@moothill.example" for number in range(begun, self.voters)]
        with contextlib.closing(self.parts.database.session()) as session, self.parts.database.writing(session):
            self._put_down(session, emails, tokens)
            session.commit()
        return [self._browser(token) for token in tokens]

    def _put_down(self, session: Session, emails: list[str], tokens: list[str]) -> None:
        poll_id, key = self.poll.poll_id, self.parts.keys.roll_key(self.poll.poll_id)
        now = self.parts.database.now(session)
        people = [{"email": email, "display_name": "", "created_at": SOME_TIME_AGO} for email in emails]
        ids = session.scalars(insert(Person).returning(Person.id, sort_by_parameter_order=True), people).all()
        seen = {"created_at": now, "seen_at": now}
        sessions = [
            {"token_hash": token_hash(token), "person_id": one} | seen for token, one in zip(tokens, ids, strict=True)
        ]
        session.execute(insert(SignInSession), sessions)
        whose = {"poll_id": poll_id, "locality_id": self.world.locality_id, "basis": "postcode", "status": "eligible"}
        roll = [
            {"roll_no": secrets.randbelow(2**53 - 1), "person_key": receipts.person_key(key, email)} | whose
            for email in emails
        ]
        session.execute(insert(RollEntry), roll)

    def _browser(self, token: str) -> Voter:
        csrf = sha1(secrets.token_bytes(64), usedforsecurity=False).hexdigest()
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        cookie = signer.dumps({"_fresh": True, "_user_id": token, "csrf_token": csrf})
        form = URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(csrf)  # type: ignore[arg-type]
        return Voter(str(cookie), str(form), secrets.token_bytes(receipts.SECRET_LENGTH))

    def close(self) -> None:
        """Give the connections back."""
        self.parts.database.engine.dispose()


def settings_of_production(folder: Path, database_url: str) -> Settings:
    """Settings as docs/production.md has them, with keys made for the occasion."""
    made = Settings(instance=str(folder), database_url=database_url, background="off")
    create_app(made)  # makes the keys
    keys = {f"{name}_key_file": str(folder / "keys" / f"{name}.key") for name in ("session", "log", "receipt")}
    return replace(
        made,
        environment="production",
        site_url=SITE,
        log_origin="moothill.example/bench",
        roll_keys_folder=str(folder / "keys" / "rolls"),
        mail="smtp",
        smtp_url="smtp://127.0.0.1:9",
        proxies=1,
        background="on",
        **keys,
    ).checked()


def environment_of(settings: Settings, port: int) -> dict[str, str]:
    """The variables that lead a server to these settings."""
    plain = Settings()
    told = {
        f"PB_{name.upper()}": str(getattr(settings, name))
        for name in Settings.__dataclass_fields__
        if getattr(settings, name) != getattr(plain, name)
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PB_")}
    return kept | told | {"PORT": str(port)}


def free_port() -> int:
    """A port that nobody holds at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(settings: Settings, *more: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The real server on these settings; its port and its process. It and all its workers end with the block."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", *more]
    log = (Path(settings.instance) / "server.log").open("wb")
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment_of(settings, port), stdout=log, stderr=log, start_new_session=True
    )
    try:
        wait_for(port, server)
        yield port, server
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        log.close()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Return once the server takes connections; RuntimeError if it ended or never did."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("The server did not start; what it said stands in server.log of its folder.")


def told_by(command: list[str]) -> dict[str, object]:
    """The JSON object on the last line of what a program of ours prints."""
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


def _opened(parts: Installation, here: World) -> Voting:
    """The small poll of the tests, with thirty projects on its paper."""
    poll = ballot_box.drafted(parts, here, style=Approval(max_choices=5))
    with contextlib.closing(parts.database.session()) as session, parts.database.writing(session):
        row = {"round_no": 1, "outcome_id": here.outcome_id, "cost": 700_000}
        more = range(len(ballot_box.PROJECTS) + 1, PROJECTS + 1)
        session.execute(insert(Project), [row | {"ref": f"P{n:02d}", "title": f"Project {n}"} for n in more])
        session.commit()
    with poll.acting("officer") as uow:
        polls.freeze_poll(uow, poll.poll_no)
    with poll.acting("approver") as uow:
        polls.open_poll(uow, poll.poll_no)
    return poll
