"""What is read of a room's statements: the statements, who thinks what of them, what stands before somebody."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deliberation.matrix import Counts, Matrix
from deliberation.plane import AXES, plane
from deliberation.statements import draw, weights
from pb_app.models.opinions import Opinion, OpinionBoard, Statement, StatementDraw, StatementWaiting


@dataclass(frozen=True, slots=True)
class Own:
    """What somebody sees of their own: the statement before them, how many are left, and the opinions they gave."""

    waiting: Statement | None
    left: int
    given: Sequence[tuple[Statement, int]]


@dataclass(frozen=True, slots=True)
class DrawnOften:
    """How often a statement was drawn, and how often it would have been on average."""

    number: int
    drawn: int
    expected: float


def board_of(session: Session, room_id: int) -> OpinionBoard | None:
    """The board of a room, if statements are taken there."""
    return session.get(OpinionBoard, room_id, populate_existing=True)


def statements_of(session: Session, room_id: int) -> Sequence[Statement]:
    """All statements of a room in their order, hidden ones included."""
    return session.scalars(select(Statement).where(Statement.room_id == room_id).order_by(Statement.number)).all()


def shown_statements(session: Session, room_id: int) -> list[Statement]:
    """Those that are not hidden."""
    return [one for one in statements_of(session, room_id) if not one.hidden_reason]


def matrix_of(session: Session, room_id: int) -> Matrix:
    """People by the numbers of the statements that are not hidden. For figures only, never for a page."""
    given = session.execute(
        select(Opinion.person_id, Statement.number, Opinion.sign)
        .join(Statement, Statement.id == Opinion.statement_id)
        .where(Statement.room_id == room_id)
        .order_by(Opinion.person_id, Statement.number)
    )
    numbers = [one.number for one in shown_statements(session, room_id)]
    return Matrix.of(((row.person_id, row.number, row.sign) for row in given), numbers)


def opinions_given(session: Session, room_id: int) -> int:
    """How many opinions there are in a room."""
    given = select(func.count()).select_from(Opinion).join(Statement, Statement.id == Opinion.statement_id)
    return session.execute(given.where(Statement.room_id == room_id)).scalar_one()


def opinions_of(session: Session, room_id: int, person_id: int | None) -> dict[int, int]:
    """What somebody thinks, by the number of the statement."""
    given = (
        select(Statement.number, Opinion.sign)
        .join(Opinion, Opinion.statement_id == Statement.id)
        .where(Statement.room_id == room_id, Opinion.person_id == person_id)
    )
    return {row.number: row.sign for row in session.execute(given)}


def own_opinions(session: Session, room_id: int, person_id: int | None) -> Own:
    """What stands before somebody, and what they said."""
    given = opinions_of(session, room_id, person_id)
    shown = shown_statements(session, room_id)
    waiting = session.get(StatementWaiting, (room_id, person_id), populate_existing=True) if person_id else None
    return Own(
        next((one for one in shown if waiting and one.id == waiting.statement_id), None),
        sum(one.number not in given for one in shown),
        [(one, given[one.number]) for one in shown if one.number in given],
    )


def weights_for(session: Session, room_id: int, person_id: int | None) -> dict[int, int]:
    """What may be drawn next for somebody, by number, with the weight of each."""
    matrix, given = matrix_of(session, room_id), opinions_of(session, room_id, person_id)
    counts: dict[int, Counts] = dict(zip(matrix.statements, matrix.counts(), strict=True))  # type: ignore[arg-type]
    far = plane(matrix).distances() if len(matrix.statements) >= AXES else []
    open_to = {number: one for number, one in counts.items() if number not in given}
    return weights(open_to, dict(zip(counts, far, strict=False)), len(matrix.people))


def draws_of(session: Session, room_id: int) -> Sequence[StatementDraw]:
    """All draws of a room in their order."""
    wanted = select(StatementDraw).where(StatementDraw.room_id == room_id).order_by(StatementDraw.draw)
    return session.scalars(wanted).all()


def draws_again(kept: StatementDraw) -> bool:
    """Whether the chances and the seed of a draw give again what was drawn."""
    weighed = {number: weight for number, weight in kept.weights}  # noqa: C416  # rows of JSON are lists, not pairs
    return draw(weighed, kept.seed).drawn == kept.number


def drawn_often(draws: Sequence[StatementDraw]) -> list[DrawnOften]:
    """How often each statement was drawn beside the sum of its chances."""
    expected: dict[int, float] = {}
    drawn: dict[int, int] = {}
    for one in draws:
        whole = sum(weight for _, weight in one.weights)
        drawn[one.number] = drawn.get(one.number, 0) + 1
        for number, weight in one.weights:
            expected[number] = expected.get(number, 0.0) + weight / whole
    return [DrawnOften(number, drawn.get(number, 0), expected[number]) for number in sorted(expected)]
