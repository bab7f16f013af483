"""Claiming a vote and casting a ballot: the roll on one side, the box on the other, nothing between them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import FromClause, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from ballots.styles import Choice
from pb_app import box, definitions, receipts
from pb_app.actions import Action
from pb_app.models.localities import Locality, Postcode
from pb_app.models.polls import Poll, RollEntry, RollMark
from pb_app.postcodes import normalised_postcode, spaced
from pb_app.queries import polls
from pb_app.queries.polls import Standing
from pb_app.receipts import Channel
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, sentence
from pb_app.stages import PollState
from pb_app.unit_of_work import Change, UnitOfWork

ROLL_NUMBERS = 2**53 - 1
BASIS = "postcode"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the voter takes away. `secret` and `code` never stand in an address, a letter or a log."""

    code: str
    note: str
    secret: str
    is_new: bool


def standing_of(uow: UnitOfWork, poll: Poll) -> Standing:
    """Where the signed-in person stands on the roll of a poll; nobody known stands nowhere."""
    if uow.actor.person_id is None:
        return Standing()
    return polls.standing(uow.session, poll.id, _person_key(uow, poll.id))


def claim_vote(uow: UnitOfWork, poll_no: int, postcode: str) -> None:
    """Put the signed-in person on the roll if the postcode lies in the poll's locality. Doing it twice changes nothing.

    The postcode is not kept. Raises Invalid with what to do instead; Forbidden or Conflict while the poll is not open.
    """
    with uow.begin(Action.CLAIM_VOTE) as change:
        uow.database.lock_poll(uow.session, poll_no, exclusive=False)
        poll = _open_poll(uow, change, poll_no)
        _check_place(uow.session, poll, normalised_postcode(postcode))
        key = _person_key(uow, poll.id)
        if polls.standing(uow.session, poll.id, key).roll_no is not None:
            change.void()
            return
        entry = {
            "poll_id": poll.id,
            "roll_no": secrets.randbelow(ROLL_NUMBERS),
            "person_key": key,
            "locality_id": poll.round.locality_id,
            "basis": BASIS,
            "status": "eligible",
        }
        if not _inserted(uow.session, RollEntry.__table__, entry):
            change.void()
            return
        change.record(poll, poll=poll.id, basis=BASIS)


def cast_ballot(uow: UnitOfWork, poll_no: int, marks: Sequence[str], secret: bytes) -> Receipt:
    """Mark the roll and put an anonymous ballot in the box, in one transaction (voting-and-audit 1.5).

    The same secret again answers with the same receipt. Raises BadBallot for marks that break the paper's rules,
    Conflict for somebody who has voted or for a poll outside its hours, Forbidden for somebody not on the roll.
    """
    with uow.begin(Action.CAST_BALLOT) as change:
        uow.database.lock_poll(uow.session, poll_no, exclusive=False)
        poll = _poll(uow, poll_no)
        where = polls.standing(uow.session, poll.id, _person_key(uow, poll.id))
        if where.has_voted:
            change.void()
            return _receipt_again(uow, poll, secret)
        _open_poll(uow, change, poll_no)
        if where.roll_no is None:
            raise Forbidden(sentence("You are not on the roll of this poll yet. Enter your postcode first."))
        paper = definitions.read_definition(poll.definition)
        choices = paper.style.checked(paper.contest, Choice(tuple(marks))).marks
        if not _marked(uow.session, poll, where.roll_no, change):  # by another tab, meanwhile
            change.void()
            return _receipt_again(uow, poll, secret)
        secret = _fresh(uow, poll, secret)
        ballot = box.Ballot.made(poll.id, choices, Channel.ONLINE, secret)
        box.put(uow.session, ballot)
    return _receipt(uow, poll.id, ballot.c, secret, is_new=True)


def _marked(session: Session, poll: Poll, roll_no: int, change: Change) -> bool:
    """Mark the roll; False where the mark stands already."""
    mark = {"poll_id": poll.id, "roll_no": roll_no, "channel": Channel.ONLINE.value, "marked_on": change.at.date()}
    return _inserted(session, RollMark.__table__, mark)


def _fresh(uow: UnitOfWork, poll: Poll, secret: bytes) -> bytes:
    """The secret, or a new one if another voter's ballot was made with it (settled.md 4)."""
    while box.hash_by_key(uow.session, poll.id, receipts.idempotency_key(secret, poll.id)) is not None:
        secret = uow.keys.random(receipts.SECRET_LENGTH)
    return secret


def _receipt_again(uow: UnitOfWork, poll: Poll, secret: bytes) -> Receipt:
    found = box.hash_by_key(uow.session, poll.id, receipts.idempotency_key(secret, poll.id))
    if found is None:
        raise _has_voted()
    return _receipt(uow, poll.id, found, secret, is_new=False)


def _receipt(uow: UnitOfWork, poll_id: UUID, c: bytes, secret: bytes, *, is_new: bool) -> Receipt:
    origin = uow.keys.log_origin
    note = receipts.sign_receipt(origin, poll_id, c, f"{origin}/receipts", uow.keys.receipt)
    return Receipt(receipts.tracking_code(c), note, secret.hex(), is_new)


def _poll(uow: UnitOfWork, poll_no: int) -> Poll:
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll


def _open_poll(uow: UnitOfWork, change: Change, poll_no: int) -> Poll:
    """The poll, if it takes votes at this moment by the database's clock: from its opening until before its close."""
    poll = _poll(uow, poll_no)
    if poll.state in (PollState.DRAFT, PollState.FROZEN) or change.at < poll.opens_at:
        raise Conflict(sentence("Voting has not opened yet. Your choices were not kept: come back once it has."))
    if poll.state is not PollState.OPEN or change.at >= poll.closes_at:
        raise Conflict(sentence("Voting has closed. This ballot was not counted."))
    return change.permit(poll)


def _check_place(session: Session, poll: Poll, postcode: str) -> None:
    lies_in = session.execute(
        select(Postcode.locality_id, Locality.name)
        .join(Locality, Locality.id == Postcode.locality_id)
        .where(Postcode.partnership_id == poll.round.locality.partnership_id, Postcode.postcode == postcode)
    ).first()
    if lies_in is None:
        raise Invalid(
            sentence("%(postcode)s is not a postcode of this partnership. Check it, or ask at the contact address."),
            field="postcode",
            postcode=spaced(postcode),
        )
    if lies_in[0] != poll.round.locality_id:
        raise Invalid(
            sentence("%(postcode)s lies in %(place)s, not in %(locality)s. This vote is for people in %(locality)s."),
            field="postcode",
            postcode=spaced(postcode),
            place=lies_in[1],
            locality=poll.round.locality.name,
        )


def _person_key(uow: UnitOfWork, poll_id: UUID) -> bytes:
    return receipts.person_key(uow.keys.roll_key(poll_id), receipts.mailbox_identity(uow.actor.email))


def _has_voted() -> Conflict:
    return Conflict(sentence("You have voted in this poll already. Your first ballot counts; nothing was changed."))


def _inserted(session: Session, table: FromClause, values: dict[str, object]) -> bool:
    """Insert a row of the roll unless one with its key is there; say whether it was.

    The answer comes from what the database returns: a count of rows may be unknown, and unknown must not mean yes.
    """
    into = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = into(table).values(**values).on_conflict_do_nothing()  # type: ignore[arg-type]
    return session.execute(statement.returning(table.c.roll_no)).first() is not None
