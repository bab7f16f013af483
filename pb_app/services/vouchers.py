"""Vouching: a worker of a partner, named by an officer, stands for people who have no address or no papers."""

from sqlalchemy import select

from pb_app import eligibility, roll
from pb_app.actions import Action
from pb_app.desk import AtDesk
from pb_app.entitlements import all_keys
from pb_app.models.people import Person
from pb_app.models.vouchers import RollVouch, Voucher
from pb_app.queries import polls
from pb_app.queries import vouchers as queries
from pb_app.receipts import mailbox_identity, normalised_email
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, sentence
from pb_app.stages import VouchReason
from pb_app.unit_of_work import UnitOfWork
from pb_app.wording import one_line

BASIS = "vouched"
ORGANISATION_LENGTH = 120
MOST = 200


def name_voucher(uow: UnitOfWork, poll_no: int, email: str, organisation: str, most: int) -> Voucher:
    """Let a worker vouch for so many people in a poll, or for more or fewer than before; nought ends it.

    Raises Invalid for an address that no account has, for no organisation, and for a number out of bounds.
    """
    told = one_line("organisation", organisation, ORGANISATION_LENGTH, sentence("Say for whom they work"))
    if not 0 <= most <= MOST:
        raise Invalid(sentence("Enter a number from 0 to %(most)d."), field="most", most=MOST)
    with uow.begin(Action.NAME_VOUCHER) as change:
        uow.database.lock_poll(uow.session, poll_no, exclusive=True)
        poll = polls.poll_by_no(uow.session, poll_no)
        if poll is None:
            raise NotVisible(sentence("There is no poll under this number."))
        change.permit(poll)
        worker = uow.session.scalar(select(Person.id).where(Person.email == normalised_email(email)))
        if worker is None or worker == uow.actor.person_id:
            raise Invalid(
                sentence("Nobody else has signed in with this address yet. Ask them to sign in once."), field="email"
            )
        found = queries.voucher_of(uow.session, poll_no, worker) or Voucher(poll_no=poll_no, person_id=worker)
        found.organisation, found.most = told, most
        found.named_by, found.named_at = uow.actor.person_id, change.at
        uow.session.add(found)
        uow.session.flush()
        change.record(poll, poll=poll.id, voucher=found.id, most=most)
    return found


def vouch_for(uow: UnitOfWork, poll_no: int, who: AtDesk, reason: VouchReason) -> None:
    """Put somebody on the roll because a named worker stands for them; of the reason its kind is kept, of them a hash.

    Raises Conflict for somebody who stands on the roll, for the number that was agreed, and outside the hours;
    Forbidden for a worker who was not named; Invalid for themselves.
    """
    identity = who.identity()
    with uow.begin(Action.VOUCH_FOR) as change:
        uow.database.lock_poll(uow.session, poll_no, exclusive=True)
        voucher = queries.voucher_of(uow.session, poll_no, uow.actor.person_id)
        if voucher is None:
            raise Forbidden(sentence("You are not named as somebody who vouches in this vote."))
        poll = change.permit(voucher).poll
        if not poll.opens_at <= change.at < poll.closes_at:
            raise Conflict(sentence("Voting is not open at this hour."))
        eligibility.read(poll.eligibility).check_open()
        if identity == mailbox_identity(uow.actor.email):
            raise Invalid(sentence("Nobody vouches for themselves."), field="email")
        keys = all_keys(poll.eligibility, uow.keys.roll_key(poll.id), identity)
        if queries.vouched_by(uow.session, voucher.id) + len(keys) > voucher.most:
            raise Conflict(sentence("You have vouched for as many people as was agreed. Ask an officer for more."))
        added = roll.put_all_on(uow.session, poll, keys, BASIS)
        if not added:
            raise Conflict(sentence("This person stands on the roll already. Nothing was changed."))
        for number in queries.numbers_of(uow.session, poll.id, keys):
            told = {"reason": reason, "vouched_on": change.at.date(), "voucher_id": voucher.id}
            uow.session.add(RollVouch(poll_id=poll.id, roll_no=number, **told))
        change.record(voucher, poll=poll.id, voucher=voucher.id, n=added)
