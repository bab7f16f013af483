"""Running a room: making it, opening it, its stages, invitations, turns, the conclusion and the close."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from deliberation.kinds import Channel, RoomStage, RoomState, Seat, kinds_in, next_stage
from pb_app import permissions
from pb_app.actions import Action
from pb_app.facilitators.room_forms import ConclusionForm, NotesForm, RoomForm, SeatForm, StageForm, StateForm
from pb_app.models.rooms import Room
from pb_app.queries import room_life as queries
from pb_app.queries.rounds import visible_round
from pb_app.refusals import Forbidden, Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import room_life, room_turns, rooms
from pb_app.speaking import speaker_now
from pb_app.web.errors import status_of
from pb_app.web.forms import PageForm, choice, number_of
from pb_app.web.login import needs_role
from pb_app.web.rooms import KIND_WORDS, manner, new_key, readable_room
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("room_life", __name__)
bp.before_request(needs_role(Role.FACILITATOR, Role.OFFICER))


@bp.get("/rounds/<int:round_no>/rooms/new")
def show_new_room(round_no: int) -> ResponseReturnValue:
    """Ask what the room is for, what it can change and who decides."""
    return _new_room(round_no, RoomForm())


@bp.post("/rounds/<int:round_no>/rooms/new")
def add_room(round_no: int) -> ResponseReturnValue:
    """Make the room, as a draft."""
    form = RoomForm()
    if not form.validate():
        return _new_room(round_no, form), 422
    try:
        room_id = room_life.add_room(unit_of_work(), round_no, form.plan())
    except Invalid as refused:
        form.refuse(refused)
        return _new_room(round_no, form), 422
    return redirect(url_for("facilitators.room_life.run_room", room_id=room_id))


@bp.get("/rooms/<int:room_id>/run")
def run_room(room_id: int) -> ResponseReturnValue:
    """Everything with which a room is run, on one page."""
    return _run(room_id)


@bp.post("/rooms/<int:room_id>/stage")
def move_agenda(room_id: int) -> ResponseReturnValue:
    """Open the next stage, or give this one another time."""
    form = StageForm()
    return _done(
        room_id,
        form,
        lambda: room_life.move_agenda(
            unit_of_work(), room_id, RoomStage(form.stage.data), form.why.data or "", form.minutes.data or 0
        ),
    )


@bp.post("/rooms/<int:room_id>/state")
def set_room(room_id: int) -> ResponseReturnValue:
    """Open or freeze the room."""
    form = StateForm()
    airtime = bool(form.only_facilitators.data)
    state = form.state.data
    return _done(
        room_id,
        form,
        lambda: room_life.set_room(
            unit_of_work(), room_id, RoomState(state), form.reason.data or "", only_facilitators=airtime
        ),
    )


@bp.post("/rooms/<int:room_id>/seats")
def give_seat(room_id: int) -> ResponseReturnValue:
    """Invite somebody."""
    form = SeatForm()
    return _done(
        room_id,
        form,
        lambda: room_life.give_seat(unit_of_work(), room_id, form.email.data or "", Seat(form.seat.data)),
    )


@bp.post("/rooms/<int:room_id>/conclusion")
def conclude_room(room_id: int) -> ResponseReturnValue:
    """Write the conclusion."""
    form = ConclusionForm()
    return _done(
        room_id,
        form,
        lambda: room_life.conclude_room(
            unit_of_work(), room_id, form.text.data or "", form.review_on.data or date.min, named=form.named.data
        ),
    )


@bp.post("/rooms/<int:room_id>/closing")
def close_room(room_id: int) -> ResponseReturnValue:
    """Close the room."""
    return _done(room_id, PageForm(), lambda: room_life.close_room(unit_of_work(), room_id))


@bp.post("/rooms/<int:room_id>/turn")
def give_turn(room_id: int) -> ResponseReturnValue:
    """Give whoever is next the turn."""
    return _done(room_id, PageForm(), lambda: room_turns.give_turn(unit_of_work(), room_id))


@bp.post("/rooms/<int:room_id>/turn/time")
def add_time(room_id: int) -> ResponseReturnValue:
    """Give the speaker half a minute more."""
    return _done(room_id, PageForm(), lambda: room_turns.add_time(unit_of_work(), room_id))


@bp.get("/rooms/<int:room_id>/notes")
def show_notes(room_id: int) -> ResponseReturnValue:
    """A page for a phone at a table: what people say there becomes part of the room's record."""
    return _notes(_own_room(room_id), NotesForm(formdata=None, table=number_of(request.args.get("table"))))


@bp.post("/rooms/<int:room_id>/notes")
def keep_note(room_id: int) -> ResponseReturnValue:
    """Put a note into the record and stay at the table."""
    room = _own_room(room_id)
    form = NotesForm()
    if not form.validate():
        return _notes(room, form), 422
    table = form.table.data or None
    is_sure = form.sure.data == "1"
    said = manner(form.kind.data or "", "", form.source.data or "", 0, Channel.PAPER, is_sure=is_sure)
    try:
        rooms.post_message(unit_of_work(), room_id, new_key(), form.body.data or "", replace(said, table=table))
    except Invalid as refused:
        form.refuse(refused)
        return _notes(_own_room(room_id), form), 422
    flash(_("The note stands in the room."), "success")
    return redirect(url_for("facilitators.room_life.show_notes", room_id=room_id, table=table or ""))


def _notes(room: Room, form: NotesForm) -> str:
    form.kind.choices = [
        choice("", _l("Just a note")),
        *(choice(kind.value, KIND_WORDS[kind]) for kind in kinds_in(room.agenda_stage)),
    ]
    return render_template("facilitators/keep_note.html", room=room, form=form)


def _done(room_id: int, form: PageForm, act: Callable[[], object]) -> ResponseReturnValue:
    """Do it and go back to the page, or draw the page with what was typed and what is wrong."""
    if not form.validate():
        return _run(room_id, form), 422
    try:
        act()
    except Invalid as refused:
        form.refuse(refused)
        return _run(room_id, form), status_of(refused)
    return redirect(url_for("facilitators.room_life.run_room", room_id=room_id))


def _run(room_id: int, refused: PageForm | None = None) -> str:
    uow = unit_of_work()
    room = _own_room(room_id)
    now = uow.now()
    given = {type(refused): refused} if refused else {}
    following = next_stage(room.agenda_stage) if room.agenda_stage else None
    stage = StageForm(formdata=None, stage=following or room.agenda_stage)
    state = StateForm(formdata=None, state=room.state, only_facilitators=room.only_facilitators)
    people = queries.people_called(uow.session, queries.people_of(uow.session, room.id))
    conclusion = given.get(ConclusionForm, ConclusionForm(formdata=None, named=[one.id for one in people]))
    conclusion.named.choices = [choice(one.id, one.display_name or _("Somebody")) for one in people]
    return render_template(
        "facilitators/run_room.html",
        room=room,
        refused=refused,
        stage_form=given.get(StageForm, stage),
        state_form=given.get(StateForm, state),
        seat_form=given.get(SeatForm, SeatForm(formdata=None)),
        conclusion_form=conclusion,
        lacking=queries.lacking(uow.session, room),
        signed=queries.signed(uow.session, room.id),
        seats=queries.seats(uow.session, room.id),
        waiting=queries.waiting(uow.session, room.id),
        turn=speaker_now(uow.session, room.id, now),
    )


def _own_room(room_id: int) -> Room:
    """The room, for those who run it."""
    uow = unit_of_work()
    room = readable_room(uow, room_id)
    if not uow.may(Action.SET_ROOM, room):
        raise Forbidden(sentence("Your role does not include this. Ask an administrator if it should."))
    return room


def _new_room(round_no: int, form: RoomForm) -> str:
    uow = unit_of_work()
    found = visible_round(uow.session, uow.actor, round_no)
    if found is None:
        raise NotVisible(sentence("There is no round under this number."))
    refused = permissions.refusal(uow.actor, Action.ADD_ROOM, found)
    if refused is not None:
        raise refused
    return render_template("facilitators/add_room.html", form=form, round=found)
