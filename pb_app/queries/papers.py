"""Voting on paper as pages and use cases read it: stations with their figures, batches with what was keyed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from pb_app.models.paper import (
    PaperAccount,
    PaperBatch,
    PaperExplanation,
    PaperIssue,
    PaperKey,
    PaperReckoning,
    PaperStation,
)
from pb_app.models.polls import Poll, RollMark
from pb_app.paper import Difference, Fault, Keyed, StationFigures
from pb_app.queries import kiosks
from pb_app.receipts import Channel

FIRST, SECOND, SETTLED = "A", "B", "S"
PAPERS = func.sum(PaperIssue.last_stub - PaperIssue.first_stub + 1)
Reading = Mapping[int, Keyed]


@dataclass(frozen=True, slots=True)
class StationCard:
    """A station with its papers and, by kind, what explains its differences. Not for anybody while the poll is open."""

    station: PaperStation
    figures: StationFigures
    batches: Sequence[PaperBatch]
    explanations: Mapping[Difference, PaperExplanation]

    @property
    def under_way(self) -> Sequence[PaperBatch]:
        """The batches that are neither sealed nor discarded."""
        return [one for one in self.batches if one.sealed_at is None and one.discarded_at is None]

    def is_explained(self, kind: Difference) -> bool:
        """Whether two people stand for exactly this difference."""
        found = self.explanations.get(kind)
        return (
            found is not None
            and found.confirmed_by is not None
            and found.difference == self.figures.differences().get(kind)
        )


def stations_of(session: Session, poll_id: UUID) -> Sequence[PaperStation]:
    """The stations of a poll, by name."""
    wanted = select(PaperStation).where(PaperStation.poll_id == poll_id)
    return session.scalars(wanted.order_by(PaperStation.name, PaperStation.id)).all()


def poll_no_of_station(session: Session, station_id: int) -> int | None:
    """The number of the poll that a station belongs to."""
    wanted = select(Poll.poll_no).join(PaperStation, PaperStation.poll_id == Poll.id)
    return session.scalar(wanted.where(PaperStation.id == station_id))


def issues_of(session: Session, station_id: int) -> Sequence[PaperIssue]:
    """The papers issued to a station, by the numbers of their stubs."""
    wanted = select(PaperIssue).where(PaperIssue.station_id == station_id)
    return session.scalars(wanted.order_by(PaperIssue.first_stub)).all()


def cards_of(session: Session, poll_id: UUID) -> list[StationCard]:
    """Every station of a poll with its figures, by name. Only after the close."""
    return [card_of(session, station) for station in stations_of(session, poll_id)]


def awaits_reckoning(session: Session, poll_id: UUID) -> bool:
    """Whether people could vote on paper and the papers are not reconciled yet."""
    if session.get(PaperReckoning, poll_id) is not None:
        return False
    return session.scalar(select(PaperStation.id).where(PaperStation.poll_id == poll_id).limit(1)) is not None


def reading_of(session: Session, batch_id: int, reading: str) -> Reading:
    """What was keyed, by line."""
    wanted = select(PaperKey).where(PaperKey.batch_id == batch_id, PaperKey.reading == reading)
    return {key.line_no: Keyed.from_json(key.body) for key in session.scalars(wanted.order_by(PaperKey.line_no))}


def mismatches_of(session: Session, batch: PaperBatch) -> dict[int, tuple[Keyed, Keyed]]:
    """The lines on which the two readings of a batch differ; empty until both are there."""
    if batch.keyer_b is None:
        return {}
    first, second = (reading_of(session, batch.id, one) for one in (FIRST, SECOND))
    return {no: (line, second[no]) for no, line in first.items() if line != second[no]}


def agreed_of(session: Session, batch_id: int) -> list[Keyed]:
    """Every paper of a batch as it counts, in their order: as it was settled, and as the first read it otherwise."""
    read = {**reading_of(session, batch_id, FIRST), **reading_of(session, batch_id, SETTLED)}
    return [read[line_no] for line_no in sorted(read)]


def faults_of(session: Session, poll_id: UUID) -> Mapping[tuple[str, Fault], int]:
    """On how many sealed papers something is not counted, by contest ("" for the whole paper) and reason."""
    sealed = select(PaperBatch.id).join(PaperStation, PaperStation.id == PaperBatch.station_id)
    wanted = sealed.where(PaperStation.poll_id == poll_id, PaperBatch.sealed_at.is_not(None))
    read = (paper for batch_id in session.scalars(wanted).all() for paper in agreed_of(session, batch_id))
    return Counter(fault for paper in read for fault in paper.faults())


def card_of(session: Session, station: PaperStation) -> StationCard:
    """A station with its figures. Only after the close."""
    of_batches = select(PaperBatch).where(PaperBatch.station_id == station.id).order_by(PaperBatch.batch_no)
    batches = session.scalars(of_batches.execution_options(populate_existing=True)).all()
    explained = select(PaperExplanation).where(PaperExplanation.station_id == station.id)
    account = session.get(PaperAccount, station.id, populate_existing=True)
    sealed = [one for one in batches if one.sealed_at is not None]
    valid = sum(one.ballots or 0 for one in sealed)
    figures = StationFigures(
        issued=_total(session, PAPERS, PaperIssue.station_id == station.id),
        marks=_marks(session, station, Channel.PAPER),
        valid=valid,
        invalid=sum(one.papers for one in sealed) - valid,
        in_box=None if account is None else account.in_box,
        spoilt=0 if account is None else account.spoilt,
        unused=0 if account is None else account.unused,
        slips=_marks(session, station, Channel.KIOSK),
        opened=kiosks.opened_at(session, station.id, station.poll_id),
    )
    found = session.scalars(explained.execution_options(populate_existing=True)).all()
    return StationCard(station, figures, batches, {one.kind: one for one in found})


def _marks(session: Session, station: PaperStation, channel: Channel) -> int:
    of_station = (RollMark.station_id == station.id, RollMark.poll_id == station.poll_id)
    return _total(session, func.count(RollMark.roll_no), *of_station, RollMark.channel == channel.value)


def _total(session: Session, of: ColumnElement[int], *which: ColumnElement[bool]) -> int:
    return session.scalar(select(of).where(*which)) or 0
