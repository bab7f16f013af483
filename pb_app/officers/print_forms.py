"""The form that says which papers are to be printed, how large, and in which language."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from pb_app.definitions import Definition
from pb_app.officers.paper_forms import WHOLE, CountField, area_choices
from pb_app.officers.partnership_forms import at_most
from pb_app.services.codes import PURPOSE_LENGTH
from pb_app.web.forms import PageForm, needed
from pb_app.web.words import choices

NORMAL, LARGE = 11, 18
LANGUAGES = {
    "en": _l("English"),
    "gd": _l("Gaelic"),
    "en gd": _l("English and Gaelic"),
    "gd en": _l("Gaelic and English"),
}
SIZES = {str(NORMAL): _l("Normal print"), str(LARGE): _l("Large print (18 point)")}
MOST_PRINTED = 200


class Printed(PageForm):
    """How something is printed."""

    language = SelectField(_l("Language"), choices=choices(LANGUAGES), default="en")
    size = SelectField(_l("Print"), choices=choices(SIZES), default=str(NORMAL))

    @property
    def tongues(self) -> list[str]:
        """The languages, in their order."""
        return str(self.language.data).split()

    @property
    def points(self) -> int:
        """The size of the letters."""
        return int(self.size.data)


class PrintForm(Printed):
    """Which ballot papers are printed; it changes nothing, so it carries no token."""

    class Meta(Printed.Meta):
        """It reads only."""

        csrf = False

    first = CountField(_l("Number on the first stub"), validators=[needed(WHOLE)], default=1)
    last = CountField(_l("Number on the last stub"), validators=[needed(WHOLE)], default=50)
    area = SelectField(_l("Area"))

    def offering(self, definition: Definition) -> "PrintForm":
        """The form with the areas of this poll to choose from; most have none."""
        self.area.choices = area_choices(definition)
        if self.area.data is None:
            self.area.data = self.area.choices[0].value
        return self


class CodesForm(Printed):
    """A new batch of voting codes, and how its letters are printed."""

    number = CountField(_l("How many codes"), validators=[needed(WHOLE)])
    purpose = StringField(
        _l("Whom they are for"),
        description=_l("For example a library or a care home. It stands on this page only."),
        validators=[at_most(PURPOSE_LENGTH)],
    )


class VoidForm(Printed):
    """Codes that become void: a whole batch, or the one with this number on its letter."""

    batch = SelectField(_l("Batch"), coerce=int)
    serial = CountField(_l("Number on the letter"), description=_l("Leave it empty to make the whole batch void"))
    reason = StringField(_l("Why"), validators=[at_most(500)])
