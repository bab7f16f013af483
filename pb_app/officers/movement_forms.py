"""The forms with which money is moved after the awards: one a purpose, offering the accounts it leads between."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField

from pb_app.budgets.purposes import WAYS, Place, Purpose
from pb_app.models.localities import Locality
from pb_app.officers.partnership_forms import at_most
from pb_app.queries.statements import AccountLine
from pb_app.services.movements import OF_OUTSIDE, NewMovement
from pb_app.web.filters import pounds
from pb_app.web.forms import MoneyField, PageForm, needed
from pb_app.web.words import PLACES, choices

DECIDED = frozenset({Purpose.COMMIT, Purpose.UNCOMMIT, Purpose.RESERVE})
"""Purposes whose second account follows from the first."""


class MovementForm(PageForm):
    """Propose that money moves. Fields that the purpose itself answers are left out."""

    giver = SelectField(_l("From"), coerce=int)
    taker = SelectField(_l("To"), coerce=int)
    locality = SelectField(_l("Locality"), coerce=int)
    amount = MoneyField(_l("Amount"), validators=[needed(_l("Enter the amount"))])
    reason = TextAreaField(
        _l("Why"),
        description=_l("Everybody can read this beside the entry. Name no private person."),
        validators=[needed(_l("Say why the money moves")), at_most(300)],
    )

    @classmethod
    def of(cls, purpose: Purpose, accounts: Sequence[AccountLine], localities: Sequence[Locality]) -> "MovementForm":
        """The form of a purpose, offering the accounts it may take from and give to, with what stands in each."""
        form = cls()
        way = WAYS[purpose]
        form.giver.choices = _offered(accounts, way.takes)
        form.taker.choices = _offered(accounts, way.gives)
        form.locality.choices = choices({one.id: one.name for one in localities})
        if way.takes == OF_OUTSIDE:
            del form.giver
        if way.gives == OF_OUTSIDE or purpose in DECIDED:
            del form.taker
        if purpose is not Purpose.RESERVE:
            del form.locality
        return form

    def movement(self, purpose: Purpose) -> NewMovement:
        """What the officer wrote."""
        return NewMovement(
            purpose=purpose,
            pence=self.amount.data,
            reason=self.reason.data or "",
            giver_id=self.giver.data if "giver" in self else None,
            taker_id=self.taker.data if "taker" in self else None,
            locality_id=self.locality.data if "locality" in self else None,
        )


class ReversalForm(PageForm):
    """Propose that an entry is undone."""

    reason = TextAreaField(
        _l("Why"),
        description=_l("Everybody can read this beside the entry. Name no private person."),
        validators=[needed(_l("Say why the entry is undone")), at_most(300)],
    )


class LimitForm(PageForm):
    """From which amount on two people move money."""

    limit = MoneyField(_l("Two people from this amount on"), validators=[needed(_l("Enter an amount"))])


def _offered(accounts: Sequence[AccountLine], places: frozenset[Place]) -> list[Any]:
    told = {
        one.account_id: _(
            "%(place)s: %(name)s, %(stands)s",
            place=PLACES[one.place],
            name=one.name,
            stands=pounds(one.stands, one.currency),
        )
        for one in accounts
        if one.place in places - OF_OUTSIDE
    }
    return choices(told)
