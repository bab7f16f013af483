"""Voting codes for people without an account: made in batches, entered, voided with a reason, and made anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from pb_app import codes, receipts, roll
from pb_app.actions import Action
from pb_app.models.codes import CodeBatch, VotingCode
from pb_app.models.polls import Poll, RollEntry
from pb_app.queries import codes as queries
from pb_app.queries import polls
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import HeldCode
from pb_app.stages import PollState
from pb_app.unit_of_work import Change, UnitOfWork
from pb_app.wording import many_lines, one_line

BASIS = "code"
MOST_CODES = 500
PURPOSE_LENGTH, REASON_LENGTH = 200, 500


@dataclass(frozen=True, slots=True)
class CodeLetter:
    """What stands on one letter: its number, and the code that is kept nowhere else."""

    serial: int
    code: str


@dataclass(frozen=True, slots=True)
class MadeCodes:
    """A batch and its letters; whoever has this has the codes."""

    batch: CodeBatch
    letters: Sequence[CodeLetter]


def make_codes(uow: UnitOfWork, poll_no: int, number: int, purpose: str) -> MadeCodes:
    """Make so many codes for a poll. They come back this once: only keyed hashes of them are kept.

    Raises Invalid for a number out of bounds or no words on whom they are for.
    """
    told = one_line("purpose", purpose, PURPOSE_LENGTH, sentence("Say whom these codes are for"))
    if not 1 <= number <= MOST_CODES:
        raise Invalid(sentence("A batch has from 1 to %(most)d codes."), field="number", most=MOST_CODES)
    with uow.begin(Action.MAKE_CODES) as change:
        poll = _locked(uow, change, poll_no)
        made = _made(uow, change, poll, number, told)
        change.record(poll, poll=poll.id, batch=made.batch.batch_no, codes=number)
    return made


def void_codes(uow: UnitOfWork, batch_id: int, reason: str, serial: int | None = None) -> int:
    """Make the codes of a batch void, or only the one of this number; return how many became so.

    A code that has voted stays: its ballot lies in the box and nobody knows which it is. Raises Conflict where
    nothing is left to void, Invalid without a reason.
    """
    told = many_lines("reason", reason, REASON_LENGTH, sentence("Say why the codes become void"))
    with uow.begin(Action.VOID_CODES) as change:
        poll, batch = _found(uow, change, batch_id)
        voided = _void(uow, change, batch, told, serial)
        change.record(poll, poll=poll.id, batch=batch.batch_no, codes=voided)
    return voided


def reissue_code(uow: UnitOfWork, batch_id: int, serial: int, reason: str) -> MadeCodes:
    """Make one code void and another in its place, in a batch of its own: for a letter that was lost or spoilt."""
    told = many_lines("reason", reason, REASON_LENGTH, sentence("Say why the codes become void"))
    with uow.begin(Action.REISSUE_CODE) as change:
        poll, batch = _found(uow, change, batch_id)
        _void(uow, change, batch, told, serial)
        made = _made(uow, change, poll, 1, batch.purpose)
        change.record(poll, poll=poll.id, batch=batch.batch_no, new_batch=made.batch.batch_no)
    return made


def claim_by_code(uow: UnitOfWork, poll_no: int, typed: str) -> HeldCode:
    """Put whoever holds this code on the roll, once; with what comes back they may vote in this poll.

    Raises Invalid for a code that is none, Conflict for one that is void, has voted, or comes outside the hours.
    Nothing else is told of any code.
    """
    code = codes.read_code(typed)
    with uow.begin(Action.CLAIM_BY_CODE) as change:
        uow.database.lock_poll(uow.session, poll_no, exclusive=False)
        poll = _poll(uow, poll_no)
        if not poll.is_public:
            raise NotVisible(sentence("There is no poll under this number."))
        if poll.state is not PollState.OPEN or not poll.opens_at <= change.at < poll.closes_at:
            raise Conflict(sentence("Voting is not open at this hour. Keep your code for when it is."))
        change.permit(poll)
        key = receipts.person_key(uow.keys.roll_key(poll.id), codes.identity(code))
        where = _where(uow, poll, key)
        if where.roll_no is None and roll.put_on(uow.session, poll, key, BASIS):
            change.record(poll, poll=poll.id, basis=BASIS)
        else:
            change.void()
    return HeldCode(poll.id, key)


def _where(uow: UnitOfWork, poll: Poll, key: bytes) -> polls.Standing:
    """Where the holder of a code stands on the roll. Raises Invalid or Conflict if the code opens nothing."""
    found = queries.code_by_key(uow.session, poll.id, key)
    if found is None:
        raise Invalid(sentence("That is no code of this poll. Compare it with your letter."), field="code")
    if found.voided_at is not None:
        raise Conflict(sentence("This code is void. Ask for a new one where you got it."))
    where = polls.standing(uow.session, poll.id, key)
    if where.has_voted:
        raise Conflict(sentence("This code has been used: its vote is in the box. It cannot vote again."))
    return where


def _made(uow: UnitOfWork, change: Change, poll: Poll, number: int, purpose: str) -> MadeCodes:
    batch_no, serial = queries.last_numbers(uow.session, poll.id)
    batch = CodeBatch(poll_id=poll.id, batch_no=batch_no + 1, codes=number, purpose=purpose)
    batch.made_by, batch.made_at = uow.actor.person_id, change.at
    uow.session.add(batch)
    uow.session.flush()
    key_of_roll = uow.keys.roll_key(poll.id)
    letters = [CodeLetter(serial + place, codes.made_code(uow.keys.random)) for place in range(1, number + 1)]
    uow.session.add_all(
        VotingCode(
            poll_id=poll.id,
            person_key=receipts.person_key(key_of_roll, codes.identity(one.code)),
            batch_id=batch.id,
            serial=one.serial,
        )
        for one in letters
    )
    uow.session.flush()
    return MadeCodes(batch, letters)


def _void(uow: UnitOfWork, change: Change, batch: CodeBatch, reason: str, serial: int | None) -> int:
    """Void what can be voided and strike its places on the roll; nobody casts meanwhile (the poll's lock is held)."""
    live = queries.live_codes(uow.session, batch.id, serial)
    if not live:
        raise Conflict(sentence("There is no code of this number in this batch that could be made void."))
    used = queries.used_keys(uow.session, batch.id)
    unused = [one for one in live if bytes(one.person_key) not in used]
    if not unused:
        raise Conflict(sentence("This has been used to vote. The ballot is in the box and stays there."))
    for one in unused:
        one.voided_at, one.void_reason, one.voided_by = change.at, reason, uow.actor.person_id
    uow.session.flush()
    keys = [one.person_key for one in unused]
    of_codes = (RollEntry.poll_id == batch.poll_id, RollEntry.person_key.in_(keys))
    uow.session.execute(update(RollEntry).where(*of_codes).values(status="struck"))
    return len(unused)


def _found(uow: UnitOfWork, change: Change, batch_id: int) -> tuple[Poll, CodeBatch]:
    poll_no = queries.poll_no_of_batch(uow.session, batch_id)
    if poll_no is None:
        raise NotVisible(sentence("There is no batch under this number."))
    return _locked(uow, change, poll_no), uow.session.get_one(CodeBatch, batch_id)


def _locked(uow: UnitOfWork, change: Change, poll_no: int) -> Poll:
    uow.database.lock_poll(uow.session, poll_no, exclusive=True)
    uow.session.execute(select(Poll.poll_no).where(Poll.poll_no == poll_no).with_for_update())
    return change.permit(_poll(uow, poll_no))


def _poll(uow: UnitOfWork, poll_no: int) -> Poll:
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll
