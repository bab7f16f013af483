"""Statements in a room: a facilitator opens and closes them, residents add them and say what they think of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberation import statements as routing
from deliberation.groups import groups
from deliberation.kinds import RoomState
from deliberation.likeness import alike, plain
from deliberation.matrix import SIGNS
from deliberation.steady import Steady
from pb_app.actions import Action
from pb_app.audit.canonical import encode
from pb_app.caring import ask_first
from pb_app.models.opinions import (
    LONGEST_STATEMENT,
    Opinion,
    OpinionBoard,
    Results,
    Statement,
    StatementDraw,
    StatementWaiting,
)
from pb_app.models.rooms import Room
from pb_app.opinion_figures import LEAST
from pb_app.queries import opinions as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.restraints import check_not_paused, check_restraints
from pb_app.room_log import checked_text, locked_room, runs
from pb_app.unit_of_work import UnitOfWork

MOST_EACH = 20
MOST_REASON = 500
SEED_BYTES = 16
OPENNESS = tuple(Results)


@dataclass(frozen=True, slots=True)
class Added:
    """The number a statement got, or the ones that say nearly the same, which its author should look at first."""

    number: int | None
    alike: tuple[str, ...] = ()


def set_statements(uow: UnitOfWork, room_id: int, results: Results, most_each: int) -> None:
    """Take statements in a room, or change how: when results are shown, and how many each person may add.

    Refused: a number that is none or above 20 (Invalid), results earlier than people were told who have given their
    opinion, or statements that are closed (Conflict), no role for it there (Forbidden).
    """
    if not 1 <= most_each <= MOST_EACH:
        raise Invalid(sentence("Enter a number from 1 to %(most)d."), field="most_each", most=MOST_EACH)
    with uow.begin(Action.SET_STATEMENTS) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        board = queries.board_of(uow.session, room_id)
        if board is None:
            board = OpinionBoard(room_id=room_id, results=results, most_each=most_each)
            uow.session.add(board)
        _check_open(room, board)
        is_earlier = OPENNESS.index(results) < OPENNESS.index(board.results)
        if is_earlier and queries.opinions_given(uow.session, room_id):
            raise Conflict(
                sentence(
                    "People gave their opinion on the promise that results are shown later. That cannot be undone."
                )
            )
        board.results, board.most_each = results, most_each
        change.record(room, room=room_id, results=results.value, most=most_each)


def close_statements(uow: UnitOfWork, room_id: int) -> None:
    """Take no more statements and opinions in a room; results are shown from now on. There is no way back.

    Refused: none are taken, or they are closed already (Conflict), no role for it there (Forbidden).
    """
    with uow.begin(Action.CLOSE_STATEMENTS) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        board = _board(uow.session, room)
        board.closed_at = change.at
        change.record(room, room=room_id)


def add_statement(uow: UnitOfWork, room_id: int, text: str, *, is_sure: bool = False) -> Added:
    """Add a statement, unless others say nearly the same and its author has not said that they looked at them.

    Refused: nothing to read or more than 140 characters, word for word what is there already (Invalid), more than each
    person may add, or no statements taken now (Conflict), sooner than slow mode allows (TooOften), muted or in a pause,
    nobody signed in or the wrong stage (Forbidden). Raises Doubtful, unless its author is sure, where the words hold
    what they may not have meant.
    """
    said = " ".join(checked_text(text, "body", LONGEST_STATEMENT).split())
    with uow.begin(Action.ADD_STATEMENT) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        board = _board(uow.session, room)
        runs_room = runs(uow.actor, room)
        check_restraints(uow.session, room_id, uow.actor.person_id, change.at, runs_room=runs_room)
        there = queries.statements_of(uow.session, room_id)
        _check_new(said, there, board.most_each, uow.actor.person_id)
        if not is_sure:
            ask_first(uow.session, room, (said,))
        near = alike(said, (one.body for one in there if not one.hidden_reason))
        if near and not is_sure:
            change.void()
            return Added(None, tuple(near))
        number = len(there) + 1
        uow.session.add(_statement(room_id, number, uow.actor.person_id, said, change.at))
        change.record(room, room=room_id, statement=number)
    return Added(number)


def hide_statement(uow: UnitOfWork, room_id: int, number: int, reason: str) -> None:
    """Hide a statement with a reason that stands in its place; its opinions no longer count anywhere.

    Refused: no such statement (NotVisible), hidden already (Conflict), no reason (Invalid), no role (Forbidden).
    """
    why = checked_text(reason, "reason", MOST_REASON)
    with uow.begin(Action.HIDE_STATEMENT) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        statement = _statement_of(uow.session, room_id, number)
        if statement.hidden_reason:
            raise Conflict(sentence("This statement has been hidden already."))
        statement.hidden_reason = why
        change.record(room, room=room_id, statement=number, private={"reason": why})


def draw_statement(uow: UnitOfWork, room_id: int) -> int | None:
    """Draw a statement for whoever asks, and return its number; the one that waits for them if there is one.

    None: they have said what they think of all. Refused: none are taken now (Conflict), as for adding one (Forbidden).
    """
    with uow.begin(Action.DRAW_STATEMENT) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        _check_calm_for_opinions(uow, room, change.at)
        board = _board(uow.session, room)
        waiting = queries.own_opinions(uow.session, room_id, uow.actor.person_id).waiting
        drawn = None if waiting else _draw(uow, board)
        if drawn is None:
            change.void()
            return waiting.number if waiting else None
        change.record(room, room=room_id, draw=drawn.draw, digest=draw_digest(drawn))
    return drawn.number


def give_opinion(uow: UnitOfWork, room_id: int, number: int, sign: int) -> int | None:
    """Say what one thinks of the statement that was drawn, or change what one said; return the next one's number.

    Refused: a sign that is none (Invalid), a statement that neither waits nor was answered before, or none are taken
    now (Conflict), no such statement (NotVisible), nobody signed in or the wrong stage (Forbidden).
    """
    if sign not in SIGNS:
        raise Invalid(sentence("Choose agree, disagree or pass."))
    with uow.begin(Action.GIVE_OPINION) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        _check_calm_for_opinions(uow, room, change.at)
        board = _board(uow.session, room)
        statement = _statement_of(uow.session, room_id, number)
        answered = _keep(uow, statement, sign)
        drawn = _draw(uow, board) if answered else None
        _recompute(uow.session, board)
        change.record(
            room,
            room=room_id,
            answered=answered,
            draw=drawn.draw if drawn else None,
            digest=draw_digest(drawn) if drawn else None,
        )
    return drawn.number if drawn else None


def _check_calm_for_opinions(uow: UnitOfWork, room: Room, at: datetime) -> None:
    """A pause holds opinions too. A mute does not: nobody hears them, and whoever may not speak is still counted."""
    if not runs(uow.actor, room):
        check_not_paused(uow.session, room.id, at)


def draw_digest(drawn: StatementDraw) -> str:
    """What the log holds of a draw: a digest that its seed keeps from being guessed."""
    whole = {"room": drawn.room_id, "draw": drawn.draw, "statement": drawn.number, "seed": drawn.seed}
    return sha256(encode({**whole, "weights": drawn.weights})).hexdigest()


def _board(session: Session, room: Room) -> OpinionBoard:
    board = session.get(OpinionBoard, room.id, populate_existing=True)
    if board is None:
        raise Conflict(sentence("No statements are taken in this room."))
    _check_open(room, board)
    return board


def _check_open(room: Room, board: OpinionBoard) -> None:
    if board.closed_at is not None or room.state is not RoomState.OPEN:
        raise Conflict(sentence("Statements are closed here. What was said stays to be read."))


def _check_new(said: str, there: Sequence[Statement], most_each: int, person_id: int | None) -> None:
    same = next((one for one in there if plain(one.body) == plain(said)), None)
    if same is not None:
        raise Invalid(sentence("This is here already, as statement %(number)d."), field="body", number=same.number)
    if sum(one.author_id == person_id for one in there) >= most_each:
        raise Conflict(
            sentence("You have added %(most)d statements. That is as many as each person may."), most=most_each
        )


def _statement(room_id: int, number: int, author_id: int | None, body: str, at: datetime) -> Statement:
    return Statement(room_id=room_id, number=number, author_id=author_id, body=body, at=at)


def _statement_of(session: Session, room_id: int, number: int) -> Statement:
    found = session.scalar(select(Statement).where(Statement.room_id == room_id, Statement.number == number))
    if found is None:
        raise NotVisible(sentence("There is no such statement in this room."))
    return found


def _keep(uow: UnitOfWork, statement: Statement, sign: int) -> int | None:
    """Keep an opinion; return the number of the draw it answers, None for a change of mind."""
    person_id = uow.actor.person_id
    before = uow.session.get(Opinion, (statement.id, person_id))
    waiting = uow.session.get(StatementWaiting, (statement.room_id, person_id))
    if statement.hidden_reason:
        raise Conflict(sentence("This statement has been hidden. Ask for another one."))
    if before is not None:
        before.sign = sign
        return None
    if waiting is None or waiting.statement_id != statement.id:
        raise Conflict(sentence("Another statement was drawn for you meanwhile. Look at that one first."))
    uow.session.add(Opinion(statement_id=statement.id, person_id=person_id, sign=sign))
    answered = waiting.draw
    uow.session.delete(waiting)
    uow.session.flush()
    return answered


def _draw(uow: UnitOfWork, board: OpinionBoard) -> StatementDraw | None:
    """Draw for whoever acts from what they have not answered; the draw is kept without them."""
    weighed = queries.weights_for(uow.session, board.room_id, uow.actor.person_id)
    if not weighed:
        return None
    found = routing.draw(weighed, uow.keys.random(SEED_BYTES).hex())
    board.last_draw += 1
    kept = StatementDraw(
        room_id=board.room_id,
        draw=board.last_draw,
        number=found.drawn,
        seed=found.seed,
        weights=[list(one) for one in found.weights],
    )
    statement = _statement_of(uow.session, board.room_id, found.drawn)
    uow.session.merge(
        StatementWaiting(
            room_id=board.room_id, person_id=uow.actor.person_id, statement_id=statement.id, draw=board.last_draw
        )
    )
    uow.session.add(kept)
    return kept


def _recompute(session: Session, board: OpinionBoard) -> None:
    """Look for groups anew each time that opinions have grown by a twentieth, and by ten at least."""
    session.flush()
    given = queries.opinions_given(session, board.room_id)
    if given < board.computed_at + max(10, board.computed_at // 20):
        return
    board.computed_at = given
    found = groups(queries.matrix_of(session, board.room_id), least=LEAST)
    if found is None:
        return
    number = len(found.sizes)
    steady = board.steady.after(number) if board.steady else Steady(number)
    board.groups, board.other_groups, board.times = steady.shown, steady.other, steady.times
