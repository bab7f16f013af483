"""What the pages and the sockets of a room share: the form of a message, and the token with which a socket connects."""

import secrets
from hashlib import sha256
from hmac import compare_digest

from flask import current_app, session
from flask_babel import lazy_gettext as _l
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import HiddenField, TextAreaField

from pb_app.queries.people import ABSOLUTE
from pb_app.web.forms import PageForm, needed

SALT = "moothill rooms"


class MessageForm(PageForm):
    """A message on its way into a room. The key is made with the page: sent twice, it stands once."""

    key = HiddenField()
    body = TextAreaField(_l("Your message"), validators=[needed(_l("Write something first."))])


def new_key() -> str:
    """A key that no other message has."""
    return secrets.token_urlsafe(16)


def socket_token() -> str:
    """The token of a page that a socket shows on connecting: it fits this browser's sign-in and no other."""
    return str(_signer().dumps(_browser()))


def fits_browser(token: object) -> bool:
    """Whether the token was made by this service for this browser: another site's page has none that fits."""
    if not isinstance(token, str):
        return False
    try:
        told = _signer().loads(token, max_age=int(ABSOLUTE.total_seconds()))
    except BadData:
        return False
    return isinstance(told, str) and compare_digest(told, _browser())


def claims_sign_in() -> bool:
    """Whether the browser's cookie names a session at all, ended or not."""
    return "_user_id" in session


def _browser() -> str:
    return sha256(f"{SALT} {session.get('_user_id', '')}".encode()).hexdigest()


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or b"", salt=SALT)
