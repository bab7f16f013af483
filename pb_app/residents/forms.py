"""The forms of what people do who are signed in."""

from dataclasses import dataclass
from typing import Self

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField

from pb_app.receipts import SECRET_LENGTH
from pb_app.refusals import Invalid, sentence
from pb_app.web.forms import PageForm, needed


class PostcodeForm(PageForm):
    """Claim a vote: where one lives, and that it is one's only vote."""

    postcode = StringField(_l("Your postcode"), validators=[needed(_l("Enter a postcode, like PA34 4AB"))])
    declaration = BooleanField(
        _l("I live at this postcode, and this is the only vote I make in this poll"),
        validators=[needed(_l("Say that this is your only vote"))],
    )


class ChoicesForm(PageForm):
    """The paper: which projects are ticked. What may be ticked is decided by the counting library."""

    projects = SelectMultipleField(_l("Projects"), validate_choice=False)


class BallotForm(ChoicesForm):
    """The checked paper on its way into the box, with the voter's secret."""

    secret = HiddenField()


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A ballot form as it was sent; the forgery token has been checked before any page is asked."""

    marks: tuple[str, ...]
    secret: bytes

    @classmethod
    def of(cls, sent: MultiDict[str, str]) -> Self:
        """Read what BallotForm wrote. Raises Invalid for a secret that is not 16 bytes."""
        try:
            secret = bytes.fromhex(sent.get("secret", ""))
        except ValueError:
            secret = b""
        if len(secret) != SECRET_LENGTH:
            raise Invalid(sentence("The ballot came in damaged and was not cast. Go back and check it again."))
        return cls(tuple(sent.getlist("projects")), secret)
