"""Tells those who are in a room what was committed, and parts with the sockets of people whose sessions ended."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

from flask import Flask, get_template_attribute
from flask_socketio import SocketIO
from werkzeug.test import EnvironBuilder

from pb_app.events import Event, MessageHidden, MessagePosted, RoomChanged, SessionsRevoked
from pb_app.queries import rooms
from pb_app.queries.room_events import CHANGING, EventCard
from pb_app.sockets.relay import Relay
from pb_app.sockets.telling import Telling
from pb_app.web.i18n import LANGUAGES, locale
from pb_app.web.unit_of_work import installation

NAMESPACE = "/rooms"
HEARD = "event"
BEHIND = "behind"
ROOM = "room"
FRAGMENTS = "public/room_event.html"

Data = Mapping[str, str | int | bool]


class Broadcast:
    """The application's publisher. A change is committed by then, so nothing here may undo its answer."""

    def __init__(self, app: Flask, socketio: SocketIO, relay: Relay | None = None) -> None:
        self._app = app
        self._telling = Telling(socketio, NAMESPACE)
        self._relay = relay
        self._told: dict[int, int] = {}
        self._seen: dict[int, int] = {}

    def __call__(self, event: Event) -> None:
        """Deliver the event here, and let other processes deliver it where they are."""
        if self._relay is not None:
            self._relay.tell(event)
        self.hear(event)

    def hear(self, event: Event) -> None:
        """Deliver it here; what cannot be delivered is caught up on, so a fault is written down and no more."""
        try:
            if isinstance(event, MessagePosted | MessageHidden | RoomChanged):
                self._tell_room(event.room_id, event.seq)
            elif isinstance(event, SessionsRevoked):
                self._telling.part_with(person_name(event.person_id))
        except Exception:
            self._app.logger.exception("An event was not delivered")

    def catch_up(self) -> None:
        """Look whether a room went on without its people hearing of it here: they are told to ask for the rest.

        Only what stood there at the look before is missed: the rest may be on its way.
        """
        here = {int(name.split()[1]) for name in self._telling.rooms() if name.startswith(f"{ROOM} ")}
        try:
            with installation(self._app).database.session() as session:
                now = rooms.last_places(session, here)
        except Exception:
            self._app.logger.exception("Rooms could not be looked at")
            return
        for room_id, seen in self._seen.items():
            if room_id in here and self._told.get(room_id, 0) < seen:
                self._told[room_id] = seen
                for language in LANGUAGES:
                    self._telling.tell(room_name(room_id, language), BEHIND, {"last": seen})
        self._seen = now

    def _tell_room(self, room_id: int, seq: int) -> None:
        """Everybody in the room gets the same, in the language of their page."""
        self._told[room_id] = max(seq, self._told.get(room_id, 0))
        spoken = [one for one in LANGUAGES if self._telling.anybody_in(room_name(room_id, one))]
        if not spoken:
            return
        with installation(self._app).database.session() as session:
            card = rooms.event_at(session, room_id, seq)
        if card is None:
            return
        for language in spoken:
            with speaking(self._app, language):
                data = as_data(card)
            self._telling.tell(room_name(room_id, language), HEARD, data)


def room_name(room_id: int, language: str) -> str:
    """What the sockets in a room are called together: those of one language."""
    return f"{ROOM} {room_id} {language}"


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
        "html": _drawn(card, mine) if card.notice else _drawn_message(card, mine, locale()),
    }


def _drawn(card: EventCard, mine: bool) -> str:  # noqa: FBT001 - as the macro has it
    return str(get_template_attribute(FRAGMENTS, "room_line")(card, mine, live=True))


@lru_cache(4_096)
def _drawn_message(card: EventCard, mine: bool, _language: str) -> str:  # noqa: FBT001 - the same
    """Many come back at once and ask for the same messages: each is drawn once, until something of it changes."""
    return _drawn(card, mine)


def divider(missed: int) -> str:
    """The line before the first message that somebody missed; empty if they missed none."""
    return str(get_template_attribute(FRAGMENTS, "missed_line")(missed)) if missed else ""


@contextmanager
def speaking(app: Flask, language: str) -> Iterator[None]:
    """Draw in a language of ours, wherever the change came from: a page, a socket or the service itself."""
    environ = EnvironBuilder(environ_overrides={"moothill.locale": language}).get_environ()
    with app.app_context(), app.request_context(environ):
        yield
