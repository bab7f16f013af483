"""What the pages and the sockets of a room share: the form of a message, and the token with which a socket connects."""

import secrets
from dataclasses import replace
from hashlib import sha256
from hmac import compare_digest

from flask import current_app, session
from flask_babel import lazy_gettext as _l
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from deliberation.kinds import Channel, MessageKind, kinds_in
from pb_app.models.rooms import Room
from pb_app.queries.people import ABSOLUTE
from pb_app.queries.room_list import room_at
from pb_app.refusals import Invalid, NotVisible, sentence
from pb_app.room_log import may_read
from pb_app.services.rooms import Manner
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.forms import PageForm, choice, needed, number_of

SALT = "moothill rooms"
KIND_WORDS = {
    MessageKind.QUESTION: _l("Question"),
    MessageKind.EVIDENCE: _l("Evidence"),
    MessageKind.PRO: _l("Reason for"),
    MessageKind.CON: _l("Reason against"),
    MessageKind.CONCERN: _l("Concern"),
    MessageKind.CHANGE: _l("Proposed change"),
    MessageKind.STORY: _l("Own story"),
}


class MessageForm(PageForm):
    """A message on its way into a room. The key is made with the page: sent twice, it stands once."""

    key = HiddenField()
    reply_to = HiddenField()
    quotes = HiddenField()
    kind = SelectField(_l("What is your message?"), validate_choice=False, validators=[Optional()])
    body = TextAreaField(_l("Your message"), validators=[needed(_l("Write something first."))])
    headline = StringField(_l("Headline (you can leave this empty)"))
    source = StringField(_l("Source: where can others look it up?"))
    sure = HiddenField()

    def of_room(self, room: Room) -> "MessageForm":
        """The same form with the kinds of message that the room's stage allows."""
        words = [choice(kind.value, KIND_WORDS[kind]) for kind in kinds_in(room.agenda_stage)]
        self.kind.choices = [choice("", _l("Choose one") if room.agenda_stage else _l("Just a message")), *words]
        return self

    def manner(self) -> Manner:
        """How the message is said."""
        said = manner(
            self.kind.data or "",
            self.headline.data or "",
            self.source.data or "",
            number_of(self.reply_to.data),
            Channel.FORM,
            is_sure=self.sure.data == "1",
        )
        return replace(said, quotes=number_of(self.quotes.data) or None)


def manner(kind: str, headline: str, source: str, reply_to: int, channel: Channel, *, is_sure: bool = False) -> Manner:
    """How something is said, from what a page or a socket sent. Raises Invalid for a kind that there is not."""
    if kind and kind not in set(MessageKind):
        raise Invalid(sentence("Choose what your message is from the list."), field="kind")
    return Manner(
        MessageKind(kind) if kind else None, headline, source, reply_to or None, channel=channel, is_sure=is_sure
    )


def readable_room(uow: UnitOfWork, room_id: int) -> Room:
    """The room, if this reader may see it; those who run it see its draft. Raises NotVisible."""
    room = room_at(uow.session, room_id)
    if room is None or not may_read(uow.actor, room):
        raise NotVisible(sentence("There is no room under this number."))
    return room


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
