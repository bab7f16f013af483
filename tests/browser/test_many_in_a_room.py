"""Forty people talk at once while their lines are cut and the server is killed twice: nothing acknowledged is lost."""

import gc
import random
from hashlib import sha256
from threading import Condition, Event, Thread

import pytest
import socketio
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from socketio.exceptions import SocketIOError
from sqlalchemy import select

from pb_app.models.people import Person, SignInSession
from pb_app.models.rooms import RoomEvent
from pb_app.queries.people import token_hash
from pb_app.web.rooms import SALT
from tests import world
from tests.browser.live import LiveServer
from tests.rooms_world import Talked, open_room

PEOPLE, EACH = 40, 2
ROOMS = "/rooms"
CUT = 0.3  # of what is said goes out on a line that is cut at once


class Tally:
    """What was acknowledged so far, by the sender's key; the kills wait for it."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, int] = {}
        self.changed = Condition()

    def note(self, key: str, seq: int) -> None:
        """A message was acknowledged; the same key always has the same place."""
        with self.changed:
            assert self.acknowledged.setdefault(key, seq) == seq
            self.changed.notify_all()

    def wait_for(self, number: int) -> None:
        """Until so many are acknowledged."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.acknowledged) >= number, timeout=120)


class Participant(Thread):
    """Somebody who says two things, each until it is acknowledged, over a line that is cut at random."""

    def __init__(self, server: LiveServer, room: Talked, token: str, tally: Tally) -> None:
        super().__init__()
        self.server, self.room, self.token, self.tally = server, room, token, tally
        self.chance = random.Random(token)
        self.order: list[int] = []
        self.line: socketio.Client | None = None
        self.heard = Event()  # an answer, or that the line is gone

    def run(self) -> None:
        """Say it all."""
        for number in range(EACH):
            key = f"{self.token}-{number:08d}"
            said = {"room": self.room.room_id, "key": key, "body": f"{self.token} says {number}"}
            self.tally.note(key, self.asked("post", said, cut=self.chance.random())["seq"])

    def catch_up(self) -> None:
        """Ask for everything in order, as a page does that was just opened."""
        last = 1
        while len(self.order) < last:
            told = self.asked("join", {"room": self.room.room_id, "after": len(self.order)}, cut=CUT)
            self.order += [event["seq"] for event in told["events"]]
            last = told["last"]

    def asked(self, event: str, said: dict[str, object], cut: float) -> dict[str, int]:
        """Send until there is an answer; now and then the line goes first, and the answer with it."""
        answers: list[dict[str, int]] = []
        while not answers:
            self.heard.clear()
            try:
                line = self.line or self._connected()
                line.emit(event, said, namespace=ROOMS, callback=lambda told: self._hear(answers, told))
            except SocketIOError:
                self.hang_up()
                continue
            if cut >= CUT:
                self.heard.wait(timeout=20)
            if not answers:
                self.hang_up()
            cut = CUT
        assert answers[0]["ok"], answers[0]
        return answers[0]

    def _hear(self, answers: list[dict[str, int]], told: dict[str, int]) -> None:
        answers.append(told)
        self.heard.set()

    def hang_up(self) -> None:
        """Let the line go."""
        if self.line is not None:
            self.line.disconnect()
        self.line = None

    def _connected(self) -> socketio.Client:
        line = socketio.Client(reconnection=False)
        line.on("disconnect", lambda *_: self.heard.set(), namespace=ROOMS)
        shown = URLSafeTimedSerializer(self.server.parts.keys.session, salt=SALT)
        headers = {"Cookie": f"moothill={self._cookie()}"}
        auth = {"token": shown.dumps(sha256(f"{SALT} {self.token}".encode()).hexdigest()), "language": "en"}
        line.connect(self.server.url, headers, auth, ["websocket"], [ROOMS], wait_timeout=5)
        self.line = line
        return line

    def _cookie(self) -> str:
        signing = Flask(__name__)
        signing.secret_key = self.server.parts.keys.session
        serializer = signing.session_interface.get_signing_serializer(signing)
        assert serializer is not None
        return str(serializer.dumps({"_user_id": self.token}))


@pytest.fixture
def participants(live_server: LiveServer) -> list[Participant]:
    """Forty people who are signed in, in one room."""
    parts = live_server.parts
    room = open_room(parts, world.build(parts))
    tokens = [f"participant-{number:03d}" for number in range(PEOPLE)]
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        now = uow.now()
        for token in tokens:
            person = Person(email=f"{token}@moothill.example", display_name=token, created_at=now)
            uow.session.add(person)
            uow.session.flush()
            held = SignInSession(token_hash=token_hash(token), person_id=person.id, created_at=now, seen_at=now)
            uow.session.add(held)
        uow.session.commit()
    uow.close()
    tally = Tally()
    return [Participant(live_server, room, token, tally) for token in tokens]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the client leaves a killed line open
def test_what_was_acknowledged_stands_once_and_all_end_with_the_same_order(
    live_server: LiveServer, participants: list[Participant]
) -> None:
    tally = participants[0].tally
    for one in participants:
        one.start()
    for third in (1, 2):
        tally.wait_for(PEOPLE * EACH * third // 3)
        live_server.crash()
    for one in participants:
        one.join(timeout=120)
    for one in participants:
        one.catch_up()
        one.hang_up()
    gc.collect()
    with live_server.parts.database.session() as session:
        kept = {row.key: row.seq for row in session.execute(select(RoomEvent.key, RoomEvent.seq))}
    assert len(tally.acknowledged) == PEOPLE * EACH
    assert kept == tally.acknowledged
    assert {tuple(one.order) for one in participants} == {tuple(range(1, PEOPLE * EACH + 1))}
