"""The witnesses of a partnership: who they are, what they saw, and how many of them a result waits for."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.cosigning import request_of
from pb_app.models.witnesses import Witness
from pb_app.officers.reach import reached, reached_for
from pb_app.officers.witness_forms import CosignatureForm, QuorumForm, WitnessForm
from pb_app.queries import log, log_tiles, partnerships
from pb_app.queries import witnesses as queries
from pb_app.refusals import Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import witnesses
from pb_app.web.forms import PageForm
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.words import TROUBLES

bp = Blueprint("witnesses", __name__, url_prefix="/officers/partnerships/<slug>/witnesses")
bp.before_request(needs_role(Role.OFFICER, Role.ADMINISTRATOR))


@bp.get("")
def list_witnesses(slug: str) -> ResponseReturnValue:
    """The witnesses, the form for another, and the quorum."""
    return _list_page(slug, _witness_form(slug), _quorum_form(slug))


@bp.post("")
def add_witness(slug: str) -> ResponseReturnValue:
    """Add a witness."""
    reached_for(slug, Action.ADD_WITNESS)
    form = _witness_form(slug)

    def add() -> None:
        added = witnesses.add_witness(
            unit_of_work(), slug, form.partner.data, form.vkey.data or "", form.url.data or ""
        )
        flash(_("%(name)s is a witness now.", name=added.name), "success")

    if _done(form, add):
        return redirect(url_for(".list_witnesses", slug=slug))
    return _list_page(slug, form, _quorum_form(slug)), 422


@bp.post("/quorum")
def set_quorum(slug: str) -> ResponseReturnValue:
    """Say how many partners must have witnessed a count."""
    reached_for(slug, Action.SET_QUORUM)
    form = QuorumForm()

    def ask_for() -> None:
        witnesses.set_quorum(unit_of_work(), slug, form.quorum.data or 0)
        flash(_("The number of witnesses is set."), "success")

    if _done(form, ask_for):
        return redirect(url_for(".list_witnesses", slug=slug))
    return _list_page(slug, _witness_form(slug), form), 422


@bp.get("/<int:witness_id>")
def show_witness(slug: str, witness_id: int) -> ResponseReturnValue:
    """One witness: what it saw last, the files to exchange with it, and its retirement."""
    return _witness_page(slug, witness_id, CosignatureForm())


@bp.get("/<int:witness_id>/request")
def download_request(slug: str, witness_id: int) -> ResponseReturnValue:
    """The file that a witness without an address cosigns; `old` is the size it says it cosigned last."""
    witness = _witness(slug, witness_id)
    session = unit_of_work().session
    checkpoint = log.newest_checkpoint(session)
    old = request.args.get("old", queries.cosigned_size(session, witness.id), int)
    if checkpoint is None or not 0 <= old <= checkpoint.size:
        raise NotVisible(sentence("There is nothing to cosign from that size."))
    proof = log_tiles.tree(session, checkpoint.size).consistency(old, checkpoint.size) if old else ()
    name = f'attachment; filename="checkpoint-{checkpoint.size}.request"'
    told = request_of(old, proof, checkpoint.note)
    return Response(told, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": name})


@bp.post("/<int:witness_id>/cosignatures")
def keep_cosignature(slug: str, witness_id: int) -> ResponseReturnValue:
    """Take in what a witness signed by file."""
    reached_for(slug, Action.KEEP_COSIGNATURE)
    form = CosignatureForm()

    def keep() -> None:
        size = witnesses.keep_cosignature(unit_of_work(), slug, witness_id, form.line.data or "")
        flash(_("The cosignature is kept. It vouches for %(size)s entries.", size=size), "success")

    if _done(form, keep):
        return redirect(url_for(".show_witness", slug=slug, witness_id=witness_id))
    return _witness_page(slug, witness_id, form), 422


@bp.post("/<int:witness_id>/retirement")
def retire_witness(slug: str, witness_id: int) -> ResponseReturnValue:
    """Ask a witness no more."""
    reached_for(slug, Action.RETIRE_WITNESS)
    witnesses.retire_witness(unit_of_work(), slug, witness_id)
    flash(_("The witness is asked no more. What it signed is kept."), "success")
    return redirect(url_for(".list_witnesses", slug=slug))


def _done(form: PageForm, act: Callable[[], None]) -> bool:
    """Whether the form holds and the act was done; what is refused stands on the form."""
    if not form.validate():
        return False
    try:
        act()
    except Invalid as refused:
        form.refuse(refused)
        return False
    return True


def _witness(slug: str, witness_id: int) -> Witness:
    found = queries.witness_of(unit_of_work().session, reached(slug).id, witness_id)
    if found is None:
        raise NotVisible(sentence("There is no such witness."))
    return found


def _witness_form(slug: str) -> WitnessForm:
    return WitnessForm.among(partnerships.partners_of(unit_of_work().session, reached(slug).id))


def _quorum_form(slug: str) -> QuorumForm:
    form = QuorumForm()
    form.quorum.data = reached(slug).witness_quorum
    return form


def _list_page(slug: str, form: WitnessForm, quorum: QuorumForm) -> str:
    uow = unit_of_work()
    partnership = reached(slug)
    found = queries.witnesses_of(uow.session, partnership.id)
    return render_template(
        "officers/list_witnesses.html",
        form=form,
        quorum=quorum,
        partnership=partnership,
        witnesses=[(one, queries.cosigned_size(uow.session, one.id)) for one in found],
        troubles=TROUBLES,
        may_add=uow.may(Action.ADD_WITNESS, partnership),
    )


def _witness_page(slug: str, witness_id: int, form: CosignatureForm) -> str:
    uow = unit_of_work()
    witness = _witness(slug, witness_id)
    return render_template(
        "officers/show_witness.html",
        form=form,
        partnership=reached(slug),
        witness=witness,
        size=queries.cosigned_size(uow.session, witness.id),
        newest=log.newest_checkpoint(uow.session),
        troubles=TROUBLES,
        may_change=uow.may(Action.ADD_WITNESS, reached(slug)),
    )
