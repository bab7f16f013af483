"""The style guide: every macro on one page, for those who build pages; on a development installation only."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from pb_app.web.forms import MoneyField, PageForm
from pb_app.web.unit_of_work import installation

bp = Blueprint("styleguide", __name__)
MOMENTS = (datetime(2026, 6, 1, 8, tzinfo=UTC), datetime(2026, 6, 12, 16, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class SampleRound:
    """A round to show the power statement with."""

    up_for_decision: str = "How £50,000 is spent in Oban and Lorn"
    not_up_for_decision: str = "Roads and schools"
    level: str = "delegate"
    who_may_vary: str = "The forum, with published reasons"


class SampleCost(Form):
    """A row of costs."""

    item = StringField("Item")
    amount = MoneyField("Amount")


class SampleForm(PageForm):
    """A field of every kind."""

    postcode = StringField("Your postcode", description="Like PA34 4AB")
    name = StringField("Name")
    why = TextAreaField("What and why")
    outcome = SelectField("Outcome", choices={"1": "Active, healthier lives", "2": "Safe paths"})
    age = RadioField("How old are you?", choices={"12": "12 to 15", "16": "16 or over"})
    themes = SelectMultipleField("Themes", choices={"play": "Play", "paths": "Paths"})
    declared = BooleanField("This is my only vote")
    cost = MoneyField("Cost")
    day = DateField("Day")
    paper = FileField("Paper")
    costs = FieldList(FormField(SampleCost), min_entries=2)


@bp.get("/styleguide")
def show_styleguide() -> ResponseReturnValue:
    """Every macro with a sample, an error included."""
    if not installation().settings.in_development:
        abort(404)
    form = SampleForm()
    form.postcode.errors = ["Enter a postcode in Oban and Lorn"]
    return render_template("styleguide.html", form=form, moments=MOMENTS, round=SampleRound())
