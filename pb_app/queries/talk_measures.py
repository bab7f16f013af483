"""Everything that is told of how people talked in a room beside its messages: only what is closed, nothing of few."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ballots.wording.few import Veiled
from deliberation.before_after import Phase
from deliberation.sheets import Standard
from pb_app.models.before_after import ViewBoard
from pb_app.models.coding import QualitySample
from pb_app.models.reach import ReachBoard
from pb_app.models.sheets import Facilitation, ScoreSheet
from pb_app.queries import before_after, coding, reach, sheets
from pb_app.queries.before_after import Asked
from pb_app.queries.coding import Progress
from pb_app.talk_figures import (
    AspectFigures,
    ChangeFigures,
    GroupReach,
    aspect_told,
    change_told,
    parts_told,
    reach_told,
)

Marked = dict[Standard, tuple[Veiled, ...] | None]


@dataclass(frozen=True, slots=True)
class Reached:
    """One division of the population with what was found."""

    label: str
    source: str
    groups: list[GroupReach]


@dataclass(frozen=True, slots=True)
class TalkMeasures:
    """The measures of a room: what is not asked there, or not closed yet, is None."""

    facilitation: Facilitation | None
    sheet: ScoreSheet | None
    marks: Marked | None
    asked: Asked | None
    changes: list[tuple[str, ChangeFigures | None]] | None
    asks_reach: bool
    reach: list[Reached] | None
    returns: int
    sample: QualitySample | None
    progress: Progress | None
    aspects: list[AspectFigures] | None


@dataclass(frozen=True, slots=True)
class Asks:
    """What stands on a room's page of its measures: who facilitates, and what people are asked at the moment."""

    facilitation: Facilitation | None
    sheet: ScoreSheet | None
    phase: Phase | None
    groups: bool


def asks_of(session: Session, room_id: int) -> Asks:
    """What a room asks at the moment."""
    views, board = session.get(ViewBoard, room_id), session.get(ReachBoard, room_id)
    return Asks(
        facilitation=sheets.facilitation_of(session, room_id),
        sheet=sheets.sheet_of_room(session, room_id),
        phase=views.phase if views else None,
        groups=board is not None and board.closed_at is None,
    )


def measures_of(session: Session, room_id: int) -> TalkMeasures:
    """The measures of a room."""
    sheet = sheets.sheet_of_room(session, room_id)
    asked = before_after.asked_in(session, room_id)
    board = reach.board_of(session, room_id)
    sample = coding.sample_of(session, room_id)
    progress = coding.progress_of(session, sample) if sample else None
    return TalkMeasures(
        facilitation=sheets.facilitation_of(session, room_id),
        sheet=sheet,
        marks=marks_told(session, sheet) if sheet else None,
        asked=asked,
        changes=_changes(session, asked),
        asks_reach=board is not None and board.closed_at is None,
        reach=_reached(session, room_id, board.returns) if board and board.closed_at else None,
        returns=board.returns if board else 0,
        sample=sample,
        progress=progress,
        aspects=_aspects(session, sample) if sample and progress and progress.is_done else None,
    )


def marks_told(session: Session, sheet: ScoreSheet) -> Marked | None:
    """What was marked on a sheet, once it is closed."""
    if sheet.closed_at is None:
        return None
    return {standard: parts_told(parts) for standard, parts in sheets.tally_of(session, sheet.id).items()}


def _changes(session: Session, asked: Asked | None) -> list[tuple[str, ChangeFigures | None]] | None:
    if asked is None or asked.phase is not Phase.CLOSED:
        return None
    return [(one.body, change_told(before_after.change_in(session, one.id))) for one in asked.questions]


def _reached(session: Session, room_id: int, returns: int) -> list[Reached]:
    return [
        Reached(
            one.label,
            one.source,
            reach_told(
                [(group.label, group.population, group.people) for group in one.groups],
                returns - sum(group.people for group in one.groups),
            ),
        )
        for one in reach.questions_of(session, room_id)
    ]


def _aspects(session: Session, sample: QualitySample) -> list[AspectFigures]:
    return [aspect_told(aspect, coded) for aspect, coded in coding.coded_in(session, sample).items()]
