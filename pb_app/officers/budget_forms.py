"""The forms with which officers take in funds, open pots and feed them."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField

from pb_app.models.budgets import FundKind
from pb_app.models.localities import Outcome
from pb_app.models.partnerships import Partner
from pb_app.models.rounds import Round
from pb_app.officers.partnership_forms import at_most
from pb_app.queries.budgets import FundCard
from pb_app.services.budgets import NewFund
from pb_app.web.filters import pounds
from pb_app.web.forms import MoneyField, PageForm, needed
from pb_app.web.words import FUND_KINDS, choices


class FundForm(PageForm):
    """Take in a fund."""

    name = StringField(_l("Name of the fund"), validators=[needed(_l("Enter the name of the fund")), at_most(120)])
    partner = SelectField(_l("Partner whose money it is"), coerce=int)
    holding_partner = SelectField(
        _l("Body that holds it"),
        description=_l("A partnership cannot hold money itself: one of its partners does"),
        coerce=int,
    )
    paying_partner = SelectField(_l("Body that pays it out"), coerce=int)
    kind = RadioField(_l("Kind of money"), choices=choices(FUND_KINDS), default=FundKind.REVENUE.value)
    may_commit = StringField(
        _l("Who may commit it"),
        description=_l("A post or a committee, like “Head of finance, Lorn Council”"),
        validators=[needed(_l("Enter who may commit this money")), at_most(200)],
    )
    amount = MoneyField(_l("Amount that comes in"), validators=[needed(_l("Enter the amount that comes in"))])

    @classmethod
    def among(cls, partners: Sequence[Partner]) -> "FundForm":
        """The form, offering these partners."""
        form = cls()
        for field in (form.partner, form.holding_partner, form.paying_partner):
            field.choices = choices({0: _("Choose a partner"), **{one.id: one.name for one in partners}})
        return form

    def fund(self) -> NewFund:
        """What the officer wrote."""
        return NewFund(
            name=self.name.data or "",
            partner_id=self.partner.data,
            holding_partner_id=self.holding_partner.data,
            paying_partner_id=self.paying_partner.data,
            kind=FundKind(self.kind.data),
            may_commit=self.may_commit.data or "",
            pence=self.amount.data,
        )


class PotForm(PageForm):
    """Open a pot."""

    round = SelectField(_l("Round"), coerce=int)
    outcome = SelectField(_l("Outcome it serves"), coerce=int)
    name = StringField(
        _l("Name of the pot (optional)"),
        description=_l("Without one it is called as the round is"),
        validators=[at_most(300)],
    )

    @classmethod
    def among(cls, rounds: Sequence[Round], outcomes: Sequence[Outcome]) -> "PotForm":
        """The form, offering these rounds and outcomes."""
        form = cls()
        form.round.choices = choices({one.round_no: f"{one.title} ({one.locality.name})" for one in rounds})
        form.outcome.choices = choices({0: _("Choose an outcome"), **{one.id: one.title for one in outcomes}})
        return form


class FeedForm(PageForm):
    """Put money from a fund into a pot."""

    fund = SelectField(_l("Fund"), coerce=int)
    amount = MoneyField(_l("Amount"), validators=[needed(_l("Enter the amount"))])

    @classmethod
    def among(cls, funds: Sequence[FundCard], currency: str) -> "FeedForm":
        """The form, offering the funds of a currency with what is left of each."""
        form = cls()
        form.fund.choices = choices(
            {
                card.fund.id: _(
                    "%(fund)s of %(partner)s: %(left)s left",
                    fund=card.fund.name,
                    partner=card.fund.partner.name,
                    left=pounds(card.left, currency),
                )
                for card in funds
                if card.fund.currency == currency
            }
        )
        return form
