"""Tells those who are in a room what was committed, and parts with the sockets of people whose sessions ended."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flask import Flask, get_template_attribute
from flask_socketio import SocketIO
from werkzeug.test import EnvironBuilder

from pb_app.events import Event, MessageHidden, MessagePosted, RoomChanged, SessionsRevoked
from pb_app.queries import rooms
from pb_app.queries.room_events import CHANGING, EventCard
from pb_app.web.i18n import LANGUAGES
from pb_app.web.unit_of_work import installation

NAMESPACE = "/rooms"
HEARD = "event"
FRAGMENTS = "public/room_event.html"

Data = Mapping[str, str | int | bool]


class Broadcast:
    """The application's publisher. A change is committed by then, so nothing here may undo its answer."""

    def __init__(self, app: Flask, socketio: SocketIO) -> None:
        self._app = app
        self._socketio = socketio

    def __call__(self, event: Event) -> None:
        """Deliver the event; what cannot be delivered is caught up on, so a fault is written down and no more."""
        try:
            if isinstance(event, MessagePosted | MessageHidden | RoomChanged):
                self._tell_room(event.room_id, event.seq)
            elif isinstance(event, SessionsRevoked):
                self._part_with(event.person_id)
        except Exception:
            self._app.logger.exception("An event was not delivered")

    def _tell_room(self, room_id: int, seq: int) -> None:
        """Everybody in the room gets the same, in the language of their page."""
        with installation(self._app).database.session() as session:
            card = rooms.event_at(session, room_id, seq)
        if card is None:
            return
        for language in LANGUAGES:
            with speaking(self._app, language):
                data = as_data(card)
            self._socketio.emit(HEARD, data, namespace=NAMESPACE, to=room_name(room_id, language))

    def _part_with(self, person_id: int) -> None:
        """Close the person's sockets; those whose session still holds come back by themselves."""
        manager = self._socketio.server.manager
        for sid, _ in list(manager.get_participants(NAMESPACE, person_name(person_id))):
            self._socketio.server.disconnect(sid, namespace=NAMESPACE)


def room_name(room_id: int, language: str) -> str:
    """What the sockets in a room are called together: those of one language."""
    return f"room {room_id} {language}"


def person_name(person_id: int) -> str:
    """What the sockets of one person are called together."""
    return f"person {person_id}"


def as_data(card: EventCard, reader_id: int | None = None) -> Data:
    """An event as it is sent: its place, the message's place, and the message drawn as on the page."""
    message = card.message
    mine = message is not None and message.person_id == reader_id
    return {
        "seq": card.seq,
        "message": message.seq if message else 0,
        "redraws": card.kind in CHANGING,
        "mine": mine,
        "html": str(get_template_attribute(FRAGMENTS, "room_line")(card, mine, live=True)),
    }


def divider(missed: int) -> str:
    """The line before the first message that somebody missed; empty if they missed none."""
    return str(get_template_attribute(FRAGMENTS, "missed_line")(missed)) if missed else ""


@contextmanager
def speaking(app: Flask, language: str) -> Iterator[None]:
    """Draw in a language of ours, wherever the change came from: a page, a socket or the service itself."""
    environ = EnvironBuilder(environ_overrides={"moothill.locale": language}).get_environ()
    with app.app_context(), app.request_context(environ):
        yield
