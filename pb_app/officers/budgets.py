"""Money before the vote: funds and the bodies that hold them, pots, and what feeds them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.models.budgets import Pot
from pb_app.officers.budget_forms import FeedForm, FundForm, PotForm
from pb_app.officers.reach import reached, reached_for
from pb_app.queries import budgets as queries
from pb_app.queries import partnerships as partnership_queries
from pb_app.queries import plans as plan_queries
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import GRANTED, Role
from pb_app.services import budgets
from pb_app.web.filters import pounds
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.words import FUND_KINDS

bp = Blueprint("budgets", __name__, url_prefix="/officers")
bp.before_request(needs_role(Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR))


@bp.get("/partnerships/<slug>/funds")
def list_funds(slug: str) -> ResponseReturnValue:
    """The funds, the bodies they name, what is left of them, and the form for another."""
    return _funds_page(slug, _fund_form(slug))


@bp.post("/partnerships/<slug>/funds")
def add_fund(slug: str) -> ResponseReturnValue:
    """Take in a fund."""
    reached_for(slug, Action.ADD_FUND)
    form = _fund_form(slug)
    if form.validate():
        try:
            added = budgets.add_fund(unit_of_work(), slug, form.fund())
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("%(name)s is taken in, and stands in the ledger.", name=added.name), "success")
            return redirect(url_for(".list_funds", slug=slug))
    return _funds_page(slug, form), 422


@bp.get("/partnerships/<slug>/pots")
def list_pots(slug: str) -> ResponseReturnValue:
    """The pots of the rounds the reader runs, and the form to open one."""
    return _pots_page(slug, _pot_form(slug))


@bp.post("/partnerships/<slug>/pots")
def open_pot(slug: str) -> ResponseReturnValue:
    """Open the pot of a round."""
    reached(slug)
    form = _pot_form(slug)
    if form.validate():
        try:
            outcome_id = form.outcome.data or None
            pot = budgets.open_pot(unit_of_work(), form.round.data, outcome_id=outcome_id, name=form.name.data or "")
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
        else:
            flash(_("The pot is open. Now feed it."), "success")
            return redirect(url_for(".show_pot", pot_id=pot.id))
    return _pots_page(slug, form), 422


@bp.get("/pots/<int:pot_id>")
def show_pot(pot_id: int) -> ResponseReturnValue:
    """A pot: who fed it, what is in it, and the form to feed it."""
    pot = _seen_pot(pot_id)
    return _pot_page(pot, _feed_form(pot))


@bp.post("/pots/<int:pot_id>/feeds")
def feed_pot(pot_id: int) -> ResponseReturnValue:
    """Put money from a fund into the pot."""
    form = _feed_form(_seen_pot(pot_id))
    if form.validate():
        try:
            budgets.feed_pot(unit_of_work(), pot_id, form.fund.data, form.amount.data)
        except (Invalid, Conflict) as refused:
            form.refuse(refused, "amount" if isinstance(refused, Conflict) else None)
        else:
            flash(_("%(amount)s went into the pot.", amount=pounds(form.amount.data)), "success")
            return redirect(url_for(".show_pot", pot_id=pot_id))
    return _pot_page(_seen_pot(pot_id), form), 422


def _fund_form(slug: str) -> FundForm:
    return FundForm.among(partnership_queries.partners_of(unit_of_work().session, reached(slug).id))


def _funds_page(slug: str, form: FundForm) -> str:
    uow = unit_of_work()
    partnership = reached(slug)
    return render_template(
        "officers/list_funds.html",
        form=form,
        partnership=partnership,
        funds=queries.funds_of(uow.session, partnership.id),
        partners=partnership_queries.partners_of(uow.session, partnership.id),
        words=FUND_KINDS,
        may_add=uow.may(Action.ADD_FUND, partnership),
    )


def _pot_form(slug: str) -> PotForm:
    uow = unit_of_work()
    partnership = reached(slug)
    rounds = queries.rounds_for_pots(uow.session, uow.actor, partnership.id)
    return PotForm.among(rounds, plan_queries.outcomes_of(uow.session, partnership.id))


def _pots_page(slug: str, form: PotForm) -> str:
    uow = unit_of_work()
    partnership = reached(slug)
    return render_template(
        "officers/list_pots.html",
        form=form,
        partnership=partnership,
        pots=queries.pots_run_by(uow.session, uow.actor, partnership.id),
    )


def _seen_pot(pot_id: int) -> Pot:
    """The pot, if it lies within the reader's reach."""
    uow = unit_of_work()
    pot = queries.pot_by_id(uow.session, pot_id)
    if pot is None or uow.actor.grant_for(frozenset(GRANTED), pot.scope) is None:
        raise NotVisible(sentence("There is no pot under this number in your area."))
    return pot


def _feed_form(pot: Pot) -> FeedForm:
    return FeedForm.among(queries.funds_of(unit_of_work().session, pot.round.locality.partnership_id), pot.currency)


def _pot_page(pot: Pot, form: FeedForm) -> str:
    uow = unit_of_work()
    may = uow.may(Action.FEED_POT, pot) and uow.may(Action.FEED_POT, pot.round.locality.partnership)
    return render_template(
        "officers/show_pot.html",
        form=form,
        card=queries.pot_card(uow.session, pot),
        partnership=pot.round.locality.partnership,
        is_fixed=queries.has_fixed_rules(uow.session, pot.round_no),
        may_feed=may,
    )
