"""What the pages of a room's statements share: their forms, and what a reader may see of the results."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, TextAreaField

from pb_app.models.opinions import OpinionBoard, Results
from pb_app.models.rooms import Room
from pb_app.opinion_figures import LEAST, OpinionFigures, figures
from pb_app.queries import opinions as queries
from pb_app.queries.opinions import Own
from pb_app.refusals import NotVisible, sentence
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.forms import PageForm, choice, needed
from pb_app.web.rooms import readable_room

RESULTS_WORDS = {
    Results.ALWAYS: _l("At any time"),
    Results.AFTER_OWN: _l("To those who have given an opinion, and to everybody once statements are closed"),
    Results.AFTER_CLOSE: _l("To everybody, once statements are closed"),
}


class StatementForm(PageForm):
    """A statement on its way into a room; `sure` says that its author has looked at those that are much like it."""

    sure = HiddenField()
    body = TextAreaField(_l("Your statement"), validators=[needed(_l("Write something first."))])


class StatementsForm(PageForm):
    """How statements are taken in a room."""

    results = RadioField(
        _l("When are results shown?"), choices=[choice(one.value, words) for one, words in RESULTS_WORDS.items()]
    )
    most_each = IntegerField(_l("How many statements may each person add?"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A room's statements as one reader may see them; no figures where they may not, or few took part."""

    room: Room
    board: OpinionBoard
    own: Own
    may_see: bool
    figures: OpinionFigures | None


def shown_opinions(uow: UnitOfWork, room_id: int) -> Shown:
    """What this reader may see. Raises NotVisible for no such room, or one in which statements were never taken."""
    room = readable_room(uow, room_id)
    board = queries.board_of(uow.session, room_id)
    if board is None:
        raise NotVisible(sentence("No statements are taken in this room."))
    own = queries.own_opinions(uow.session, room_id, uow.actor.person_id)
    may_see = _may_see(board, own)
    matrix = queries.matrix_of(uow.session, room_id)
    is_told = may_see and len(matrix.people) >= LEAST
    return Shown(room, board, own, may_see, figures(matrix, board.groups) if is_told else None)


def _may_see(board: OpinionBoard, own: Own) -> bool:
    if board.closed_at is not None or board.results is Results.ALWAYS:
        return True
    return board.results is Results.AFTER_OWN and bool(own.given)
