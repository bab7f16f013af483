"""The form of a proposal: title, what and why, where, who benefits, outcome, and costs row by row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from pb_app import wording
from pb_app.models.localities import Outcome
from pb_app.web.forms import MoneyField, PageForm, choice, needed, number_of
from pb_app.wording import Cost, Wording

ROWS = 3
ROW_NUMBER = re.compile(r"[0-9]{1,3}")


class RowList(FieldList):  # type: ignore[type-arg]  # it takes no arguments at run time
    """Rows of a form; a row whose number is none, or beyond all reason, is passed over."""

    def _extract_indices(self, prefix: str, formdata: Mapping[str, Any]) -> Iterator[int]:
        start = f"{prefix}-"
        for name in formdata:
            number = name[len(start) :].split("-", 1)[0]
            if name.startswith(start) and ROW_NUMBER.fullmatch(number):
                yield int(number)


class AmountField(MoneyField):
    """An amount that knows whether anything stands in it."""

    @property
    def shown(self) -> str:
        """What the reader sees in it."""
        return self._value()


class CostRow(Form):
    """An item and its amount; a row left empty is passed over."""

    item = StringField(_l("Item"))
    amount = AmountField(_l("Amount"))

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in this row."""
        return not (self.item.data or "").strip() and not self.amount.shown

    def validate_item(self, field: StringField) -> None:
        """An amount needs an item."""
        if self.is_empty:
            return
        if not (field.data or "").strip():
            raise ValidationError(_l("Say what this amount is for"))
        if len(field.data or "") > wording.ITEM_LENGTH:
            raise ValidationError(_l("Use at most %(most)s characters", most=wording.ITEM_LENGTH))

    def validate_amount(self, field: AmountField) -> None:
        """An item needs an amount."""
        if not self.is_empty and not field.shown:
            raise ValidationError(_l("Say what this costs"))
        if field.data is not None and not 0 < field.data <= wording.LARGEST_PENCE:
            raise ValidationError(
                _l("Enter an amount above nought and up to £%(most)s", most=f"{wording.LARGEST_PENCE // 100:,}")
            )


def _most(length: int) -> Length:
    return Length(max=length, message=_l("Use at most %(most)s characters", most=length))


class ProposalForm(PageForm):
    """What a proposal says. `revision` is the version that the author had before them, when they change it."""

    title = StringField(
        _l("Title"),
        description=_l("A few words that say what it is, like “Light the harbour path”"),
        validators=[needed(_l("Enter a title")), _most(wording.TITLE_LENGTH)],
    )
    what_and_why = TextAreaField(
        _l("What do you want to do, and why?"),
        validators=[needed(_l("Say what you want to do and why")), _most(wording.WHAT_LENGTH)],
    )
    place = StringField(
        _l("Where would it happen?"),
        description=_l("A place, a street, or the whole area"),
        validators=[needed(_l("Say where it would happen")), _most(wording.PLACE_LENGTH)],
    )
    who_benefits = TextAreaField(
        _l("Who would benefit?"), validators=[needed(_l("Say who would benefit")), _most(wording.BENEFIT_LENGTH)]
    )
    outcome_id = SelectField(
        _l("Which outcome of the local plan does it serve most?"),
        coerce=number_of,
        validate_choice=False,
    )
    costs = RowList(FormField(CostRow), _l("What does it cost?"))
    revision = HiddenField()
    offered: frozenset[int] = frozenset()

    def validate_outcome_id(self, field: SelectField) -> None:
        """One of the outcomes that were offered."""
        if field.data not in self.offered:
            raise ValidationError(_l("Choose the outcome that your proposal serves most"))

    def validate_costs(self, field: RowList) -> None:
        """At least one row with something in it."""
        if all(row.form.is_empty for row in field.entries):
            raise ValidationError(_("Enter at least one cost: an item and its amount"))

    def offer(self, outcomes: Sequence[Outcome]) -> None:
        """Offer these outcomes, and never fewer rows than a person would start with."""
        self.offered = frozenset(one.id for one in outcomes)
        self.outcome_id.choices = [
            choice("", _l("Choose an outcome")),
            *(choice(one.id, one.title) for one in outcomes),
        ]
        while len(self.costs.entries) < ROWS:
            self.costs.append_entry()

    def add_row(self) -> None:
        """One cost row more, while there may be more."""
        if len(self.costs.entries) < wording.MOST_COSTS:
            self.costs.append_entry()

    def wording(self) -> Wording:
        """What was written; the services check it."""
        return Wording(
            title=self.title.data or "",
            what_and_why=self.what_and_why.data or "",
            place=self.place.data or "",
            who_benefits=self.who_benefits.data or "",
            outcome_id=self.outcome_id.data or 0,
            costs=tuple(
                Cost(row.form.item.data or "", row.form.amount.data or 0)
                for row in self.costs.entries
                if not row.form.is_empty
            ),
        )

    def fill(self, said: Wording, revision: int) -> None:
        """Show what a proposal says now."""
        self.title.data = said.title
        self.what_and_why.data = said.what_and_why
        self.place.data = said.place
        self.who_benefits.data = said.who_benefits
        self.outcome_id.data = said.outcome_id
        self.revision.data = str(revision)
        for line in said.costs:
            self.costs.append_entry({"item": line.item, "amount": line.pence})


class WithdrawalForm(PageForm):
    """Confirm that a proposal is taken back."""
