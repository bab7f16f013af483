"""The events of live rooms: join, post, leave. Each asks anew who is there, what they may do and how often."""

from collections.abc import Callable
from dataclasses import replace
from threading import Semaphore

from flask import current_app, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import Namespace, join_room, leave_room
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from deliberation.kinds import Channel
from pb_app.queries import rooms as queries
from pb_app.refusals import Doubtful, Refusal, TooOften, Unreachable
from pb_app.services import rooms
from pb_app.sockets import payloads
from pb_app.sockets.broadcast import as_data, divider, person_name, room_name
from pb_app.sockets.payloads import Join, Leave, P, Post
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.errors import in_words, status_of
from pb_app.web.i18n import LANGUAGES, locale
from pb_app.web.pace import Deed, keep_pace
from pb_app.web.room_nudges import told_after_posting
from pb_app.web.rooms import claims_sign_in, fits_browser, manner, readable_room
from pb_app.web.unit_of_work import unit_of_work

Answer = dict[str, object]
PROTOCOL = ("connect", "disconnect")
AT_ONCE = 8
"""How many events are worked on at the same moment: when hundreds come back at once, each has its turn sooner so."""


class RoomsNamespace(Namespace):  # type: ignore[misc]
    """`/rooms`: anyone may listen in public rooms, people who are signed in may talk."""

    def __init__(self, namespace: str) -> None:
        super().__init__(namespace)
        self._turns = Semaphore(AT_ONCE)

    def trigger_event(self, event: str, *args: object) -> object:
        """Hand an event to its method; a client that sends an event by a name of the protocol is not heard."""
        if event in PROTOCOL and self.server.manager.is_connected(args[0], self.namespace):
            return None
        with self._turns:
            if event == "join" and not self.server.manager.is_connected(args[0], self.namespace):
                return None  # gone while waiting for its turn
            return super().trigger_event(event, *args)

    def on_connect(self, auth: object = None) -> None:
        """Let a page of ours in, by its token: a missing or foreign origin alone proves nothing. No room yet."""
        shown = auth if isinstance(auth, dict) else {}
        if shown.get("language") in LANGUAGES:
            request.environ["moothill.locale"] = shown["language"]
        if not fits_browser(shown.get("token")):
            raise Refused(_("This page can no longer be live. Load it again."))
        if claims_sign_in() and not current_user.is_authenticated:
            raise Refused(_("You are signed out. Load this page again to go on."))
        try:
            keep_pace(Deed.CONNECT)
        except (TooOften, Unreachable) as refused:
            raise Refused(in_words(refused)) from None
        if current_user.is_authenticated:
            join_room(person_name(current_user.person_id))

    def on_join(self, *said: object) -> Answer:
        """Enter a room, then hear what followed a place: 200 events at most, and whether there are more."""
        return answered(Join, said, _join, Deed.JOIN)

    def on_post(self, *said: object) -> Answer:
        """Say something; the answer is its place, and whether it stood there already."""
        return answered(Post, said, _post, Deed.POST)

    def on_leave(self, *said: object) -> Answer:
        """Leave a room."""
        return answered(Leave, said, _leave, Deed.JOIN)


def answered(kind: type[P], said: tuple[object, ...], act: Callable[[P], Answer], deed: Deed) -> Answer:
    """Parse, count, act and answer: `{"ok": true, ...}`, or `{"ok": false, "why": sentence, "status": number}`."""
    try:
        keep_pace(deed)
        return {"ok": True, **act(payloads.read(kind, said))}
    except Doubtful as asks:
        why = " ".join(in_words(part) for part in asks.parts)
        return {"ok": False, "why": why, "status": status_of(asks), "asks": True}
    except Refusal as refused:
        return {"ok": False, "why": in_words(refused), "status": status_of(refused)}
    except (OperationalError, InterfaceError, PoolTimeout) as gone:
        current_app.logger.error("The database did not answer: %s", type(gone).__name__)  # noqa: TRY400 - no statement with words in it
        return {
            "ok": False,
            "why": _("The service cannot answer at the moment. Try again in a few minutes."),
            "status": 503,
        }
    except Exception:
        current_app.logger.exception("Unforeseen")
        return {"ok": False, "why": _("Something went wrong here. Try again in a few minutes."), "status": 500}


def _join(asked: Join) -> Answer:
    uow = _acting()
    room = readable_room(uow, asked.room)
    join_room(room_name(room.id, locale()))
    uow.close()  # the log is read anew, from after the entering: whatever comes in between is heard twice, never missed
    last = queries.last_seq(uow.session, room.id)
    events = queries.events_after(uow.session, room.id, asked.after) if last > asked.after else []
    missed = queries.messages_missed(uow.session, room.id, asked.after, uow.actor.person_id) if events else 0
    return {
        "events": [as_data(event, uow.actor.person_id) for event in events],
        "last": last,
        "more": bool(events) and events[-1].seq < last,
        "missed": missed,
        "divider": divider(missed),
    }


def _post(asked: Post) -> Answer:
    said = manner(asked.kind, asked.headline, asked.source, asked.reply_to, Channel.WEB, is_sure=asked.sure)
    said = replace(said, quotes=asked.quotes or None)
    uow = _acting()
    posted = rooms.post_message(uow, asked.room, asked.key, asked.body, said)
    told = told_after_posting(uow, posted)
    return {"seq": posted.seq, "duplicate": posted.duplicate, **({"told": told} if told else {})}


def _leave(asked: Leave) -> Answer:
    leave_room(room_name(readable_room(_acting(), asked.room).id, locale()))
    return {}


def _acting() -> UnitOfWork:
    """The unit of work of this event, in which the person of the session acts, if the session still holds."""
    uow = unit_of_work()
    uow.become(current_user.person_id if current_user.is_authenticated else None)
    return uow
