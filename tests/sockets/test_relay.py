"""Several processes through Redis: what one of them keeps is heard in all, and without Redis nothing is taken."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from pb_app.factory import create_app
from pb_app.models.rooms import Room
from pb_app.roles import Role, Scope
from pb_app.services import people, rooms
from pb_app.sockets.broadcast import BEHIND, Broadcast
from pb_app.sockets.relay import Relay
from pb_app.web.unit_of_work import Installation, installation
from tests import world
from tests.rooms_world import Talked
from tests.servers import RedisServer
from tests.sockets.conftest import ROOMS, Listener, post_by_page
from tests.world import World

Listen = Callable[[str | None], Listener]
SECONDS = 20
UNREACHABLE = {
    "ok": False,
    "why": "The service cannot answer at the moment. Try again in a few minutes.",
    "status": 503,
}


def broadcast_of(app: Flask) -> Broadcast:
    found = installation(app).publisher
    assert isinstance(found, Broadcast)
    return found


@pytest.fixture
def app(embedded: Settings, redis_server: RedisServer) -> Iterator[Flask]:
    """One process."""
    made = create_app(replace(embedded, redis_url=redis_server.address.url))
    yield made
    relay = broadcast_of(made)._relay
    assert relay is not None
    relay.stop()
    installation(made).database.engine.dispose()


@pytest.fixture
def other(app: Flask) -> Iterator[Installation]:
    """Another process of the same installation."""
    made = installation(create_app(installation(app).settings))
    yield made
    made.database.engine.dispose()


def until(found: Callable[[], Any]) -> Any:
    """What comes from elsewhere, once it is there."""
    for _ in range(SECONDS * 20):
        if there := found():
            return there
        time.sleep(0.05)
    raise AssertionError("It never came.")


def say(parts: Installation, lorn: World, room: Talked, words: str, key: str) -> None:
    with closing(world.acting(parts, lorn, "neighbour")) as uow:
        rooms.post_message(uow, room.room_id, key, words)


def joined(app: Flask, listen: Listen, room: Talked) -> Listener:
    """Somebody in the room, in a process that hears the others by now."""
    rhona = listen("resident")
    assert rhona.joins(room)["ok"]
    relay = broadcast_of(app)._relay
    assert relay is not None
    until(lambda: relay._redis.pubsub_numsub(relay._channel)[0][1])
    return rhona


def test_what_one_process_keeps_is_heard_in_another_and_at_home_once(
    app: Flask, other: Installation, lorn: World, listen: Listen, room: Talked
) -> None:
    rhona = joined(app, listen, room)
    say(other, lorn, room, "From elsewhere", "key-00000001")
    [heard] = until(rhona.heard)
    assert "From elsewhere" in heard["html"]
    assert rhona.posts(room, "From here", "key-00000002")["ok"]
    say(other, lorn, room, "From elsewhere again", "key-00000003")
    told = until(lambda: heard if (heard := rhona.heard())[-1:] and heard[-1]["seq"] == 3 else None)
    assert [one["seq"] for one in told][-1] == 3


def test_who_is_given_a_role_elsewhere_is_parted_from_here(
    app: Flask, other: Installation, lorn: World, listen: Listen, room: Talked
) -> None:
    rhona = joined(app, listen, room)
    with closing(world.acting(other, lorn, "administrator")) as uow:
        people.grant_role(uow, "resident@moothill.example", Role.FACILITATOR, Scope(lorn.partnership_id))
    until(lambda: not rhona.is_connected)


def test_what_was_lost_on_the_way_is_noticed(
    app: Flask, embedded: Settings, lorn: World, listen: Listen, room: Talked
) -> None:
    """A process that was killed between keeping and telling: here one that tells nobody."""
    rhona = joined(app, listen, room)
    silent = installation(create_app(embedded))
    say(silent, lorn, room, "Nobody was told", "key-00000001")
    told = until(lambda: [one for one in rhona.socket.get_received(ROOMS) if one["name"] == BEHIND])
    assert told[-1]["args"] == [{"last": 1}]
    assert [one["seq"] for one in rhona.joins(room)["events"]] == [1]
    silent.database.engine.dispose()


def test_without_redis_nothing_is_taken_and_it_goes_on_when_it_is_back(
    app: Flask,
    listen: Listen,
    browser_of: Callable[[str | None], FlaskClient],
    room: Talked,
    redis_server: RedisServer,
) -> None:
    rhona = joined(app, listen, room)
    redis_server.stop()
    assert rhona.joins(room) == UNREACHABLE
    assert rhona.posts(room, "Lost?") == UNREACHABLE
    assert post_by_page(browser_of("neighbour"), room, "By a form") == 503
    assert not listen("neighbour").is_connected
    with installation(app).database.session() as session:
        assert session.get_one(Room, room.room_id).last_seq == 0
    redis_server.start()
    assert joined(app, listen, room).posts(room, "Here again")["ok"]
    assert [one["seq"] for one in rhona.heard()] == [1]


def test_an_event_that_redis_does_not_take_is_kept_all_the_same(
    other: Installation, lorn: World, room: Talked, redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    redis_server.stop()
    say(other, lorn, room, "Kept", "key-00000001")
    assert "Redis did not take an event: ConnectionError" in caplog.text
    with other.database.session() as session:
        assert session.get_one(Room, room.room_id).last_seq == 1


def test_what_a_newer_version_tells_is_passed_over() -> None:
    relay = Relay("redis://127.0.0.1:1/0", "moothill.example/log")
    assert relay._read(b'{"from": "another", "kind": "RoomSang", "of": {"room_id": 1}}') is None


def test_a_database_that_does_not_answer_leaves_the_looking_for_later(
    app: Flask, listen: Listen, room: Talked, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    listen("resident").joins(room)

    def fail(*_: object) -> None:
        raise RuntimeError("nobody at home")

    monkeypatch.setattr("pb_app.queries.rooms.last_places", fail)
    broadcast_of(app).catch_up()
    assert "Rooms could not be looked at" in caplog.text
