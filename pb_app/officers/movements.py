"""Money after the awards on officers' pages: proposed by one person, posted by that one or a second, for all to see."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.budgets.purposes import Purpose
from pb_app.models.movements import Movement
from pb_app.officers.movement_forms import LimitForm, MovementForm, ReversalForm
from pb_app.officers.reach import reached
from pb_app.permissions import refusal
from pb_app.queries import localities, statements
from pb_app.queries import movements as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import movements
from pb_app.services.movements import Between
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.words import PLACES, PURPOSES

bp = Blueprint("movements", __name__, url_prefix="/officers")
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR, Role.AUDITOR))
OFFERED = tuple(one for one in Purpose if one is not Purpose.REVERSE)


@bp.get("/partnerships/<slug>/movements")
def list_movements(slug: str) -> ResponseReturnValue:
    """What waits for somebody, what was decided, and every way in which money can be moved."""
    return _list_page(slug, LimitForm())


@bp.post("/partnerships/<slug>/movements/limit")
def set_limit(slug: str) -> ResponseReturnValue:
    """Set from which amount on two people move money."""
    reached(slug)
    form = LimitForm()
    if form.validate():
        try:
            movements.set_limit(unit_of_work(), slug, form.limit.data)
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("The limit is set. What is proposed already keeps the one before."), "success")
            return redirect(url_for(".list_movements", slug=slug))
    return _list_page(slug, form), 422


@bp.get("/partnerships/<slug>/movements/<purpose>")
def show_new_movement(slug: str, purpose: str) -> ResponseReturnValue:
    """The form of one purpose."""
    wanted = _purpose(purpose)
    return _form_page(slug, wanted, _form(slug, wanted))


@bp.post("/partnerships/<slug>/movements/<purpose>")
def propose_movement(slug: str, purpose: str) -> ResponseReturnValue:
    """Propose it; below the limit whoever proposed it may post it at once, on the page that follows."""
    wanted = _purpose(purpose)
    form = _form(slug, wanted)
    if form.validate():
        try:
            movements.propose_movement(unit_of_work(), slug, form.movement(wanted))
        except (Invalid, Conflict) as refused:
            form.refuse(refused, "amount" if isinstance(refused, Conflict) else None)
        else:
            flash(_("It is proposed. Nothing has moved yet."), "success")
            return redirect(url_for(".list_movements", slug=slug))
    return _form_page(slug, wanted, form), 422


@bp.get("/ledger/<int:entry_id>/reversal")
def show_reversal(entry_id: int) -> ResponseReturnValue:
    """What would be undone, and why."""
    return _reversal_page(entry_id, ReversalForm())


@bp.post("/ledger/<int:entry_id>/reversal")
def propose_reversal(entry_id: int) -> ResponseReturnValue:
    """Propose that an entry is undone."""
    form = ReversalForm()
    if form.validate():
        try:
            movement = movements.propose_reversal(unit_of_work(), entry_id, form.reason.data or "")
        except (Invalid, Conflict) as refused:
            form.refuse(refused, "reason" if isinstance(refused, Conflict) else None)
        else:
            flash(_("It is proposed. Nothing has moved yet."), "success")
            return redirect(url_for(".list_movements", slug=_slug_of(movement)))
    return _reversal_page(entry_id, form), 422


@bp.post("/movements/<int:movement_id>/post")
def post_movement(movement_id: int) -> ResponseReturnValue:
    """Post what was proposed."""
    movement = _seen(movement_id)
    posted = movements.post_movement(unit_of_work(), movement_id)
    flash(_("Entry %(entry)s stands in the ledger, for everybody to see.", entry=posted.entry_id), "success")
    return redirect(url_for(".list_movements", slug=_slug_of(movement)))


@bp.post("/movements/<int:movement_id>/refusal")
def refuse_movement(movement_id: int) -> ResponseReturnValue:
    """Lay it aside."""
    movement = _seen(movement_id)
    movements.refuse_movement(unit_of_work(), movement_id)
    flash(_("It is laid aside. Nothing has moved."), "success")
    return redirect(url_for(".list_movements", slug=_slug_of(movement)))


def _purpose(word: str) -> Purpose:
    found = next((one for one in OFFERED if one.value == word), None)
    if found is None:
        raise NotVisible(sentence("There is nothing here under this address."))
    return found


def _seen(movement_id: int) -> Movement:
    found = queries.movement_by_id(unit_of_work().session, movement_id)
    if found is None:
        raise NotVisible(sentence("There is no movement of money under this number."))
    return found


def _slug_of(movement: Movement) -> str:
    return queries.slug_of(unit_of_work().session, movement)


def _form(slug: str, purpose: Purpose) -> MovementForm:
    session = unit_of_work().session
    partnership = reached(slug)
    accounts = [line for one in statements.trial_balances(session, partnership.id) for line in one.lines]
    return MovementForm.of(
        purpose, accounts, [card.locality for card in localities.localities_of(session, partnership.id)]
    )


def _form_page(slug: str, purpose: Purpose, form: MovementForm) -> str:
    partnership = reached(slug)
    return render_template(
        "officers/show_movement.html", form=form, partnership=partnership, purpose=purpose, words=PURPOSES
    )


def _reversal_page(entry_id: int, form: ReversalForm) -> str:
    entry = queries.entry_by_id(unit_of_work().session, entry_id)
    if entry is None:
        raise NotVisible(sentence("There is no entry under this number."))
    accounts = [line.account for line in entry.postings]
    between = Between.of(accounts[0].partnership_id, *accounts)
    if (refused := refusal(unit_of_work().actor, Action.PROPOSE_REVERSAL, between)) is not None:
        raise refused
    return render_template("officers/show_reversal.html", form=form, entry=entry, places=PLACES)


def _list_page(slug: str, form: LimitForm) -> str:
    uow = unit_of_work()
    partnership = reached(slug)
    names = {
        line.account_id: line for one in statements.trial_balances(uow.session, partnership.id) for line in one.lines
    }
    return render_template(
        "officers/list_movements.html",
        form=form,
        partnership=partnership,
        cards=[(one, uow.may(Action.POST_MOVEMENT, one)) for one in queries.movements_of(uow.session, partnership.id)],
        names=names,
        places=PLACES,
        words=PURPOSES,
        offered=OFFERED,
        may_set=uow.may(Action.SET_LIMIT, partnership),
        may_propose=uow.may(Action.PROPOSE_MOVEMENT, partnership),
    )
