"""Score sheets on the four standards: opened for a room or a meeting, handed in once each, closed and then told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hmac import compare_digest

from deliberation.sheets import Mark, Stand, Standard
from pb_app.actions import Action
from pb_app.models.rooms import Room
from pb_app.models.sheets import ScoreSheet, SheetReturn, SheetTally
from pb_app.queries.room_life import people_of
from pb_app.queries.sheets import forum_at, has_returned, locked_sheet, sheet_of_room
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, sentence
from pb_app.room_log import checked_text, locked_room, runs
from pb_app.unit_of_work import UnitOfWork

Marks = Mapping[Standard, Mark | None]
KEY_BYTES = 16
LENGTHS = {"title": 120, "facilitator": 120, "employer": 200}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that had no room here: what it was, when, who ran it and for whom."""

    title: str
    held_on: date
    facilitator: str
    employer: str
    stand: Stand


def open_sheet(uow: UnitOfWork, room_id: int) -> int:
    """Open the score sheet of a room to those who take part in it; return its number. Once for each room."""
    with uow.begin(Action.OPEN_SHEET) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        if sheet_of_room(uow.session, room.id) is not None:
            raise Conflict(sentence("This room has its score sheet already."))
        sheet = ScoreSheet(room_id=room.id)
        uow.session.add(sheet)
        uow.session.flush()
        change.record(room, room=room.id, sheet=sheet.id)
    return sheet.id


def add_meeting(uow: UnitOfWork, forum_id: int, meeting: Meeting) -> int:
    """Enter a meeting of a forum with an open score sheet, to which its own address leads; return its number."""
    texts = {name: checked_text(getattr(meeting, name), name, most) for name, most in LENGTHS.items()}
    with uow.begin(Action.ADD_MEETING) as change:
        forum = forum_at(uow.session, forum_id)
        if forum is None:
            raise NotVisible(sentence("There is no such forum."))
        change.permit(forum)
        if meeting.held_on > change.at.date():
            raise Invalid(sentence("Choose a day that is not after today."), field="held_on")
        sheet = ScoreSheet(
            forum_id=forum_id,
            held_on=meeting.held_on,
            stand=meeting.stand,
            key=uow.keys.random(KEY_BYTES).hex(),
            **texts,
        )
        uow.session.add(sheet)
        uow.session.flush()
        change.record(forum, forum=forum_id, sheet=sheet.id)
    return sheet.id


def fill_sheet(uow: UnitOfWork, sheet_id: int, marks: Marks, key: str = "") -> None:
    """Hand in what one marked. It is added up at once and cannot be told from others' any more, so not changed either.

    Refused: a standard without a mark (Invalid), a sheet that is closed or that one has handed in (Conflict), somebody
    who took no part, runs the room, or does not have the address that was given out at the meeting (Forbidden).
    """
    whole = _whole(marks)
    with uow.begin(Action.FILL_SHEET) as change:
        sheet = change.permit(_open_sheet(uow, sheet_id))
        _check_took_part(uow, sheet, key)
        if has_returned(uow.session, sheet.id, uow.actor.person_id):
            raise Conflict(sentence("You have handed in this sheet already. Nobody can tell yours from the others."))
        uow.session.add(SheetReturn(sheet_id=sheet.id, person_id=uow.actor.person_id))
        _add_up(uow, sheet, whole)
        change.record(sheet, sheet=sheet.id)


def key_sheet(uow: UnitOfWork, sheet_id: int, marks: Marks) -> None:
    """Key in a sheet that somebody filled in on paper; how many came on paper is told with the results."""
    whole = _whole(marks)
    with uow.begin(Action.KEY_SHEET) as change:
        sheet = change.permit(_open_sheet(uow, sheet_id))
        sheet.on_paper += 1
        _add_up(uow, sheet, whole)
        change.record(sheet, sheet=sheet.id)


def close_sheet(uow: UnitOfWork, sheet_id: int) -> None:
    """Take no more sheets and tell the results. Nobody sees them before, or one more sheet would give itself away."""
    with uow.begin(Action.CLOSE_SHEET) as change:
        sheet = change.permit(_open_sheet(uow, sheet_id))
        sheet.closed_at = change.at
        change.record(sheet, sheet=sheet.id)


def _open_sheet(uow: UnitOfWork, sheet_id: int) -> ScoreSheet:
    sheet = locked_sheet(uow.session, sheet_id)
    if sheet is None:
        raise NotVisible(sentence("There is no such score sheet."))
    if sheet.closed_at is not None:
        raise Conflict(sentence("This score sheet is closed. Its results can be read."))
    return sheet


def _check_took_part(uow: UnitOfWork, sheet: ScoreSheet, key: str) -> None:
    if sheet.room is None:
        if not compare_digest(sheet.key.encode(), key.encode()):
            raise Forbidden(sentence("Open the sheet by the address that was given out at the meeting."))
    elif not takes_part(uow, sheet.room):
        raise Forbidden(sentence("Those who took part in the room fill this in, and not those who run it."))


def takes_part(uow: UnitOfWork, room: Room) -> bool:
    """Whether whoever asks wrote in the room or holds a seat in it, and does not run it."""
    return uow.actor.person_id in people_of(uow.session, room.id) and not runs(uow.actor, room)


def _whole(marks: Marks) -> dict[Standard, Mark]:
    """The marks, one for each standard."""
    whole = {standard: mark for standard in Standard if (mark := marks.get(standard)) is not None}
    lacking = next((standard for standard in Standard if standard not in whole), None)
    if lacking is not None:
        raise Invalid(sentence("Choose one answer to each of the four. One of them is “I cannot say”."), field=lacking)
    return whole


def _add_up(uow: UnitOfWork, sheet: ScoreSheet, marks: Mapping[Standard, Mark]) -> None:
    sheet.returns += 1
    for standard, mark in marks.items():
        tally = uow.session.get(SheetTally, (sheet.id, standard, mark), populate_existing=True)
        if tally is None:
            tally = SheetTally(sheet_id=sheet.id, standard=standard, mark=mark, people=0)
            uow.session.add(tally)
        tally.people += 1
