"""An officer's pages of kiosks: tablets and slips of a station, the desk beside them, what they delivered."""

from base64 import b64encode
from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.exports.prints import square_code
from pb_app.models.kiosks import KioskOpening, SlipState
from pb_app.models.polls import Poll
from pb_app.officers.kiosk_forms import AsideForm, HoldForm, KioskForm, SettleForm, SlipDeskForm, SlipsForm
from pb_app.officers.stations import seen_poll, seen_station
from pb_app.queries import kiosks as queries
from pb_app.queries import papers
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import kiosk_openings, kiosks
from pb_app.stages import PollState
from pb_app.web.errors import in_words
from pb_app.web.forms import PageForm
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

F = TypeVar("F", bound=PageForm)
bp = Blueprint("kiosks", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))
FORMS: dict[str, type[PageForm]] = {
    "kiosk": KioskForm,
    "slips": SlipsForm,
    "desk": SlipDeskForm,
    "settle": SettleForm,
    "hold": HoldForm,
}


@bp.get("/officers/stations/<int:station_id>/kiosks")
def show_station_kiosks(station_id: int) -> ResponseReturnValue:
    """The tablets and slips of a station, and the desk beside them."""
    return _station_page(station_id)


@bp.post("/officers/stations/<int:station_id>/kiosks")
def invite_kiosk(station_id: int) -> ResponseReturnValue:
    """Invite a tablet; the answer alone shows its code and PIN."""
    poll, station = seen_station(station_id)
    form = KioskForm()
    if form.validate():
        try:
            invited = kiosks.invite_kiosk(unit_of_work(), station_id, form.name.data or "", form.closes())
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
        else:
            link = url_for("public.kiosks.show_kiosk", _external=True, _anchor=invited.code)
            square = b64encode(square_code(link).encode()).decode("ascii")
            told = {"poll": poll, "station": station, "invited": invited, "link": link, "square": square}
            return render_template("officers/show_invitation.html", **told), 201
    return _station_page(station_id, kiosk=form), 422


@bp.post("/officers/stations/<int:station_id>/slips")
def make_slips(station_id: int) -> ResponseReturnValue:
    """Make slips; the answer alone shows their codes, to be printed."""
    poll, station = seen_station(station_id)
    form = SlipsForm()
    if form.validate():
        try:
            made = kiosks.make_slips(unit_of_work(), station_id, form.ordinary.data, form.provisional.data)
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
        else:
            return render_template("officers/print_slips.html", poll=poll, station=station, slips=made), 201
    return _station_page(station_id, slips=form), 422


@bp.post("/officers/stations/<int:station_id>/slips/handed-out")
def hand_out_slip(station_id: int) -> ResponseReturnValue:
    """Mark the roll: only then is an ordinary slip handed out."""

    def deed(form: SlipDeskForm) -> object:
        kiosks.hand_out_slip(unit_of_work(), station_id, form.identity())
        return _("The roll is marked. Hand out one ordinary slip, whichever is on top.")

    return _done(station_id, "desk", SlipDeskForm(), deed)


@bp.post("/officers/stations/<int:station_id>/slips/settled")
def settle_slip(station_id: int) -> ResponseReturnValue:
    """Say whose a provisional slip was."""

    def deed(form: SettleForm) -> object:
        state = kiosks.settle_slip(unit_of_work(), station_id, form.number.data, form.identity())
        if state is SlipState.GOOD:
            return _("Slip %(number)s is settled. What was cast with it counts.", number=form.number.data)
        return _(
            "They had voted another way already. Slip %(number)s is held: what was cast with it is never opened.",
            number=form.number.data,
        )

    return _done(station_id, "settle", SettleForm(), deed)


@bp.post("/officers/stations/<int:station_id>/slips/roll")
def claim_for_slip(station_id: int) -> ResponseReturnValue:
    """Put whoever had a provisional slip on the roll; the form stays as it is, for settling the slip."""
    seen_station(station_id)
    form = SettleForm()
    if form.validate():
        try:
            kiosks.claim_for_slip(unit_of_work(), station_id, form.identity(), form.postcode.data or "")
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
        else:
            flash(_("They are on the roll. Now settle the slip."), "success")
            return _station_page(station_id, settle=form)
    return _station_page(station_id, settle=form), 422


@bp.post("/officers/stations/<int:station_id>/slips/held")
def hold_slip(station_id: int) -> ResponseReturnValue:
    """Say that nobody can settle a provisional slip."""

    def deed(form: HoldForm) -> object:
        kiosks.hold_slip(unit_of_work(), station_id, form.number.data)
        return _("Slip %(number)s is held: what was cast with it is never opened.", number=form.number.data)

    return _done(station_id, "hold", HoldForm(), deed)


@bp.get("/officers/polls/<int:poll_no>/kiosks")
def show_kiosks(poll_no: int) -> ResponseReturnValue:
    """After the close: what each tablet counted and delivered, and what stands before the opening."""
    return _kiosks_page(seen_poll(poll_no))


@bp.post("/officers/polls/<int:poll_no>/kiosks")
def open_kiosks(poll_no: int) -> ResponseReturnValue:
    """Open what was delivered, all together."""
    poll = seen_poll(poll_no)
    try:
        kiosk_openings.open_kiosks(unit_of_work(), poll_no)
    except Conflict as refused:
        return _kiosks_page(poll, refused=in_words(refused)), 409
    flash(_("The envelopes are opened. Their ballots are in the box."), "success")
    return redirect(url_for(".show_kiosks", poll_no=poll_no))


@bp.post("/officers/kiosks/<int:kiosk_id>/aside")
def set_kiosk_aside(kiosk_id: int) -> ResponseReturnValue:
    """Say why a tablet will not deliver."""
    poll, form = _seen(kiosk_id), AsideForm(prefix=f"kiosk-{kiosk_id}-")
    if form.validate():
        try:
            kiosk_openings.set_kiosk_aside(unit_of_work(), kiosk_id, form.reason.data or "")
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
        else:
            flash(_("The reason is kept. A second person confirms it."), "success")
            return redirect(url_for(".show_kiosks", poll_no=poll.poll_no))
    return _kiosks_page(poll, form=form), 422


@bp.post("/officers/kiosks/<int:kiosk_id>/aside/confirmed")
def confirm_kiosk_aside(kiosk_id: int) -> ResponseReturnValue:
    """Stand for it as the second person."""
    poll = _seen(kiosk_id)
    try:
        kiosk_openings.confirm_kiosk_aside(unit_of_work(), kiosk_id)
    except (Conflict, Forbidden) as refused:
        return _kiosks_page(poll, refused=in_words(refused)), 409
    flash(_("The tablet is set aside. Nothing more is taken from it."), "success")
    return redirect(url_for(".show_kiosks", poll_no=poll.poll_no))


def _done(station_id: int, name: str, form: F, deed: Callable[[F], object]) -> ResponseReturnValue:
    """Do what a form of the desk asks for, and say so; or show it again with what is wrong."""
    seen_station(station_id)
    if form.validate():
        try:
            told = str(deed(form))
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
        else:
            flash(told, "success")
            return redirect(url_for(".show_station_kiosks", station_id=station_id))
    return _station_page(station_id, **{name: form}), 422


def _seen(kiosk_id: int) -> Poll:
    session = unit_of_work().session
    station_id = queries.station_of(session, kiosk_id)
    if station_id is None:
        raise NotVisible(sentence("There is no kiosk under this number."))
    return seen_poll(papers.poll_no_of_station(session, station_id))


def _station_page(station_id: int, **sent: PageForm) -> str:
    uow = unit_of_work()
    uow.end_read()
    poll, station = seen_station(station_id)
    asked = (Action.INVITE_KIOSK, Action.HAND_OUT_SLIP, Action.SETTLE_SLIP)
    return render_template(
        "officers/show_station_kiosks.html",
        poll=poll,
        station=station,
        tablets=queries.kiosks_of(uow.session, station_id),
        counts=queries.slip_counts_of(uow.session, station_id),
        is_opened=uow.session.get(KioskOpening, poll.id) is not None,
        form=next(iter(sent.values()), None),
        may={one.name: uow.may(one, poll) for one in asked},
        **{name: sent.get(name) or make(formdata=None) for name, make in FORMS.items()},
    )


def _kiosks_page(poll: Poll, form: AsideForm | None = None, refused: str = "") -> str:
    uow = unit_of_work()
    uow.end_read()
    poll = seen_poll(poll.poll_no)
    is_closed = poll.state not in (PollState.FROZEN, PollState.OPEN)
    cards = queries.cards_of(uow.session, poll.id) if is_closed else []
    forms = {card.kiosk.id: AsideForm(prefix=f"kiosk-{card.kiosk.id}-", formdata=None) for card in cards}
    if form is not None:
        forms[request.view_args["kiosk_id"] if request.view_args else 0] = form
    return render_template(
        "officers/show_kiosks.html",
        poll=poll,
        cards=cards,
        form=form,
        forms=forms,
        refused=[refused] if refused else [],
        missing=[in_words(Conflict(one)) for one in kiosk_openings.what_is_missing(uow, poll.id)] if cards else [],
        unsettled=queries.unsettled_of(uow.session, poll.id) if is_closed else [],
        opening=uow.session.get(KioskOpening, poll.id),
        awaits=queries.awaits_opening(uow.session, poll.id),
        may_open=uow.may(Action.OPEN_KIOSKS, poll),
        reader=uow.actor.person_id,
    )
