"""Kiosks before and while people vote: devices are invited and enrolled, slips made, handed out and settled."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import select

from pb_app import kiosk, roll
from pb_app.actions import Action
from pb_app.entitlements import key_in_person
from pb_app.models.kiosks import Kiosk, KioskOpening, KioskSlip, SlipState
from pb_app.models.polls import Poll
from pb_app.postcodes import normalised_postcode
from pb_app.queries import kiosks, papers, polls
from pb_app.receipts import Channel
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.unit_of_work import Change, UnitOfWork
from pb_app.wording import one_line

NAME_LENGTH = 60
MOST_SLIPS = 1_000
MOST_TRIES = 5
BASIS = "desk"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What makes a tablet a kiosk: the code of its link and the PIN. Shown once, kept as hashes."""

    kiosk_id: int
    code: str
    pin: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip to be printed; its code is kept as a hash only."""

    number: int
    code: str
    is_provisional: bool


def invite_kiosk(uow: UnitOfWork, station_id: int, name: str, closes_at: datetime) -> Invitation:
    """Invite a tablet to be a ballot box of this station until `closes_at`.

    Raises Invalid for an hour at which the poll takes no votes, or if the station has a kiosk of this name.
    """
    told = one_line("name", name, NAME_LENGTH, sentence("Give the tablet a name"))
    with uow.begin(Action.INVITE_KIOSK) as change:
        poll = _locked(uow, change, station_id)
        if not poll.opens_at < closes_at <= poll.closes_at or closes_at <= change.at:
            raise Invalid(
                sentence("Choose an hour that is still to come, while voting is open at the latest."), field="closes_at"
            )
        if told in {one.name for one in kiosks.kiosks_of(uow.session, station_id)}:
            raise Invalid(sentence("This station has a tablet of this name already."), field="name")
        code = kiosk.slip_code(uow.keys.random)
        pin = f"{int.from_bytes(uow.keys.random(8), 'big') % 10**kiosk.PIN_DIGITS:0{kiosk.PIN_DIGITS}d}"
        row = Kiosk(station_id=station_id, name=told, closes_at=closes_at, invited_at=change.at)
        row.code_hash, row.pin_hash = _known(code), kiosk.pin_hash(code, pin)
        row.invited_by = uow.actor.person_id
        uow.session.add(row)
        uow.session.flush()
        uow.keys.make_kiosk_key(poll.id)
        change.record(poll, poll=poll.id, station=station_id, kiosk=row.id)
    return Invitation(row.id, code, pin)


def try_pin(uow: UnitOfWork, code: str) -> None:
    """Count that a PIN is tried, before it is looked at: guesses at once are counted one by one.

    Raises NotVisible for no such invitation, Conflict for one that was used, guessed at too often or has lapsed.
    """
    with uow.begin(Action.TRY_PIN) as change:
        row = _invited(uow, change, code)
        if row.tries >= MOST_TRIES:
            raise Conflict(sentence("This invitation cannot be used any more. Ask the officer for a new one."))
        row.tries += 1


def enrol_kiosk(uow: UnitOfWork, code: str, pin: str, public_key: bytes) -> int:
    """Make the tablet with this key a kiosk, and return its number.

    Raises NotVisible for no such invitation, Conflict for one that was used or has lapsed, Invalid for a wrong PIN.
    """
    kiosk.checked_point(public_key)
    with uow.begin(Action.ENROL_KIOSK) as change:
        row = _invited(uow, change, code)
        if kiosk.pin_hash(code, pin) != row.pin_hash:
            raise Invalid(
                sentence("This is not the PIN of this tablet. Look at the officer's screen again."), field="pin"
            )
        row.public_key, row.enrolled_at = public_key, change.at
        key = sha256(public_key).hexdigest()
        poll = _poll(uow, row.station_id)
        change.record(poll, poll=poll.id, station=row.station_id, kiosk=row.id, key=key)
    return row.id


def make_slips(uow: UnitOfWork, station_id: int, ordinary: int, provisional: int) -> list[Slip]:
    """Make slips for a station: `provisional` ones for a desk without connection. Their codes are never told again."""
    for field, number in (("ordinary", ordinary), ("provisional", provisional)):
        if not 0 <= number <= MOST_SLIPS:
            raise Invalid(sentence("Make from 0 to %(most)d slips at once."), field=field, most=MOST_SLIPS)
    if ordinary + provisional == 0:
        raise Invalid(sentence("Say how many slips to make."), field="ordinary")
    with uow.begin(Action.MAKE_SLIPS) as change:
        poll = _locked(uow, change, station_id)
        first = kiosks.last_slip(uow.session, station_id) + 1
        kinds = [False] * ordinary + [True] * provisional
        made = [Slip(no, kiosk.slip_code(uow.keys.random), kind) for no, kind in enumerate(kinds, start=first)]
        uow.session.add_all(
            KioskSlip(
                station_id=station_id,
                number=one.number,
                slip=kiosk.slip_hash(poll.id, one.code),
                is_provisional=one.is_provisional,
                state=SlipState.PENDING if one.is_provisional else SlipState.GOOD,
            )
            for one in made
        )
        change.record(poll, poll=poll.id, station=station_id, slips=len(made), provisional=provisional)
    return made


def hand_out_slip(uow: UnitOfWork, station_id: int, identity: str) -> None:
    """Mark somebody on the roll as voting at a kiosk, so that they may be handed any ordinary slip.

    `identity` is what stands for them at the desk. Which slip they get is told to nobody. Raises Conflict for somebody
    who has voted already and for a poll outside its hours, Invalid for somebody who is not on the roll.
    """
    with uow.begin(Action.HAND_OUT_SLIP) as change:
        poll = _locked(uow, change, station_id)
        if not poll.opens_at <= change.at < poll.closes_at:
            raise Conflict(sentence("Voting is not open at this hour. Do not hand out a slip."))
        roll_no = _roll_no(uow, poll, identity)
        if roll_no is None:
            raise Invalid(sentence("They are not on the roll yet. Put them on the roll first."))
        if not _mark(uow, poll, roll_no, change.at.date(), station_id):
            raise Conflict(sentence("They have voted in this poll already. Do not hand out a slip."))


def claim_for_slip(uow: UnitOfWork, station_id: int, identity: str, postcode: str) -> None:
    """Put somebody who was handed a provisional slip on the roll, as the desk would have. Twice changes nothing.

    Neither what stands for them nor the postcode is kept: the roll knows a keyed hash. Raises Invalid for a postcode
    elsewhere.
    """
    with uow.begin(Action.CLAIM_FOR_SLIP) as change:
        poll = _locked(uow, change, station_id)
        lies_in = roll.check_place(uow.session, poll, normalised_postcode(postcode))
        key = key_in_person(poll.eligibility, uow.keys.roll_key(poll.id), identity)
        if _roll_no(uow, poll, identity) is not None or not roll.put_on(uow.session, poll, key, BASIS, lies_in):
            change.void()
            return
        change.record(poll, poll=poll.id, basis=BASIS)


def settle_slip(uow: UnitOfWork, station_id: int, number: int, identity: str) -> SlipState:
    """Say who was handed a provisional slip: they are marked on the roll and what they cast counts.

    Whoever had voted another way meanwhile has voted: then what was cast with the slip is held and never opened.
    Raises Invalid for somebody who is not on the roll, and for no such slip; Conflict for one that is settled.
    """
    with uow.begin(Action.SETTLE_SLIP) as change:
        poll = _locked(uow, change, station_id)
        slip = _pending(uow, station_id, number)
        roll_no = _roll_no(uow, poll, identity)
        if roll_no is None:
            raise Invalid(sentence("They are not on the roll yet. Put them on the roll first."))
        is_first = _mark(uow, poll, roll_no, change.at.date(), station_id)
        slip.state = SlipState.GOOD if is_first else SlipState.HAS_VOTED
    return slip.state


def hold_slip(uow: UnitOfWork, station_id: int, number: int) -> None:
    """Say that nobody knows whose a provisional slip was, or that they may not vote: what was cast with it is held."""
    with uow.begin(Action.HOLD_SLIP) as change:
        poll = _locked(uow, change, station_id)
        _pending(uow, station_id, number).state = SlipState.NOBODY
        change.record(poll, poll=poll.id, station=station_id)


def _poll(uow: UnitOfWork, station_id: int) -> Poll:
    poll_no = papers.poll_no_of_station(uow.session, station_id)
    poll = None if poll_no is None else polls.poll_by_no(uow.session, poll_no)
    if poll is None:
        raise NotVisible(sentence("There is no station under this number."))
    return poll


def _locked(uow: UnitOfWork, change: Change, station_id: int) -> Poll:
    """The poll of a station under its lock, if the actor may do this and its kiosks are not opened yet."""
    uow.database.lock_poll(uow.session, _poll(uow, station_id).poll_no, exclusive=True)
    poll = change.permit(_poll(uow, station_id))
    if uow.session.get(KioskOpening, poll.id) is not None:
        raise Conflict(sentence("What the kiosks of this poll delivered was opened already. It stays as it is."))
    return poll


def _known(code: str) -> bytes:
    """The hash under which the code of an invitation is known, however it was typed."""
    return sha256(b"moothill/kiosk-code/v1\x00" + code.replace("-", "").encode()).digest()


def _invited(uow: UnitOfWork, change: Change, code: str) -> Kiosk:
    """The invitation with this code, under its lock, if it can still be used."""
    wanted = select(Kiosk).where(Kiosk.code_hash == _known(code))
    row = uow.session.scalar(wanted.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise NotVisible(sentence("There is no invitation under this code. Look at the officer's screen again."))
    change.permit(_poll(uow, row.station_id))
    if row.public_key is not None or row.closes_at <= change.at:
        raise Conflict(sentence("This invitation cannot be used any more. Ask the officer for a new one."))
    return row


def _pending(uow: UnitOfWork, station_id: int, number: int) -> KioskSlip:
    """A provisional slip that is not settled yet."""
    slip = uow.session.get(KioskSlip, (station_id, number), populate_existing=True)
    if slip is None or not slip.is_provisional:
        raise Invalid(sentence("This station has no provisional slip of this number."), field="number")
    if slip.state is not SlipState.PENDING:
        raise Conflict(sentence("This slip is settled already."))
    return slip


def _roll_no(uow: UnitOfWork, poll: Poll, identity: str) -> int | None:
    key = key_in_person(poll.eligibility, uow.keys.roll_key(poll.id), identity)
    return polls.standing(uow.session, poll.id, key).roll_no


def _mark(uow: UnitOfWork, poll: Poll, roll_no: int, day: date, station_id: int) -> bool:
    return roll.set_mark(uow.session, poll, roll.Mark(roll_no, Channel.KIOSK, day, station_id))
