"""Who votes in this request: somebody signed in, or whoever entered a voting code in this browser."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from pb_app.roles import Actor, HeldCode
from pb_app.web.login import GUARD, needs_sign_in
from pb_app.web.unit_of_work import unit_of_work

HELD = "voting_code"
LASTS = timedelta(hours=1)


def hold_code(poll_no: int, held: HeldCode) -> None:
    """Let this browser vote in the poll for an hour. The cookie has the key of the roll, never the code."""
    until = unit_of_work().now() + LASTS
    session.clear()
    session[HELD] = {
        "poll_no": poll_no,
        "poll": str(held.poll),
        "key": held.person_key.hex(),
        "until": until.isoformat(),
    }


def drop_code() -> None:
    """Forget it again."""
    session.pop(HELD, None)


def holds_code() -> bool:
    """Whether this request is that of somebody who votes with a code; only after `needs_voter`."""
    return unit_of_work().actor.code is not None


def needs_voter() -> ResponseReturnValue | None:
    """Guard: signed in, or holding a code of just this poll; others are sent to the sign-in page and back."""
    if current_user.is_authenticated:
        return None
    held = _held((request.view_args or {}).get("poll_no"))
    if held is None:
        return needs_sign_in()
    unit_of_work().become(None, Actor(code=held))
    return None


setattr(needs_voter, GUARD, ())


def to_code_page(poll_no: int) -> ResponseReturnValue:
    """Back to where codes are entered: the one that was held opens nothing any more."""
    drop_code()
    return redirect(url_for("public.codes.show_code", poll_no=poll_no))


def _held(poll_no: object) -> HeldCode | None:
    told = session.get(HELD)
    if told is None or told["poll_no"] != poll_no:
        return None
    if datetime.fromisoformat(told["until"]) <= unit_of_work().now():
        drop_code()
        return None
    return HeldCode(UUID(told["poll"]), bytes.fromhex(told["key"]))
