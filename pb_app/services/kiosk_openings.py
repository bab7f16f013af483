"""After the close: devices that will not deliver are set aside by two people, and all envelopes opened together."""

from collections.abc import Sequence
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from ballots.errors import BallotError
from ballots.styles import Paper
from pb_app import box, kiosk, marks, receipts
from pb_app.actions import Action
from pb_app.audit.canonical import Value
from pb_app.box import Ballot
from pb_app.kiosk import Envelope
from pb_app.models.kiosks import Fate, KioskAside, KioskEnvelope, KioskOpening, SlipState
from pb_app.models.polls import Poll
from pb_app.queries import kiosks, papers, polls
from pb_app.queries.kiosks import KioskCard
from pb_app.receipts import Channel
from pb_app.refusals import Conflict, Forbidden, NotVisible, sentence
from pb_app.unit_of_work import Change, UnitOfWork
from pb_app.withdrawn import definition_as_cast
from pb_app.wording import many_lines

REASON_LENGTH = 2_000


def set_kiosk_aside(uow: UnitOfWork, kiosk_id: int, reason: str) -> KioskAside:
    """Say why what a device still holds will not come; a second person confirms it, and the reason is published.

    Saying it anew takes nothing back once it is confirmed. Raises Conflict for a device that has delivered everything.
    """
    told = many_lines(
        "reason", reason, REASON_LENGTH, sentence("Say why it will not deliver. The reason is published.")
    )
    with uow.begin(Action.SET_KIOSK_ASIDE) as change:
        poll, card = _awaited(uow, change, kiosk_id)
        row = card.aside or KioskAside(kiosk_id=kiosk_id)
        row.reason, row.written_by, row.written_at = told, uow.actor.person_id, change.at
        uow.session.add(row)
        change.record(poll, poll=poll.id, station=card.station.id, kiosk=kiosk_id)
    return row


def confirm_kiosk_aside(uow: UnitOfWork, kiosk_id: int) -> KioskAside:
    """Stand for it as the second person: from here on nothing is taken from this device."""
    with uow.begin(Action.CONFIRM_KIOSK_ASIDE) as change:
        poll, card = _awaited(uow, change, kiosk_id)
        row = card.aside
        if row is None:
            raise Conflict(sentence("Nobody has said yet why this kiosk is set aside."))
        if row.written_by == uow.actor.person_id:
            raise Forbidden(sentence("You set this kiosk aside. A second person must confirm it."))
        row.confirmed_by = uow.actor.person_id
        change.record(
            poll, poll=poll.id, station=card.station.id, kiosk=kiosk_id, told=card.counted, received=card.received
        )
    return row


def what_is_missing(uow: UnitOfWork, poll_id: UUID) -> list[str]:
    """The sentences that stand between the envelopes of a poll and their opening, in order."""
    missing = []
    if not all(card.is_done for card in kiosks.cards_of(uow.session, poll_id)):
        missing.append(sentence("A kiosk has neither delivered everything nor been set aside by two people."))
    if kiosks.unsettled_of(uow.session, poll_id):
        missing.append(sentence("Somebody voted with a provisional slip that is not settled yet."))
    return missing


def open_kiosks(uow: UnitOfWork, poll_no: int) -> KioskOpening:
    """Open every envelope that counts, put the ballots into the box by one mix, and take the sealed bytes away.

    Raises Conflict with what is missing, or if there would be more ballots than people marked as voting at a kiosk.
    """
    with uow.begin(Action.OPEN_KIOSKS) as change:
        poll = _locked(uow, change, poll_no)
        if not kiosks.awaits_opening(uow.session, poll.id):
            raise Conflict(sentence("This poll has no kiosk whose envelopes wait to be opened."))
        missing = what_is_missing(uow, poll.id)
        if missing:
            raise Conflict(missing[0])
        found = kiosks.envelopes_of(uow.session, poll.id)
        good = [one for one, state in found if one.fate is Fate.WAITING and state is SlipState.GOOD]
        if len(good) > kiosks.marks_of(uow.session, poll):
            raise Conflict(
                sentence("There would be more ballots of kiosks than people marked as voting at one. Find out why.")
            )
        ballots = _ballots(uow, poll, good)
        row = KioskOpening(poll_id=poll.id, received=len(found), ballots=len(ballots), opened_at=change.at)
        row.held, row.invalid = len(found) - len(good), len(good) - len(ballots)
        row.opened_by = uow.actor.person_id
        box.put_many(uow.session, ballots)
        hashes = box.mix(uow.session, uow.database, poll.id)
        _take_away([one for one, _state in found], good)
        uow.session.flush()
        uow.session.add(row)
        change.record(
            poll,
            poll=poll.id,
            n=len(hashes),
            set=receipts.set_hash(hashes).hex(),
            received=row.received,
            held=row.held,
            invalid=row.invalid,
        )
    return row


def _ballots(uow: UnitOfWork, poll: Poll, good: Sequence[KioskEnvelope]) -> list[Ballot]:
    """The ballots in envelopes, once each; what holds none of this paper is left out."""
    key = kiosk.private_key(uow.keys.kiosk_key(poll.id))
    paper = definition_as_cast(uow.session, poll).paper
    made = (_ballot(poll.id, key, paper, Envelope(one.slip, one.sealed or b"")) for one in good)
    return list({ballot.idem: ballot for ballot in made if ballot is not None}.values())


def _ballot(poll_id: UUID, key: EllipticCurvePrivateKey, paper: Paper, envelope: Envelope) -> Ballot | None:
    """The ballot in an envelope, as our own pages would have made it; None if the paper does not allow it."""
    opened = kiosk.open_envelope(key, poll_id, envelope)
    if opened is None:
        return None
    told, secret = opened
    try:
        is_allowed = _canonical(paper, told) == told
    except BallotError:
        return None
    return Ballot.made(poll_id, told, Channel.KIOSK, secret) if is_allowed else None


def _canonical(paper: Paper, told: Value) -> Value:
    """The marks as our own pages would write them. Raises BadBallot for what the paper does not allow."""
    choices = marks.decode(paper, told)
    area = next((one.area for one in paper.contests if one.area and one.contest_id in choices), "")
    own = paper.for_area(area) if area else paper
    return marks.encode(paper, own.checked(choices))


def _take_away(found: Sequence[KioskEnvelope], good: Sequence[KioskEnvelope]) -> None:
    """What was sealed is taken out of every row, so that no slip leads to a ballot; what was held is never read."""
    opened = {one.digest for one in good}
    for one in found:
        one.sealed = None
        if one.fate is Fate.WAITING:
            one.fate = Fate.OPENED if one.digest in opened else Fate.HELD


def _awaited(uow: UnitOfWork, change: Change, kiosk_id: int) -> tuple[Poll, KioskCard]:
    """A device from which something is still awaited, and its poll."""
    station_id = kiosks.station_of(uow.session, kiosk_id)
    poll_no = None if station_id is None else papers.poll_no_of_station(uow.session, station_id)
    poll = _locked(uow, change, poll_no)
    card = next(one for one in kiosks.cards_of(uow.session, poll.id) if one.kiosk.id == kiosk_id)
    if card.is_done:
        raise Conflict(sentence("Nothing more is awaited from this kiosk."))
    return poll, card


def _locked(uow: UnitOfWork, change: Change, poll_no: int | None) -> Poll:
    """The poll under its lock, if its envelopes are not opened yet."""
    poll = None if poll_no is None else polls.poll_by_no(uow.session, poll_no)
    if poll is None:
        raise NotVisible(sentence("There is nothing under this number."))
    uow.database.lock_poll(uow.session, poll.poll_no, exclusive=True)
    uow.session.refresh(poll, ["state"])
    change.permit(poll)
    if uow.session.get(KioskOpening, poll.id) is not None:
        raise Conflict(sentence("What the kiosks of this poll delivered was opened already. It stays as it is."))
    return poll
