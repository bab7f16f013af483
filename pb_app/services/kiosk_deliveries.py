"""What a kiosk asks for and hands in: its manifest, and sealed ballots, received once however often they come."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from pb_app import kiosk
from pb_app.actions import Action
from pb_app.audit.canonical import encode
from pb_app.definitions import contest_told, read_definition
from pb_app.kiosk import Envelope, Statement
from pb_app.models.kiosks import Fate, Kiosk, KioskAside, KioskEnvelope, KioskOpening, KioskSlip, SlipState
from pb_app.models.paper import PaperStation
from pb_app.models.polls import Poll
from pb_app.queries import kiosks, papers, polls
from pb_app.refusals import Conflict, Forbidden, NotVisible, sentence
from pb_app.unit_of_work import UnitOfWork
from pb_app.withdrawn import withdrawn_from

ON_PAPER = ("id", "title", "area", "currency", "exponent", "budget", "projects", "ballot")
HELD = frozenset({SlipState.HAS_VOTED, SlipState.NOBODY})


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a kiosk must know to take ballots without a connection, as canonical JSON, signed with the receipts' key."""

    text: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of each envelope of a delivery, by its digest: `received`, `known` or `held`; and all in all."""

    items: Mapping[str, str]
    received: int
    is_whole: bool


def manifest_of(uow: UnitOfWork, kiosk_id: int) -> Manifest:
    """The manifest of an enrolled device as things stand now. Raises NotVisible for no such device."""
    row = uow.session.get(Kiosk, kiosk_id)
    if row is None or row.public_key is None:
        raise NotVisible(sentence("There is no kiosk under this number."))
    poll = polls.poll_of_station(uow.session, row.station_id)
    key = kiosk.private_key(uow.keys.kiosk_key(poll.id))
    told = {
        "v": 1,
        "device": row.id,
        "name": row.name,
        "station": uow.session.get_one(PaperStation, row.station_id).name,
        "poll": str(poll.id),
        "poll_no": poll.poll_no,
        "title": poll.title,
        "rules": poll.rules_sha256,
        "contests": [{name: one[name] for name in ON_PAPER} for one in _contests(uow, poll)],
        "opens": _seconds(poll.opens_at),
        "closes": _seconds(row.closes_at),
        "now": _seconds(uow.now()),
        "least": poll.min_mix,
        "key": kiosk.public_point(key).hex(),
        "slips": [one.hex() for one in kiosks.slip_hashes_of(uow.session, row.station_id)],
    }
    text = encode(told)
    return Manifest(text.decode("utf-8"), uow.keys.receipt.sign(kiosk.MANIFEST + text))


def _contests(uow: UnitOfWork, poll: Poll) -> list[dict[str, object]]:
    """The contests as they were frozen, without projects that have left the paper since."""
    gone = withdrawn_from(uow.session, poll.poll_no)
    frozen = json.loads(poll.definition)["contests"]
    if not gone:
        return list(frozen)
    return [contest_told(one) for one in read_definition(poll.definition).without(gone).contests]


def check_signed(uow: UnitOfWork, told: bytes, signature: bytes) -> int:
    """The number of the device that says this. Raises Forbidden unless it signed it."""
    kiosk_id = kiosk.device_of(told)
    row = uow.session.get(Kiosk, kiosk_id)
    if row is None or row.public_key is None or not kiosk.is_signed(row.public_key, told, signature):
        raise Forbidden(sentence("This was not signed by a kiosk that is known here."))
    return kiosk_id


def receive_envelopes(uow: UnitOfWork, told: bytes, signature: bytes, sent: object) -> Receipt:
    """Keep what a device delivers, sealed as it is, and what it says of itself. The same again changes nothing.

    Raises Forbidden for what no device signed, Conflict once the envelopes were opened, or the device set aside, or
    if it says that it took ballots after its hour.
    """
    check_signed(uow, told, signature)
    statement = kiosk.read_statement(told)
    envelopes = kiosk.read_envelopes(sent, statement.digests)
    with uow.begin(Action.RECEIVE_ENVELOPES) as change:
        poll_no = papers.poll_no_of_station(uow.session, kiosks.station_of(uow.session, statement.device) or 0)
        uow.database.lock_poll(uow.session, poll_no or 0, exclusive=True)
        wanted = select(Kiosk).where(Kiosk.id == statement.device).with_for_update()
        row = uow.session.scalars(wanted.execution_options(populate_existing=True)).one()
        poll = change.permit(polls.poll_of_station(uow.session, row.station_id))
        _check_awaited(uow, poll, row, statement)
        items = {one.digest.hex(): _received(uow, row, one) for one in envelopes}
        digests = kiosks.digests_of(uow.session, row.id)
        if statement.count >= row.sealed and row.ended_at is None:  # an answer that was lost is not a step back
            _keep(row, statement, told, signature)
        is_whole = statement.count == len(digests) and statement.total == kiosk.total_of(digests)
        if is_whole and row.ended_at is not None and row.delivered_at is None:
            row.delivered_at = change.at
    return Receipt(items, len(digests), is_whole)


def _check_awaited(uow: UnitOfWork, poll: Poll, row: Kiosk, statement: Statement) -> None:
    if uow.session.get(KioskOpening, poll.id) is not None:
        raise Conflict(
            sentence("What the kiosks delivered was opened already. Call the officer before doing anything.")
        )
    aside = uow.session.get(KioskAside, row.id)
    if aside is not None and aside.confirmed_by is not None:
        raise Conflict(sentence("This kiosk was set aside. Call the officer before doing anything."))
    if statement.ended is not None and statement.ended > _seconds(row.closes_at):
        raise Conflict(sentence("This kiosk took ballots after its hour. Call the officer before doing anything."))


def _received(uow: UnitOfWork, row: Kiosk, envelope: Envelope) -> str:
    """Keep one envelope, unless it is there; say what became of it."""
    known = uow.session.get(KioskEnvelope, envelope.digest)
    if known is not None:
        return "known" if known.fate is Fate.WAITING else "held"
    state = uow.session.scalar(
        select(KioskSlip.state).where(KioskSlip.station_id == row.station_id, KioskSlip.slip == envelope.slip)
    )
    used = uow.session.scalar(select(KioskEnvelope.digest).where(KioskEnvelope.slip == envelope.slip).limit(1))
    fate = Fate.UNKNOWN if state is None else Fate.REPEATED if used is not None else Fate.WAITING
    uow.session.add(
        KioskEnvelope(digest=envelope.digest, kiosk_id=row.id, slip=envelope.slip, sealed=envelope.sealed, fate=fate)
    )
    uow.session.flush()
    return "received" if fate is Fate.WAITING and state not in HELD else "held"


def _keep(row: Kiosk, statement: Statement, told: bytes, signature: bytes) -> None:
    """Keep what the device says of itself; of envelopes it names digests only."""
    row.sealed, row.total, row.signature = statement.count, statement.total, signature
    row.statement = told.decode("utf-8")
    if statement.ended is not None:
        row.ended_at = datetime.fromtimestamp(statement.ended, UTC)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
