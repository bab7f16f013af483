"""The same questions before and after a talk: set, moved on, answered by those who take part."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete

from deliberation.before_after import ASKED, Phase, View, next_phase
from pb_app.actions import Action
from pb_app.models.before_after import LONGEST_QUESTION, ViewAnswer, ViewBoard, ViewQuestion
from pb_app.models.rooms import Room
from pb_app.queries import before_after as queries
from pb_app.queries.room_life import people_of
from pb_app.refusals import Conflict, Forbidden, Invalid, sentence
from pb_app.room_log import checked_text, locked_room, runs
from pb_app.unit_of_work import UnitOfWork

MOST_QUESTIONS = 3


def set_views(uow: UnitOfWork, room_id: int, questions: Sequence[str]) -> None:
    """Ask a room up to three questions before it talks, to be asked again after; anew while nobody has answered."""
    said = [checked_text(text, f"question_{at}", LONGEST_QUESTION) for at, text in enumerate(questions, 1) if text]
    if not 1 <= len(said) <= MOST_QUESTIONS:
        raise Invalid(sentence("Ask from one to three questions."), field="question_1")
    with uow.begin(Action.SET_VIEWS) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        asked = queries.asked_in(uow.session, room.id)
        if asked is not None and (asked.phase is not Phase.BEFORE or queries.is_answered(uow.session, room.id)):
            raise Conflict(sentence("People have answered these questions. They stay as they are."))
        uow.session.execute(delete(ViewQuestion).where(ViewQuestion.room_id == room.id))
        uow.session.merge(ViewBoard(room_id=room.id, phase=Phase.BEFORE))
        uow.session.add_all(ViewQuestion(room_id=room.id, number=at, body=body) for at, body in enumerate(said, 1))
        change.record(room, room=room.id, questions=len(said))


def move_views(uow: UnitOfWork, room_id: int, phase: Phase) -> None:
    """Go on: keep the questions back while people talk, ask them again, close them. One step at a time, none back."""
    with uow.begin(Action.MOVE_VIEWS) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        board = uow.session.get(ViewBoard, room.id, populate_existing=True)
        if board is None or next_phase(board.phase) is not phase:
            raise Conflict(sentence("The questions go one step at a time. Load the page again to see where they are."))
        board.phase = phase
        change.record(room, room=room.id, phase=phase.value)


def give_views(uow: UnitOfWork, room_id: int, phase: Phase, views: Mapping[int, View | None]) -> None:
    """Answer the questions, or answer them anew while they are asked; `phase` is that of the page they stood on.

    Refused: a question without an answer (Invalid), questions that are not asked now (Conflict), somebody who takes no
    part in the room or runs it (Forbidden).
    """
    with uow.begin(Action.GIVE_VIEWS) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        asked = queries.asked_in(uow.session, room.id)
        if asked is None or asked.phase is not phase or phase not in ASKED:
            raise Conflict(sentence("These questions are not asked at the moment."))
        _check_may_answer(uow, room, phase)
        for question in asked.questions:
            view = views.get(question.number)
            if view is None:
                raise Invalid(sentence("Choose one answer to each question."), field=f"view_{question.number}")
            answer = ViewAnswer(question_id=question.id, person_id=uow.actor.person_id, phase=phase, view=view)
            uow.session.merge(answer)
        change.record(room, room=room.id, phase=phase.value)


def _check_may_answer(uow: UnitOfWork, room: Room, phase: Phase) -> None:
    """Before the talk whoever may join it; after it those who took part."""
    is_open = phase is Phase.BEFORE and not room.by_invitation
    if runs(uow.actor, room) or not (is_open or uow.actor.person_id in people_of(uow.session, room.id)):
        raise Forbidden(sentence("Those who take part in the room answer these questions, and not those who run it."))
