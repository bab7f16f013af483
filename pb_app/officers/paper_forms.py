"""The forms of voting on paper: stations and their papers, the desk, accounts, batches, explanations."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from pb_app.definitions import Definition
from pb_app.desk import AtDesk
from pb_app.officers.partnership_forms import at_most
from pb_app.paper import Difference, Fault
from pb_app.services.stations import HOURS_LENGTH, NAME_LENGTH, PLACE_LENGTH
from pb_app.web.forms import PageForm, choice, needed
from pb_app.web.words import choices

FAULTS = {
    "": _l("It is counted"),
    Fault.BLANK.value: _l("Blank"),
    Fault.TOO_MANY.value: _l("Too many marked"),
    Fault.UNCLEAR.value: _l("Unclear"),
    Fault.NAMES_VOTER.value: _l("It says who the voter is"),
    Fault.NOT_OFFICIAL.value: _l("Not an official paper"),
}
DIFFERENCES = {
    Difference.STOCK: _l("Issued, less those in the box, spoilt and unused"),
    Difference.MARKS: _l("Marked on the roll, less those in the box"),
    Difference.KEYED: _l("In the box, less those keyed and sealed"),
    Difference.KIOSK: _l("Marked as voting at a kiosk, less envelopes opened"),
}
WHOLE = _l("Enter a whole number")


class CountField(IntegerField):
    """A whole number that people write."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read it, or say what it should be."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(WHOLE) from error


class StationForm(PageForm):
    """Where and when people can vote on paper."""

    name = StringField(_l("Name of the station"), validators=[at_most(NAME_LENGTH)])
    place = StringField(_l("Where it is"), validators=[at_most(PLACE_LENGTH)])
    hours = StringField(_l("When it is open"), validators=[at_most(HOURS_LENGTH)])


class IssueForm(PageForm):
    """Papers given to a station."""

    first = CountField(_l("Number on the first stub"), validators=[needed(WHOLE)])
    last = CountField(_l("Number on the last stub"), validators=[needed(WHOLE)])


class DeskForm(PageForm):
    """Who stands at the desk."""

    email = StringField(
        _l("E-mail address of their account"),
        description=_l("Whoever has an account is known by its address, so that nobody votes both ways"),
        validators=[at_most(254)],
    )
    name = StringField(_l("Without an account: full name"), validators=[at_most(200)])
    born = DateField(_l("Without an account: day of birth"), validators=[Optional()])
    postcode = StringField(
        _l("Postcode"), description=_l("Needed to put them on the roll. It is not kept."), validators=[at_most(12)]
    )

    receipt_key = StringField(
        _l("Key of their receipt, if they voted online and want to vote on paper instead"),
        validators=[at_most(80)],
    )

    def who(self) -> AtDesk:
        """Who it is."""
        return AtDesk(self.email.data or "", self.name.data or "", self.born.data)


class AccountForm(PageForm):
    """What a station counted after the close."""

    in_box = CountField(_l("Papers found in the box"), validators=[needed(WHOLE)])
    spoilt = CountField(_l("Papers spoilt or handed back, and not put into the box"), validators=[needed(WHOLE)])
    unused = CountField(_l("Papers never handed out"), validators=[needed(WHOLE)])


class BatchForm(PageForm):
    """A new batch; `offering` gives it the areas whose papers it can hold."""

    papers = CountField(_l("Papers in this batch"), validators=[needed(WHOLE)])
    area = SelectField(_l("Area of these papers"), default="")

    def offering(self, definition: Definition) -> "BatchForm":
        """The form with the areas of the poll's papers to choose from; most polls have one kind of paper."""
        self.area.choices = area_choices(definition)
        if len(self.area.choices) == 1:
            self.area.data = self.area.choices[0].value
        return self


def area_choices(definition: Definition) -> list[Any]:
    """The papers of a poll by their area, for a form."""
    nobodys = _l("Papers for people without an area of their own")
    return [choice(area, area or nobodys) for area in definition.areas_on_paper]


class ExplanationForm(PageForm):
    """Why figures differ."""

    kind = SelectField(_l("Which figures"), choices=choices({one.value: told for one, told in DIFFERENCES.items()}))
    words = TextAreaField(_l("Why they differ"))


def explanation_form(station_id: int, *, is_empty: bool = False) -> ExplanationForm:
    """The form of one station: a page may have several, each with names of its own."""
    prefix = f"station-{station_id}-"
    return ExplanationForm(prefix=prefix, formdata=None) if is_empty else ExplanationForm(prefix=prefix)
