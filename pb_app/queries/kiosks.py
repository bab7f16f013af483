"""Kiosks as pages and use cases read them: devices with what they said and delivered, slips, envelopes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from pb_app.kiosk import total_of
from pb_app.models.kiosks import Fate, Kiosk, KioskAside, KioskEnvelope, KioskOpening, KioskSlip, SlipState
from pb_app.models.paper import PaperStation
from pb_app.models.polls import Poll, RollMark
from pb_app.receipts import Channel

FRESH = {"populate_existing": True}


@dataclass(frozen=True, slots=True)
class KioskCard:
    """A device beside what was received from it. `counted` is the number it says it sealed, None before it said any."""

    kiosk: Kiosk
    station: PaperStation
    received: int
    held: int
    is_whole: bool
    aside: KioskAside | None

    @property
    def counted(self) -> int | None:
        """How many ballots the device says that it sealed."""
        return None if self.kiosk.total is None else self.kiosk.sealed

    @property
    def is_delivered(self) -> bool:
        """Whether it takes no more ballots and everything it sealed was received."""
        return self.is_whole and self.kiosk.ended_at is not None

    @property
    def is_set_aside(self) -> bool:
        """Whether two people have given up what it still holds."""
        return self.aside is not None and self.aside.confirmed_by is not None

    @property
    def is_done(self) -> bool:
        """Whether nothing more is awaited from it."""
        return self.kiosk.public_key is None or self.is_delivered or self.is_set_aside


@dataclass(frozen=True, slots=True)
class SlipCounts:
    """The slips of a station: made in all, made for a desk without connection, and what became of those."""

    made: int = 0
    provisional: int = 0
    pending: int = 0
    held: int = 0


def cards_of(session: Session, poll_id: UUID) -> list[KioskCard]:
    """Every device of a poll, by station and name."""
    wanted = (
        select(Kiosk, PaperStation)
        .join(PaperStation, PaperStation.id == Kiosk.station_id)
        .where(PaperStation.poll_id == poll_id)
        .order_by(PaperStation.name, Kiosk.name)
    )
    rows = session.execute(wanted.execution_options(**FRESH)).all()
    return [_card(session, kiosk, station) for kiosk, station in rows]


def kiosks_of(session: Session, station_id: int) -> Sequence[Kiosk]:
    """The devices of a station, by name."""
    wanted = select(Kiosk).where(Kiosk.station_id == station_id).order_by(Kiosk.name)
    return session.scalars(wanted.execution_options(**FRESH)).all()


def station_of(session: Session, kiosk_id: int) -> int | None:
    """The station of a device."""
    return session.scalar(select(Kiosk.station_id).where(Kiosk.id == kiosk_id))


def slip_hashes_of(session: Session, station_id: int) -> Sequence[bytes]:
    """The hashes of the slips of a station, ascending: what a device needs to tell a slip from anything else."""
    wanted = select(KioskSlip.slip).where(KioskSlip.station_id == station_id).order_by(KioskSlip.slip)
    return [bytes(one) for one in session.scalars(wanted)]


def slip_counts_of(session: Session, station_id: int) -> SlipCounts:
    """How many slips a station has, and how those stand that were handed out without a look at the roll."""
    of_station = (KioskSlip.station_id == station_id, KioskSlip.is_provisional)
    wanted = select(KioskSlip.state, func.count(KioskSlip.number)).where(*of_station).group_by(KioskSlip.state)
    by_state = {row[0]: row[1] for row in session.execute(wanted)}
    return SlipCounts(
        made=_total(session, select(func.count(KioskSlip.number)).where(KioskSlip.station_id == station_id)),
        provisional=sum(by_state.values()),
        pending=by_state.get(SlipState.PENDING, 0),
        held=by_state.get(SlipState.HAS_VOTED, 0) + by_state.get(SlipState.NOBODY, 0),
    )


def last_slip(session: Session, station_id: int) -> int:
    """The highest number of a slip of a station; 0 if it has none."""
    return _total(session, select(func.max(KioskSlip.number)).where(KioskSlip.station_id == station_id))


def unsettled_of(session: Session, poll_id: UUID) -> list[tuple[PaperStation, int]]:
    """The slips with which somebody voted and that nobody has settled: station and number, in their order."""
    wanted = (
        select(PaperStation, KioskSlip.number)
        .join(KioskSlip, KioskSlip.station_id == PaperStation.id)
        .where(PaperStation.poll_id == poll_id, KioskSlip.state == SlipState.PENDING)
        .where(select(KioskEnvelope.digest).where(KioskEnvelope.slip == KioskSlip.slip).exists())
        .order_by(PaperStation.name, KioskSlip.number)
    )
    return [(station, number) for station, number in session.execute(wanted)]


def digests_of(session: Session, kiosk_id: int) -> set[bytes]:
    """What was received from a device, as digests."""
    wanted = select(KioskEnvelope.digest).where(KioskEnvelope.kiosk_id == kiosk_id)
    return {bytes(one) for one in session.scalars(wanted)}


def envelopes_of(session: Session, poll_id: UUID) -> list[tuple[KioskEnvelope, SlipState | None]]:
    """Every envelope of a poll with the state of its slip (None for one that is no slip of its station)."""
    wanted = (
        select(KioskEnvelope, KioskSlip.state)
        .join(Kiosk, Kiosk.id == KioskEnvelope.kiosk_id)
        .join(PaperStation, PaperStation.id == Kiosk.station_id)
        .outerjoin(KioskSlip, (KioskSlip.station_id == Kiosk.station_id) & (KioskSlip.slip == KioskEnvelope.slip))
        .where(PaperStation.poll_id == poll_id)
        .order_by(KioskEnvelope.digest)
    )
    return [(envelope, state) for envelope, state in session.execute(wanted.execution_options(**FRESH))]


def given_up_of(session: Session, poll_id: UUID) -> list[tuple[str, str, str]]:
    """The devices of a poll that two people set aside: station, device and the reason that is published."""
    wanted = (
        select(PaperStation.name, Kiosk.name, KioskAside.reason)
        .join(Kiosk, Kiosk.station_id == PaperStation.id)
        .join(KioskAside, KioskAside.kiosk_id == Kiosk.id)
        .where(PaperStation.poll_id == poll_id, KioskAside.confirmed_by.is_not(None))
        .order_by(PaperStation.name, Kiosk.name, Kiosk.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(wanted)]


def awaits_opening(session: Session, poll_id: UUID) -> bool:
    """Whether a poll has devices and what they delivered was not opened yet."""
    if session.get(KioskOpening, poll_id) is not None:
        return False
    enrolled = (PaperStation.poll_id == poll_id, Kiosk.public_key.is_not(None))
    wanted = select(Kiosk.id).join(PaperStation, PaperStation.id == Kiosk.station_id).where(*enrolled)
    return session.scalar(wanted.limit(1)) is not None


def marks_of(session: Session, poll: Poll) -> int:
    """How many people are marked as voting at a kiosk."""
    at_kiosk = (RollMark.poll_id == poll.id, RollMark.channel == Channel.KIOSK.value)
    return _total(session, select(func.count(RollMark.roll_no)).where(*at_kiosk))


def opened_at(session: Session, station_id: int, poll_id: UUID) -> int | None:
    """How many envelopes of a station were opened; None while those of its poll wait for it."""
    if awaits_opening(session, poll_id):
        return None
    opened = (Kiosk.station_id == station_id, KioskEnvelope.fate == Fate.OPENED)
    wanted = select(func.count(KioskEnvelope.digest)).join(Kiosk, Kiosk.id == KioskEnvelope.kiosk_id)
    return _total(session, wanted.where(*opened))


def _card(session: Session, kiosk: Kiosk, station: PaperStation) -> KioskCard:
    digests = digests_of(session, kiosk.id)
    held = select(func.count(KioskEnvelope.digest)).where(
        KioskEnvelope.kiosk_id == kiosk.id, KioskEnvelope.fate.not_in([Fate.WAITING, Fate.OPENED])
    )
    return KioskCard(
        kiosk=kiosk,
        station=station,
        received=len(digests),
        held=_total(session, held),
        is_whole=kiosk.total == total_of(digests) and kiosk.sealed == len(digests),
        aside=session.get(KioskAside, kiosk.id, populate_existing=True),
    )


def _total(session: Session, wanted: Select[int]) -> int:
    return session.scalar(wanted) or 0
