"""What stories about live rooms begin with: an application, people at their browsers, and their sockets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIO
from flask_socketio.test_client import SocketIOTestClient

from pb_app.models.people import SignInSession
from pb_app.queries.people import token_hash
from pb_app.web.unit_of_work import installation
from tests import world
from tests.rooms_world import Talked, open_room
from tests.world import World

ROOMS = "/rooms"


@dataclass
class Listener:
    """Somebody with a room's page open: its browser, and the socket of that page."""

    browser: FlaskClient
    socket: SocketIOTestClient

    def says(self, event: str, *said: object) -> Any:
        """Send an event and give back how it was answered."""
        return self.socket.emit(event, *said, namespace=ROOMS, callback=True)

    def joins(self, room: Talked, after: int = 0) -> Any:
        """Enter the room."""
        return self.says("join", {"room": room.room_id, "after": after})

    def posts(self, room: Talked, body: str, key: str = "key-00000001") -> Any:
        """Say something."""
        return self.says("post", {"room": room.room_id, "key": key, "body": body})

    def heard(self) -> list[dict[str, Any]]:
        """The events that came since this was last asked."""
        return [one["args"][0] for one in self.socket.get_received(ROOMS) if one["name"] == "event"]

    @property
    def is_connected(self) -> bool:
        """Whether the socket is still let in."""
        return bool(self.socket.is_connected(ROOMS))


@pytest.fixture
def lorn(app: Flask) -> World:
    """The small partnership, in the application's own database."""
    return world.build(installation(app))


@pytest.fixture
def room(app: Flask, lorn: World) -> Talked:
    """An open room."""
    return open_room(installation(app), lorn)


@pytest.fixture
def browser_of(app: Flask, lorn: World) -> Callable[[str | None], FlaskClient]:
    """A browser in which somebody is signed in, or nobody."""

    def make(who: str | None) -> FlaskClient:
        client = app.test_client()
        if who is not None:
            token = f"token of {who}"
            _open_session(app, lorn.people[who], token)
            with client.session_transaction() as cookie:
                cookie["_user_id"] = token
        return client

    return make


@pytest.fixture
def connect(app: Flask, room: Talked) -> Iterator[Callable[..., Listener]]:
    """Open the socket of a room's page; `auth` stands for what a forger would show instead of the page's token."""
    opened: list[SocketIOTestClient] = []

    def make(browser: FlaskClient, auth: object = None, headers: dict[str, str] | None = None) -> Listener:
        shown = {"token": token_of_page(browser, room), "language": "en"} if auth is None else auth
        socketio: SocketIO = app.extensions["socketio"]
        opened.append(SocketIOTestClient(app, socketio, ROOMS, headers=headers, auth=shown, flask_test_client=browser))
        return Listener(browser, opened[-1])

    yield make
    for socket in opened:
        SocketIOTestClient.clients.pop(socket.eio_sid, None)


@pytest.fixture
def listen(
    browser_of: Callable[[str | None], FlaskClient], connect: Callable[..., Listener]
) -> Callable[..., Listener]:
    """Somebody opens the page of the room and its socket: `listen("resident")`, or `listen(None)` to read only."""
    return lambda who: connect(browser_of(who))


def token_of_page(browser: FlaskClient, room: Talked) -> str:
    """The token that the room's page gives its socket."""
    page = browser.get(f"/proposals/{room.proposal_no}/room").text
    return page.split('data-token="', 1)[1].split('"', 1)[0]


def _open_session(app: Flask, person_id: int, token: str) -> None:
    uow = installation(app).system_unit_of_work()
    with uow.database.writing(uow.session):
        now = uow.now()
        uow.session.merge(SignInSession(token_hash=token_hash(token), person_id=person_id, created_at=now, seen_at=now))
        uow.session.commit()
    uow.close()


def post_by_page(browser: FlaskClient, room: Talked, body: str, key: str = "key-by-page") -> int:
    """Say something by the plain form of the room's page; the status of the answer."""
    page = browser.get(f"/proposals/{room.proposal_no}/room").text
    csrf = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    sent = {"csrf_token": csrf, "key": key, "body": body}
    return browser.post(f"/rooms/{room.room_id}/messages", data=sent).status_code
