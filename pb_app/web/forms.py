"""The one kind of form pages have: shape is checked here, meaning by the domain, whose sentence lands on the form."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import StopValidation

from ballots.errors import BallotError
from pb_app.refusals import Doubtful, Invalid, Refusal
from pb_app.web.errors import in_words
from pb_app.web.form_words import FormWords

NUMBER = re.compile(r"[0-9]{1,9}")
AMOUNT = re.compile(r"^£?\s*(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{2}))?$")


def number_of(text: object) -> int:
    """The number written in a hidden or chosen value; nought for anything else."""
    written = str(text or "")
    return int(written) if NUMBER.fullmatch(written) else 0


class PageForm(FlaskForm):  # type: ignore[misc]
    """A form of a page; it carries its own CSRF token and can take the domain's refusals.

    `asks` is set where whoever filled it in is only asked whether they mean it; they answer with the field `sure`.
    """

    asks = False

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """What the library says by itself is said in our words."""

        def get_translations(self, _form: object) -> FormWords:
            """Our words."""
            return FormWords()

    def refuse(self, error: Refusal | BallotError, field: str | None = None) -> None:
        """Put a refusal beside its field, or at the top if it stands in none."""
        if isinstance(error, Doubtful):
            self.asks = True
            for part in error.parts:
                self.refuse(part, field)
            return
        name = field or (error.field if isinstance(error, Invalid) else None)
        told = in_words(error)
        if name is not None and name in self:
            self[name].errors = [*self[name].errors, told]
        else:
            self.form_errors.append(told)


class MoneyField(StringField):
    """An amount in pounds as people write it (£4,500 · 4500 · 4,500.00), read as whole pence."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read pence, or keep what was typed and say what an amount looks like."""
        self.typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not self.typed:
            return
        found = AMOUNT.match(self.typed)
        if found is None:
            raise ValueError(_l("Enter an amount in pounds, like 4500 or 4,500.50"))
        self.data = int(found[1].replace(",", "")) * 100 + int(found[2] or 0)

    def _value(self) -> str:
        if getattr(self, "typed", ""):
            return self.typed
        if self.data is None:
            return ""
        pounds, pence = divmod(int(self.data), 100)
        return f"{pounds}.{pence:02d}" if pence else str(pounds)


def choice(value: object, label: object) -> Any:
    """One choice of a select or radio field, as WTForms takes them from 3.3 on (tuples are going)."""
    return SelectChoice(value, label)


def needed(message: str) -> Any:
    """A validator: something must stand here that is not only spaces, and a box must be ticked; the message says so.

    One sentence is enough: where nothing stands, no further validator has its say, and what could not be read has
    been answered already.
    """

    def check(_form: PageForm, field: Field) -> None:
        if field.process_errors:
            raise StopValidation
        if field.data is None or field.data is False or (isinstance(field.data, str) and not field.data.strip()):
            raise StopValidation(message)

    return check
