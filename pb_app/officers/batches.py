"""An officer's pages of batches of papers and of their reconciliation: key, settle, seal, explain, sign."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app import box
from pb_app.actions import Action
from pb_app.models.paper import PaperBatch
from pb_app.models.polls import Poll
from pb_app.officers.keying_forms import LinesForm, lines_form, read_words
from pb_app.officers.paper_forms import (
    DIFFERENCES,
    FAULTS,
    ExplanationForm,
    explanation_form,
)
from pb_app.officers.stations import seen_poll, seen_station
from pb_app.overriding import OVERRIDE
from pb_app.paper import Difference, Fault
from pb_app.queries import papers, polls
from pb_app.receipts import Channel
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import batches, reconciliation
from pb_app.stages import PollState
from pb_app.web.channels import CHANNELS
from pb_app.web.errors import in_words
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work
from pb_app.withdrawn import definition_as_cast, withdrawn_from

bp = Blueprint("batches", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))


@bp.get("/officers/batches/<int:batch_id>")
def show_batch(batch_id: int) -> ResponseReturnValue:
    """Where a batch stands, and what the reader can do with it. Nobody sees a reading before both are there."""
    poll, batch = _seen(batch_id)
    return _batch_page(poll, batch, _lines_form(poll, batch, _line_nos(batch)))


@bp.post("/officers/batches/<int:batch_id>/lines")
def key_batch(batch_id: int) -> ResponseReturnValue:
    """Keep what the reader keyed."""
    poll, batch = _seen(batch_id)
    form = _lines_form(poll, batch, range(1, batch.papers + 1))
    lines = form.lines() if form.validate() else None
    if lines is None:
        return _batch_page(poll, batch, form), 422
    try:
        batches.key_batch(unit_of_work(), batch_id, [lines[no] for no in sorted(lines)])
    except (Conflict, Forbidden) as refused:
        form.refuse(refused)
        return _batch_page(*_seen(batch_id), form), 409
    flash(_("What you read is kept."), "success")
    return redirect(url_for(".show_batch", batch_id=batch_id))


@bp.post("/officers/batches/<int:batch_id>/settled")
def settle_batch(batch_id: int) -> ResponseReturnValue:
    """Keep what a third person settled."""
    poll, batch = _seen(batch_id)
    form = _lines_form(poll, batch, sorted(papers.mismatches_of(unit_of_work().session, batch)))
    lines = form.lines() if form.validate() else None
    if lines is None:
        return _batch_page(poll, batch, form), 422
    try:
        batches.settle_batch(unit_of_work(), batch_id, lines)
    except (Conflict, Forbidden, Invalid) as refused:
        form.refuse(refused)
        return _batch_page(*_seen(batch_id), form), 409
    flash(_("The differences are settled. The batch can be sealed."), "success")
    return redirect(url_for(".show_batch", batch_id=batch_id))


@bp.post("/officers/batches/<int:batch_id>/discarded")
def discard_batch(batch_id: int) -> ResponseReturnValue:
    """Give the batch up."""
    _seen(batch_id)
    batches.discard_batch(unit_of_work(), batch_id)
    flash(_("The batch is given up. Put its papers into a new one."), "success")
    return redirect(url_for(".show_batch", batch_id=batch_id))


@bp.post("/officers/batches/<int:batch_id>/sealed")
def seal_batch(batch_id: int) -> ResponseReturnValue:
    """Put its ballots into the box."""
    _seen(batch_id)
    batches.seal_batch(unit_of_work(), batch_id)
    flash(_("The batch is sealed. Its ballots are in the box."), "success")
    return redirect(url_for(".show_batch", batch_id=batch_id))


@bp.get("/officers/polls/<int:poll_no>/papers")
def show_reconciliation(poll_no: int) -> ResponseReturnValue:
    """The papers of a poll, station by station, and what does not agree."""
    return _reconciliation_page(seen_poll(poll_no))


@bp.post("/officers/polls/<int:poll_no>/papers")
def reconcile_paper(poll_no: int) -> ResponseReturnValue:
    """Fix the box with the papers in it."""
    poll = seen_poll(poll_no)
    try:
        reconciliation.reconcile_paper(unit_of_work(), poll_no)
    except Conflict as refused:
        return _reconciliation_page(poll, refused=in_words(refused)), 409
    flash(_("The papers are reconciled. The poll can be counted."), "success")
    return redirect(url_for(".show_reconciliation", poll_no=poll_no))


@bp.post("/officers/stations/<int:station_id>/explanations")
def explain_difference(station_id: int) -> ResponseReturnValue:
    """Say why figures of a station differ."""
    poll, _station = seen_station(station_id)
    form = explanation_form(station_id)
    if form.validate():
        kind = Difference(form.kind.data)
        try:
            reconciliation.explain_difference(unit_of_work(), station_id, kind, form.words.data or "")
        except (Conflict, Invalid) as refused:
            form.refuse(refused)
        else:
            flash(_("The explanation is kept. A second person confirms it."), "success")
            return redirect(url_for(".show_reconciliation", poll_no=poll.poll_no))
    return _reconciliation_page(poll, {station_id: form}), 422


@bp.post("/officers/stations/<int:station_id>/explanations/confirmed")
def confirm_explanation(station_id: int) -> ResponseReturnValue:
    """Stand for an explanation as its second person."""
    poll, _station = seen_station(station_id)
    form = explanation_form(station_id)
    if form.validate():
        reconciliation.confirm_explanation(unit_of_work(), station_id, Difference(form.kind.data))
        flash(_("The explanation is confirmed."), "success")
        return redirect(url_for(".show_reconciliation", poll_no=poll.poll_no))
    return _reconciliation_page(poll, {station_id: form}), 422


def _seen(batch_id: int) -> tuple[Poll, PaperBatch]:
    unit_of_work().end_read()
    batch = unit_of_work().session.get(PaperBatch, batch_id, populate_existing=True)
    if batch is None:
        raise NotVisible(sentence("There is no batch under this number."))
    return seen_station(batch.station_id)[0], batch


def _lines_form(poll: Poll, batch: PaperBatch, line_nos: Sequence[int]) -> LinesForm:
    return lines_form(definition_as_cast(unit_of_work().session, poll), batch.area, line_nos)


def _line_nos(batch: PaperBatch) -> list[int]:
    if batch.keyer_b is None:
        return list(range(1, batch.papers + 1))
    return sorted(papers.mismatches_of(unit_of_work().session, batch))


def _batch_page(poll: Poll, batch: PaperBatch, form: LinesForm) -> str:
    uow = unit_of_work()
    differing = papers.mismatches_of(uow.session, batch)
    return render_template(
        "officers/show_batch.html",
        poll=poll,
        batch=batch,
        form=form,
        gone=withdrawn_from(uow.session, poll.poll_no),
        differing={no: read_words(*pair) for no, pair in differing.items()},
        is_over=batch.sealed_at is not None or batch.discarded_at is not None,
        is_keyer=uow.actor.person_id in (batch.keyer_a, batch.keyer_b),
        may_key=uow.may(Action.KEY_BATCH, poll),
    )


def _channels(poll: Poll) -> list[tuple[str, int, int]]:
    """Each way of voting in words, with its marks on the roll and its ballots in the box."""
    session = unit_of_work().session
    marks, ballots = polls.marks_by_channel(session, poll.id), box.ballots_by_channel(session, poll.id)
    used = (one for one in Channel if one.value in marks | ballots)
    return [(str(CHANNELS[one]), marks.get(one.value, 0), ballots.get(one.value, 0)) for one in used]


def _not_counted(poll: Poll) -> list[tuple[str, str, int]]:
    """Why parts of sealed papers are not counted: contest, reason and number, in the order of the paper."""
    contests = definition_as_cast(unit_of_work().session, poll).contests
    titles = {"": _("The whole paper")} | {one.contest.contest_id: one.title for one in contests}
    found = papers.faults_of(unit_of_work().session, poll.id)
    return [
        (titles[contest_id], str(FAULTS[fault.value]), found[contest_id, fault])
        for contest_id in titles
        for fault in Fault
        if (contest_id, fault) in found
    ]


def _reconciliation_page(poll: Poll, sent: Mapping[int, ExplanationForm] | None = None, refused: str = "") -> str:
    uow = unit_of_work()
    uow.end_read()
    poll = seen_poll(poll.poll_no)
    cards = papers.cards_of(uow.session, poll.id) if poll.state not in (PollState.FROZEN, PollState.OPEN) else []
    forms = {card.station.id: explanation_form(card.station.id, is_empty=True) for card in cards}
    return render_template(
        "officers/show_reconciliation.html",
        poll=poll,
        cards=cards,
        form=next(iter((sent or {}).values()), None),
        forms=forms | dict(sent or {}),
        refused=[refused] if refused else [],
        words=DIFFERENCES,
        channels=_channels(poll) if cards else [],
        not_counted=_not_counted(poll) if cards else [],
        overridden=box.voided_by_reason(uow.session, poll.id).get(OVERRIDE, 0) if cards else 0,
        open=[in_words(Conflict(told)) for told in reconciliation.what_is_open(uow, poll, cards)],
        is_reckoned=not papers.awaits_reckoning(uow.session, poll.id),
        may_sign=uow.may(Action.RECONCILE_PAPER, poll),
        reader=uow.actor.person_id,
    )
