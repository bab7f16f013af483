"""Flask-Login over server-side sessions, and the guards that stand before what is not public."""

from collections.abc import Callable, Iterable

from flask import Flask, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user, login_user, logout_user

from pb_app.queries import people
from pb_app.refusals import Forbidden, sentence
from pb_app.roles import Role
from pb_app.services import audits
from pb_app.services import people as people_service
from pb_app.web.unit_of_work import unit_of_work

GUARD = "moothill_guard"
DATABASE_GONE = "moothill_database_gone"


class SignedIn(UserMixin):  # type: ignore[misc]
    """The person of this request, as pages and Flask-Login see them; its id is the session's token."""

    def __init__(self, token: str, person_id: int, display_name: str, email: str) -> None:
        self.token = token
        self.person_id = person_id
        self.display_name = display_name
        self.email = email

    @property
    def name(self) -> str:
        """What the header shows."""
        return self.display_name or self.email

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie."""
        return self.token

    def holds_any(self, *roles: str) -> bool:
        """Whether this person holds one of these roles anywhere; for menus only, never for permission."""
        return any(grant.role in roles for grant in unit_of_work().actor.grants)


def load_signed_in(token: str) -> SignedIn | None:
    """Find the live session with this token and let its person act in this request; None if it was ended."""
    uow = unit_of_work()
    with uow.database.at_once(uow.session) as connection:
        found = people.live_session(connection, uow.database.clock, token)
    if found is None or found.actor.person_id is None:
        return None
    uow.become(found.actor.person_id, found.actor)
    if found.touch_due:
        people_service.touch_session(uow, token)
    return SignedIn(token, found.actor.person_id, found.actor.display_name, found.actor.email)


def sign_in_browser(token: str) -> None:
    """Tie this browser to the session; what the cookie held before is forgotten (session fixation)."""
    session.clear()
    user = load_signed_in(token)
    if user is not None:
        login_user(user)


def sign_out_browser() -> None:
    """Forget the session in this browser."""
    logout_user()
    session.clear()


def needs_sign_in() -> ResponseReturnValue | None:
    """Guard: send a reader who is not signed in to the sign-in page, and back afterwards."""
    if current_user.is_authenticated:
        return None
    here = request.script_root + (request.full_path if request.query_string else request.path)
    wanted = here if request.method == "GET" else request.referrer or "/"
    return redirect(url_for("public.sign_in.show_sign_in", next=wanted))


def needs_role(*roles: Role) -> Callable[[], ResponseReturnValue | None]:
    """Guard: signed in, and holding one of these roles somewhere; where exactly is decided by the use case."""

    def guard() -> ResponseReturnValue | None:
        asked = needs_sign_in()
        if asked is not None:
            return asked
        if not _holds_any(roles):
            raise Forbidden(sentence("These pages are for people who run rounds. Your account has no such role."))
        if Role.AUDITOR in roles and request.method == "GET" and _holds_any({Role.AUDITOR}):
            _record_look()
        return None

    setattr(guard, GUARD, roles)
    return guard


def _holds_any(roles: Iterable[Role]) -> bool:
    wanted = set(roles)
    return any(grant.role in wanted for grant in unit_of_work().actor.grants)


def _record_look() -> None:
    """Leave an entry that an auditor looks at this page; words in the address are not ids and are left out."""
    page = (request.endpoint or "").partition(".")[2]
    ids = [f"{name}={value}" for name, value in sorted((request.view_args or {}).items()) if isinstance(value, int)]
    audits.record_look(unit_of_work(), page, " ".join(ids))


def treat_as_unknown() -> None:
    """For the rest of this request nobody is known: the database that could say who it is does not answer."""
    setattr(g, DATABASE_GONE, True)
    g._login_user = AnonymousUserMixin()  # noqa: SLF001 - where Flask-Login keeps the reader of a request


def init_app(app: Flask) -> None:
    """Give the application its login manager."""
    manager = LoginManager()
    manager.session_protection = None  # the server-side session decides, not the browser's address
    manager.user_loader(load_signed_in)
    manager.init_app(app)

    @app.before_request
    def know_the_reader() -> None:
        """Find out who reads before a page asks what this person may do; public pages ask it too."""
        if request.endpoint != "static":
            bool(current_user.is_authenticated)
