"""The forms of what people do who are signed in."""

from flask_babel import lazy_gettext as _l
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

    def secret_bytes(self) -> bytes:
        """The voter's 16 bytes; raises Invalid for anything else."""
        try:
            secret = bytes.fromhex(self.secret.data or "")
        except ValueError:
            secret = b""
        if len(secret) != SECRET_LENGTH:
            raise Invalid(sentence("The ballot came in damaged and was not cast. Go back and check it again."))
        return secret
