"""Striking somebody from a roll: one officer proposes it, the person hears of it and may reply, another one decides.

Only who has not voted can be struck: nobody can find a ballot to take it out again. Until the decision the person may
vote like everybody else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update

from pb_app import receipts
from pb_app.actions import Action
from pb_app.entitlements import all_keys
from pb_app.models.people import OutboxMail, Person
from pb_app.models.polls import Poll, RollEntry, RollMark
from pb_app.models.strikes import RollStrike
from pb_app.queries import polls, strikes
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.stages import StrikeKind
from pb_app.unit_of_work import Change, UnitOfWork
from pb_app.wording import many_lines

REPLY = timedelta(days=3)
"""How long somebody may reply before it is decided without them."""
WORDS_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class StrikeLetter:
    """What is written to the person concerned."""

    subject: str
    body: str


Write = Callable[[str, datetime], StrikeLetter]
"""Writes the letter that somebody gets who is to be struck: what was said, and until when they may reply."""


def propose_strike(uow: UnitOfWork, poll_no: int, email: str, said: tuple[StrikeKind, str], write: Write) -> RollStrike:
    """Object to the place of the account with this address; they get a letter and may reply.

    `said` is the kind of reason and what there is to say. Raises Invalid for somebody who is not on the roll, Conflict
    for somebody who has voted, for one to whose place somebody objects already, and where no time is left for a reply.
    """
    told = many_lines("words", said[1], WORDS_LENGTH, sentence("Say why they may not vote. They read this."))
    with uow.begin(Action.PROPOSE_STRIKE) as change:
        poll = _locked(uow, change, poll_no)
        if change.at + REPLY >= poll.closes_at:
            raise Conflict(sentence("Voting closes before they could reply. Nobody can be struck any more."))
        person = uow.session.scalar(select(Person).where(Person.email == receipts.normalised_email(email)))
        if person is None or not _places(uow, poll, person.email):
            raise Invalid(sentence("Nobody with this address stands on the roll."), field="email")
        if strikes.waiting_for(uow.session, poll_no, person.id) is not None:
            raise Conflict(sentence("Somebody objects to this place already. It is to be decided first."))
        _check_not_voted(uow, poll, person.email)
        row = RollStrike(poll_no=poll_no, person_id=person.id, kind=said[0], words=told)
        row.proposed_by, row.proposed_at, row.reply_until = uow.actor.person_id, change.at, change.at + REPLY
        uow.session.add(row)
        uow.session.flush()
        _post(uow, person.email, write(told, row.reply_until), change.at)
        change.record(poll, poll=poll.id, strike=row.id, kind=said[0].value)
    return row


def answer_strike(uow: UnitOfWork, poll_no: int, words: str) -> RollStrike:
    """Reply to the objection to one's own place, once or anew, until it is decided."""
    told = many_lines("words", words, WORDS_LENGTH, sentence("Say why the vote is yours."))
    with uow.begin(Action.ANSWER_STRIKE) as change:
        row = strikes.waiting_for(uow.session, poll_no, uow.actor.person_id)
        if row is None or uow.actor.person_id is None:
            raise NotVisible(sentence("Nobody objects to your place on this roll."))
        change.permit(row)
        row.reply, row.replied_at = told, change.at
        change.record(row.poll, poll=row.poll.id, strike=row.id)
    return row


def strike_from_roll(uow: UnitOfWork, strike_id: int, letter: StrikeLetter) -> int:
    """Strike the person as a second officer, and write to them; return how many places were struck.

    Raises Conflict before they replied or had the time to, if they have voted meanwhile, and after the close.
    """
    with uow.begin(Action.STRIKE_FROM_ROLL) as change:
        row, poll, email = _decided(uow, change, strike_id)
        _check_not_voted(uow, poll, email)
        places = _places(uow, poll, email)
        own = (RollEntry.poll_id == poll.id, RollEntry.roll_no.in_(places))
        uow.session.execute(update(RollEntry).where(*own).values(status="struck"))
        _close(uow, change, row, (email, letter), is_struck=True)
        change.record(poll, poll=poll.id, strike=row.id, n=len(places))
    return len(places)


def dismiss_strike(uow: UnitOfWork, strike_id: int, letter: StrikeLetter) -> RollStrike:
    """Let the place stand as a second officer, and write to whom it concerns. Conflict as for striking."""
    with uow.begin(Action.DISMISS_STRIKE) as change:
        row, poll, email = _decided(uow, change, strike_id)
        _close(uow, change, row, (email, letter), is_struck=False)
        change.record(poll, poll=poll.id, strike=row.id)
    return row


def _decided(uow: UnitOfWork, change: Change, strike_id: int) -> tuple[RollStrike, Poll, str]:
    """An objection that can be decided now, under the poll's lock, with the address of whom it concerns."""
    poll_no = strikes.poll_no_of(uow.session, strike_id)
    if poll_no is None:
        raise NotVisible(sentence("There is no objection under this number."))
    uow.database.lock_poll(uow.session, poll_no, exclusive=True)
    row = strikes.strike(uow.session, strike_id)
    change.permit(row)
    if change.at >= row.poll.closes_at:
        raise Conflict(sentence("Voting has closed. Every place on the roll stands as it is."))
    if row.decided_at is not None or row.person_id is None:
        raise Conflict(sentence("This objection is decided already."))
    if row.replied_at is None and change.at < row.reply_until:
        raise Conflict(sentence("They have not replied yet, and still have time to. Decide once they have."))
    return row, row.poll, uow.session.get_one(Person, row.person_id).email


def _close(
    uow: UnitOfWork, change: Change, row: RollStrike, post: tuple[str, StrikeLetter], *, is_struck: bool
) -> None:
    """Keep the outcome, let go of person and words, and write the letter."""
    row.is_struck, row.decided_by, row.decided_at = is_struck, uow.actor.person_id, change.at
    row.person_id, row.words, row.reply = None, "", ""
    _post(uow, *post, change.at)


def _places(uow: UnitOfWork, poll: Poll, email: str) -> list[int]:
    """The numbers under which whoever has this address may vote; two where a person has two votes."""
    keys = all_keys(poll.eligibility, uow.keys.roll_key(poll.id), receipts.mailbox_identity(email))
    own = (RollEntry.poll_id == poll.id, RollEntry.person_key.in_(keys), RollEntry.status == "eligible")
    return list(uow.session.scalars(select(RollEntry.roll_no).where(*own).order_by(RollEntry.roll_no)))


def _check_not_voted(uow: UnitOfWork, poll: Poll, email: str) -> None:
    places = _places(uow, poll, email)
    if uow.session.scalar(select(exists().where(RollMark.poll_id == poll.id, RollMark.roll_no.in_(places)))):
        raise Conflict(
            sentence("They have voted. Nobody can find their ballot, so it cannot be taken out. Tell the auditor.")
        )


def _post(uow: UnitOfWork, email: str, letter: StrikeLetter, at: datetime) -> None:
    uow.session.add(OutboxMail(to=email, subject=letter.subject, body=letter.body, written_at=at))


def _locked(uow: UnitOfWork, change: Change, poll_no: int) -> Poll:
    uow.database.lock_poll(uow.session, poll_no, exclusive=True)
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    return change.permit(poll)
