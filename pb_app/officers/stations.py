"""An officer's pages of the stations of a poll: their papers, the desk, their accounts and batches."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.definitions import read_definition
from pb_app.models.paper import PaperStation
from pb_app.models.polls import Poll
from pb_app.officers.paper_forms import AccountForm, BatchForm, DeskForm, IssueForm, StationForm
from pb_app.queries import papers, polls
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import batches, overrides, stations
from pb_app.stages import PollState
from pb_app.web.forms import PageForm
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("stations", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))
LOOKING = frozenset({Role.OFFICER, Role.APPROVER, Role.AUDITOR})


@bp.get("/officers/polls/<int:poll_no>/stations")
def list_stations(poll_no: int) -> ResponseReturnValue:
    """The stations of a poll, and the form for another."""
    return _stations_page(seen_poll(poll_no), StationForm())


@bp.post("/officers/polls/<int:poll_no>/stations")
def add_station(poll_no: int) -> ResponseReturnValue:
    """Say where and when people can vote on paper."""
    poll, form = seen_poll(poll_no), StationForm()
    if form.validate():
        told = [field.data or "" for field in (form.name, form.place, form.hours)]
        try:
            station = stations.add_station(unit_of_work(), poll_no, *told)
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("%(name)s is a station now.", name=station.name), "success")
            return redirect(url_for(".show_station", station_id=station.id))
    return _stations_page(poll, form), 422


@bp.get("/officers/stations/<int:station_id>")
def show_station(station_id: int) -> ResponseReturnValue:
    """A station: its papers, the desk while voting is open, its account and batches after the close."""
    return _station_page(station_id)


@bp.post("/officers/stations/<int:station_id>/papers")
def issue_papers(station_id: int) -> ResponseReturnValue:
    """Give the station papers, by the numbers on their stubs."""
    seen_station(station_id)
    form = IssueForm()
    if form.validate():
        try:
            stations.issue_papers(unit_of_work(), station_id, form.first.data, form.last.data)
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
        else:
            return _back(station_id, _("The papers are issued."))
    return _station_page(station_id, issue=form), 422


@bp.post("/officers/stations/<int:station_id>/roll")
def claim_at_desk(station_id: int) -> ResponseReturnValue:
    """Put somebody at the desk on the roll; the form stays as it is, for handing out the paper."""
    seen_station(station_id)
    form = DeskForm()
    if form.validate():
        try:
            stations.claim_at_desk(unit_of_work(), station_id, form.who(), form.postcode.data or "")
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
        else:
            flash(_("They are on the roll. Now mark them and hand out a paper."), "success")
            return _station_page(station_id, desk=form)
    return _station_page(station_id, desk=form), 422


@bp.post("/officers/stations/<int:station_id>/marks")
def hand_out_paper(station_id: int) -> ResponseReturnValue:
    """Mark the roll: only then is a paper handed out."""
    seen_station(station_id)
    form = DeskForm()
    if form.validate():
        try:
            area = stations.hand_out_paper(unit_of_work(), station_id, form.who())
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
        else:
            return _back(station_id, _handed(_("The roll is marked. Hand out one paper."), area))
    return _station_page(station_id, desk=form), 422


@bp.post("/officers/stations/<int:station_id>/overrides")
def override_online(station_id: int) -> ResponseReturnValue:
    """Void an online vote whose key is shown, and mark the roll for a paper."""
    seen_station(station_id)
    form = DeskForm()
    if form.validate():
        try:
            area = overrides.override_online(unit_of_work(), station_id, form.who(), form.receipt_key.data or "")
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
        else:
            told = _("The online vote is void and the roll is marked. Hand out one paper.")
            return _back(station_id, _handed(told, area))
    return _station_page(station_id, desk=form), 422


@bp.post("/officers/stations/<int:station_id>/account")
def account_for_station(station_id: int) -> ResponseReturnValue:
    """Keep what the station counted."""
    seen_station(station_id)
    form = AccountForm()
    if form.validate():
        counted = (form.in_box.data, form.spoilt.data, form.unused.data)
        try:
            stations.account_for_station(unit_of_work(), station_id, *counted)
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
        else:
            return _back(station_id, _("The account is kept."))
    return _station_page(station_id, account=form), 422


@bp.post("/officers/stations/<int:station_id>/batches")
def open_batch(station_id: int) -> ResponseReturnValue:
    """Begin a batch."""
    poll, _station = seen_station(station_id)
    form = BatchForm().offering(read_definition(poll.definition))
    if form.validate():
        try:
            batch = batches.open_batch(unit_of_work(), station_id, form.papers.data, form.area.data)
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
        else:
            return redirect(url_for("officers.batches.show_batch", batch_id=batch.id))
    return _station_page(station_id, batch=form), 422


def seen_poll(poll_no: int | None) -> Poll:
    """The poll, for whoever looks after it where it is voted on."""
    uow = unit_of_work()
    poll = None if poll_no is None else polls.poll_by_no(uow.session, poll_no)
    if poll is None or poll.state is PollState.DRAFT or uow.actor.grant_for(LOOKING, poll.scope) is None:
        raise NotVisible(sentence("There is no poll under this number in your area whose papers you could see."))
    return poll


def seen_station(station_id: int) -> tuple[Poll, PaperStation]:
    """The station with its poll, for the same people."""
    session = unit_of_work().session
    poll = seen_poll(papers.poll_no_of_station(session, station_id))
    return poll, session.get_one(PaperStation, station_id)


def _handed(told: str, area: str) -> str:
    """What the desk is told, with the area whose paper it is to hand out, if that is known."""
    return f"{told} {_('It is the paper for %(area)s.', area=area)}" if area else told


def _back(station_id: int, told: str) -> ResponseReturnValue:
    flash(told, "success")
    return redirect(url_for(".show_station", station_id=station_id))


def _stations_page(poll: Poll, form: StationForm) -> str:
    return render_template(
        "officers/list_stations.html",
        poll=poll,
        stations=papers.stations_of(unit_of_work().session, poll.id),
        form=form,
        may_add=unit_of_work().may(Action.ADD_STATION, poll),
    )


def _station_page(station_id: int, **sent: PageForm) -> str:
    uow = unit_of_work()
    uow.end_read()
    poll, station = seen_station(station_id)
    card = papers.card_of(uow.session, station) if poll.state not in (PollState.FROZEN, PollState.OPEN) else None
    forms = {"issue": IssueForm, "desk": DeskForm, "account": AccountForm, "batch": BatchForm}
    definition = read_definition(poll.definition)
    shown = {name: sent.get(name) or make(formdata=None) for name, make in forms.items()}
    return render_template(
        "officers/show_station.html",
        poll=poll,
        areas=[area for area in definition.areas_on_paper if definition.paper.areas],
        station=station,
        issues=papers.issues_of(uow.session, station_id),
        card=card,
        form=next(iter(sent.values()), None),
        may={one.name: uow.may(one, poll) for one in (Action.ISSUE_PAPERS, Action.HAND_OUT_PAPER, Action.OPEN_BATCH)},
        is_reckoned=card is not None and not papers.awaits_reckoning(uow.session, poll.id),
        **shown | {"batch": sent.get("batch") or BatchForm(formdata=None).offering(definition)},
    )
