"""One unit of work a request, made when first asked for and closed with the request."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, current_app, g

from config import Settings
from pb_app.database import Database
from pb_app.keys import Keys
from pb_app.unit_of_work import Publisher, UnitOfWork
from pb_app.web.compared import Compared

EXTENSION = "moothill"


@dataclass(slots=True)
class Installation:
    """What an application was put together from; `publisher` is set by the entry point that delivers events.

    `hurry` is set by what works in the background of this process: it has what was just asked for begun at once, and
    comes back when that is done or a second has passed. `compared` are results that were compared for a page.
    """

    settings: Settings
    database: Database
    keys: Keys
    publisher: Publisher = lambda _event: None
    hurry: Callable[[], object] = lambda: None
    compared: Compared = field(default_factory=Compared)

    def unit_of_work(self, person_id: int | None = None) -> UnitOfWork:
        """A new unit of work for this person; whoever asks for it closes it."""
        return UnitOfWork(self.database, self.keys, person_id, self.publisher)

    def system_unit_of_work(self) -> UnitOfWork:
        """A new unit of work for what the service does by itself."""
        return UnitOfWork.of_system(self.database, self.keys, self.publisher)


def installation(app: Flask | None = None) -> Installation:
    """What the current (or the given) application was put together from."""
    found: Installation = (app or current_app).extensions[EXTENSION]
    return found


def unit_of_work() -> UnitOfWork:
    """The unit of work of this request; who acts is set by the sign-in (web/login.py)."""
    if "uow" not in g:
        g.uow = installation().unit_of_work()
    uow: UnitOfWork = g.uow
    return uow


def init_app(app: Flask, parts: Installation) -> None:
    """Keep the parts with the application, and close each request's unit of work."""
    app.extensions[EXTENSION] = parts

    @app.teardown_appcontext
    def close_unit_of_work(_error: BaseException | None) -> None:
        uow: UnitOfWork | None = g.pop("uow", None)
        if uow is not None:
            uow.close()
