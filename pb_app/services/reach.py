"""Whom a room reaches: officers enter the population with its source, people say what they want to, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from pb_app.actions import Action
from pb_app.models.reach import ReachBoard, ReachGroup, ReachQuestion, ReachReturn
from pb_app.models.rooms import Room
from pb_app.queries import reach as queries
from pb_app.queries.room_life import people_of
from pb_app.refusals import Conflict, Forbidden, Invalid, sentence
from pb_app.room_log import checked_text, locked_room, runs
from pb_app.unit_of_work import UnitOfWork

MOST_QUESTIONS = 3
LEAST_GROUPS = 2
MOST_GROUPS = 12
LARGEST = 10_000_000
LONGEST_LABEL = 80
LONGEST_SOURCE = 300


@dataclass(frozen=True, slots=True)
class Division:
    """One division of the population, where its figures come from, and each group with its number of people."""

    label: str
    source: str
    groups: Sequence[tuple[str, int]]


def set_reach(uow: UnitOfWork, room_id: int, divisions: Sequence[Division]) -> None:
    """Ask a room's people which groups they belong to, beside what the population is; anew while nobody has answered.

    Refused: none or more than three divisions, one with fewer than two or more than 12 groups or without a source, a
    number that cannot be (Invalid), answers that were given (Conflict).
    """
    whole = [_checked(at, division) for at, division in enumerate(divisions, 1)]
    if not 1 <= len(whole) <= MOST_QUESTIONS:
        raise Invalid(sentence("Enter from one to three divisions of the population."), field="label_1")
    with uow.begin(Action.SET_REACH) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        board = queries.board_of(uow.session, room.id)
        if board is not None and (board.returns or board.closed_at):
            raise Conflict(sentence("People have answered already. The groups and their figures stay as they are."))
        _clear(uow, room)
        if board is None:
            uow.session.add(ReachBoard(room_id=room.id))
        for number, division in enumerate(whole, 1):
            question = ReachQuestion(room_id=room.id, number=number, label=division.label, source=division.source)
            question.groups = [
                ReachGroup(number=at, label=label, population=people)
                for at, (label, people) in enumerate(division.groups, 1)
            ]
            uow.session.add(question)
        change.record(room, room=room.id, questions=len(whole))


def tell_groups(uow: UnitOfWork, room_id: int, groups: Mapping[int, int]) -> None:
    """Say to which group one belongs, by the number of the division; what is left out is not told. Once.

    Refused: answered already, or not asked now (Conflict), no such group (Invalid), somebody who takes no part in the
    room (Forbidden).
    """
    with uow.begin(Action.TELL_GROUPS) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        board = _open_board(uow, room)
        if uow.actor.person_id not in people_of(uow.session, room.id) or runs(uow.actor, room):
            raise Forbidden(sentence("Those who took part in the room fill this in, and not those who run it."))
        if queries.has_answered(uow.session, room.id, uow.actor.person_id):
            raise Conflict(sentence("You have answered already. Nobody can tell your answer from the others."))
        by_number = {one.number: one for one in queries.questions_of(uow.session, room.id)}
        for number, chosen in groups.items():
            found = [one for one in by_number[number].groups if one.number == chosen] if number in by_number else []
            if not found:
                raise Invalid(sentence("Choose one of the groups, or leave it open."), field=f"group_{number}")
            found[0].people += 1
        board.returns += 1
        uow.session.add(ReachReturn(room_id=room.id, person_id=uow.actor.person_id))
        change.record(room, room=room.id)


def close_reach(uow: UnitOfWork, room_id: int) -> None:
    """Ask no more, and tell the figures beside the population's."""
    with uow.begin(Action.CLOSE_REACH) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        _open_board(uow, room).closed_at = change.at
        change.record(room, room=room.id)


def _open_board(uow: UnitOfWork, room: Room) -> ReachBoard:
    board = queries.board_of(uow.session, room.id)
    if board is None or board.closed_at is not None:
        raise Conflict(sentence("This room does not ask about groups at the moment."))
    return board


def _clear(uow: UnitOfWork, room: Room) -> None:
    old = select(ReachQuestion.id).where(ReachQuestion.room_id == room.id)
    uow.session.execute(delete(ReachGroup).where(ReachGroup.question_id.in_(old)))
    uow.session.execute(delete(ReachQuestion).where(ReachQuestion.room_id == room.id))


def _checked(at: int, division: Division) -> Division:
    label = checked_text(division.label, f"label_{at}", LONGEST_LABEL)
    source = checked_text(division.source, f"source_{at}", LONGEST_SOURCE)
    names = [checked_text(name, f"groups_{at}", LONGEST_LABEL) for name, _ in division.groups]
    if not LEAST_GROUPS <= len(set(names)) == len(names) <= MOST_GROUPS:
        raise Invalid(sentence("Enter from 2 to 12 groups, each with a name of its own."), field=f"groups_{at}")
    numbers = [people for _, people in division.groups]
    if not all(0 <= people <= LARGEST for people in numbers) or not any(numbers):
        raise Invalid(sentence("Enter for each group how many people of it live in the area."), field=f"groups_{at}")
    return Division(label, source, list(zip(names, numbers, strict=True)))
