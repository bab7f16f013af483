"""The forms with which a result is counted and decided on."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from pb_app.adoption_records import Deciding
from pb_app.models.proposals import Project
from pb_app.queries.counts import Result
from pb_app.refusals import Invalid
from pb_app.stages import Decision
from pb_app.web.forms import MoneyField, PageForm, choice

CENTS = 2
"""The decimals that a money field reads; other currencies are brought to their own."""

DECISIONS = [
    choice(Decision.ADOPTED.value, _l("Adopt the result as it was counted")),
    choice(Decision.VARIED.value, _l("Adopt it with changes, each with its reason")),
    choice(Decision.REFERRED_BACK.value, _l("Refer it back, with a reason")),
]


class CountForm(PageForm):
    """The public value that the rules name as part of the lots' seed, where they name one."""

    seed_value = StringField(_l("The public value"))


class AdoptionForm(PageForm):
    """What the forum decides; `form_for` adds an amount and a reason for every project of the poll."""

    decision = RadioField(
        _l("What has the forum decided?"),
        choices=DECISIONS,
        validators=[InputRequired(_l("Choose what the forum has decided"))],
    )
    reason = TextAreaField(
        _l("Reason"), description=_l("Needed to refer the result back. It is published with the decision.")
    )
    projects: Sequence[Project] = ()
    exponent = CENTS

    def rows(self) -> list[tuple[Project, Any, Any]]:
        """Every project with its two fields, in the order of the page."""
        return [(one, self[f"amount_{one.id}"], self[f"reason_{one.id}"]) for one in self.projects]

    def deciding(self) -> Deciding:
        """What was entered, in the currency's minor units; a field left empty keeps what the count gives."""
        entered = [(one.ref, amount.data, reason.data) for one, amount, reason in self.rows()]
        return Deciding(
            decision=Decision(self.decision.data),
            reason=self.reason.data or "",
            amounts={ref: _scaled(cents, CENTS, self.exponent) for ref, cents, _ in entered if cents is not None},
            reasons={ref: words for ref, _, words in entered if words},
        )

    def carried(self) -> list[tuple[str, str]]:
        """What was entered, as names and values that travel hidden while it is read once more."""
        fields = [self.decision, self.reason, *(one for _, *pair in self.rows() for one in pair)]
        return [(one.name, one.typed if isinstance(one, MoneyField) else one.data or "") for one in fields]

    def refuse_deciding(self, error: Invalid) -> None:
        """Put a refusal beside the field of the project that it speaks of."""
        kind, _, ref = (error.field or "").partition("_")
        ids = {one.ref: one.id for one in self.projects}
        self.refuse(error, f"{kind}_{ids[ref]}" if ref in ids else error.field)


def form_for(result: Result) -> AdoptionForm:
    """The form for the projects of a result: funded ones first, each with what the count gives it."""
    by_ref = {one.ref: one for one in result.projects.values()}
    projects = [by_ref[ref] for ref in result.order]
    exponent = result.counted.exponent
    fields: dict[str, Any] = {"projects": projects, "exponent": exponent}
    given = {}
    for one in projects:
        fields[f"amount_{one.id}"] = MoneyField(_l("Amount"))
        fields[f"reason_{one.id}"] = StringField(_l("Why it differs"))
        given[f"amount_{one.id}"] = _scaled(result.counted_pence.get(one.ref, 0), exponent, CENTS)
    form: AdoptionForm = type("AdoptionFormOfPoll", (AdoptionForm,), fields)(data=given)
    return form


def _scaled(amount: int, given: int, wanted: int) -> int:
    """An amount with so many decimals brought to another number of them."""
    scaled: int = amount * 10**wanted // 10**given
    return scaled
