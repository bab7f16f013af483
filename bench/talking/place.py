"""A room with hundreds of people who are signed in, and the real servers that hold it."""

import contextlib
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import insert, select

from bench.polling import SITE, serving, settings_of_production
from config import Settings
from pb_app.factory import create_app
from pb_app.migrations import upgrade
from pb_app.models.people import Person, SignInSession
from pb_app.models.rooms import RoomEvent
from pb_app.queries.people import token_hash
from pb_app.web.rooms import SALT
from pb_app.web.unit_of_work import Installation, installation
from tests import world
from tests.rooms_world import Talked, open_room
from tests.servers import APP, OWNER, PostgresServer, RedisServer
from tests.world import SOME_TIME_AGO

NAMESPACE = "/rooms,"
PRELOADED = ("--preload",)  # a killed process is back at once
Key = tuple[int, int]  # who, and which of the things they say
HALLS = 8  # network addresses from which people come


@dataclass(frozen=True, slots=True)
class Talker:
    """Somebody whose browser shows the room's page."""

    number: int
    cookie: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """What the browser and our proxy send."""
        return {
            "Origin": SITE,
            "Cookie": f"__Host-moothill={self.cookie}",
            "X-Forwarded-For": f"203.0.113.{self.number % HALLS + 1}",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "vote.moothill.example",
        }

    @property
    def auth(self) -> dict[str, str]:
        """What the page shows on connecting."""
        return {"token": self.token, "language": "en"}


class RoomPlace:
    """An installation as in production with one open room."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.app = create_app(settings)
        self.parts: Installation = installation(self.app)
        self.room: Talked = open_room(self.parts, world.build(self.parts))

    def talkers(self, wanted: int) -> list[Talker]:
        """So many people, signed in."""
        tokens = [secrets.token_urlsafe(32) for _ in range(wanted)]
        people = [
            {"email": f"talker{n}@moothill.example", "display_name": f"Talker {n}", "created_at": SOME_TIME_AGO}
            for n in range(wanted)
        ]
        with contextlib.closing(self.parts.database.session()) as session, self.parts.database.writing(session):
            now = self.parts.database.now(session)
            ids = session.scalars(insert(Person).returning(Person.id, sort_by_parameter_order=True), people).all()
            sessions = [
                {"token_hash": token_hash(token), "person_id": one, "created_at": now, "seen_at": now}
                for token, one in zip(tokens, ids, strict=True)
            ]
            session.execute(insert(SignInSession), sessions)
            session.commit()
        return [self._browser(number, token) for number, token in enumerate(tokens)]

    def _browser(self, number: int, token: str) -> Talker:
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        shown = URLSafeTimedSerializer(self.app.secret_key, salt=SALT)  # type: ignore[arg-type]
        proof = shown.dumps(sha256(f"{SALT} {token}".encode()).hexdigest())
        return Talker(number, str(signer.dumps({"_user_id": token})), str(proof))

    def close(self) -> None:
        """Give the connections back."""
        self.parts.database.engine.dispose()


def stored(parts: Installation) -> dict[Key, int]:
    """Who said what in the story, and at which place it stands."""
    with parts.database.session() as session:
        rows = session.execute(select(RoomEvent.body, RoomEvent.seq)).all()
    words = {row.seq: row.body.split("-") for row in rows}
    return {(int(of[1]), int(of[3])): seq for seq, of in words.items()}


@contextlib.contextmanager
def database(folder: Path, *, served: bool) -> Iterator[str]:
    """The address of a migrated database: a file in the folder, or on a PostgreSQL of our own."""
    if not served:
        url = f"sqlite:///{folder / 'moothill.sqlite3'}"
        upgrade(Settings(database_url=url))
        yield url
        return
    with PostgresServer(durable=True) as address:
        name = address.new_database("rooms")
        upgrade(Settings(database_url=address.url(name, APP), owner_database_url=address.url(name, OWNER)))
        yield address.url(name, APP)


@contextlib.contextmanager
def place_of(folder: Path, url: str, mode: str, lines: int, redis: RedisServer | None) -> Iterator[RoomPlace]:
    """The installation, with settings for this many live lines."""
    settings = replace(
        settings_of_production(folder, url),
        async_mode=mode,
        most_lines=lines,
        most_lines_of_address=lines,
        redis_url=redis.address.url if redis else "",
    )
    place = RoomPlace(replace(settings, async_mode="threading", redis_url=""))
    place.settings = settings
    try:
        yield place
    finally:
        place.close()


@contextlib.contextmanager
def processes(settings: Settings, wanted: int, *more: str) -> Iterator[list[tuple[int, int]]]:
    """So many server processes on these settings: the port and the master's id of each."""
    own = [replace(settings, background=settings.background if number == 0 else "off") for number in range(wanted)]
    with contextlib.ExitStack() as stack, ThreadPoolExecutor() as pool:
        begun = list(pool.map(lambda one: stack.enter_context(serving(one, *more)), own))
        yield [(port, master.pid) for port, master in begun]
