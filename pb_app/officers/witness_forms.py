"""The forms with which a partnership looks after its witnesses."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from pb_app.models.partnerships import Partner
from pb_app.officers.partnership_forms import at_most
from pb_app.web.forms import PageForm, needed
from pb_app.web.words import choices


class WitnessForm(PageForm):
    """Add a partner's witness."""

    partner = SelectField(_l("Partner who runs it"), coerce=int)
    vkey = StringField(
        _l("Its public key"),
        description=_l("One line of three parts joined by +, as the program printed it when the key was made"),
        validators=[needed(_l("Enter the public key of the witness")), at_most(300)],
    )
    url = StringField(
        _l("Its address (optional)"),
        description=_l("Like https://witness.example.scot. Leave it empty to exchange files instead"),
        validators=[at_most(300)],
    )

    @classmethod
    def among(cls, partners: Sequence[Partner]) -> "WitnessForm":
        """The form, offering these partners."""
        form = cls()
        form.partner.choices = choices({one.id: one.name for one in partners})
        return form


class QuorumForm(PageForm):
    """Say how many partners must have witnessed a count before its result is published."""

    quorum = IntegerField(
        _l("How many partners other than the council must have witnessed a count before it is published"),
        description=_l("0 asks for none. 48 hours after a count it can be published all the same, and says so"),
        validators=[InputRequired(_l("Enter a number, 0 for none"))],
    )


class CosignatureForm(PageForm):
    """Hand in what a witness signed by file."""

    line = TextAreaField(
        _l("What the witness signed"),
        description=_l("One line that begins with a dash and the name of the witness"),
        validators=[needed(_l("Paste the line that the witness signed")), at_most(2_000)],
    )
