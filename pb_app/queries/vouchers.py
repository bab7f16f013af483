"""Workers who vouch, and for how many they have. Never for whom, nor whether those have voted."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload

from pb_app.models.localities import Locality
from pb_app.models.people import Person
from pb_app.models.polls import Poll, RollEntry
from pb_app.models.rounds import Round
from pb_app.models.vouchers import RollVouch, Voucher


def voucher_of(session: Session, poll_no: int, person_id: int | None) -> Voucher | None:
    """What a worker may do in a poll, with the poll; None if nobody named them."""
    place = joinedload(Voucher.poll).joinedload(Poll.round)
    whole = (place.joinedload(Round.locality).joinedload(Locality.partnership), place.joinedload(Round.forum))
    wanted = select(Voucher).where(Voucher.poll_no == poll_no, Voucher.person_id == person_id)
    return session.scalar(wanted.options(*whole).execution_options(populate_existing=True))


def vouchers_in(session: Session, poll_no: int) -> Sequence[tuple[Voucher, str, int]]:
    """The workers of a poll in the order of their naming, with their addresses and how many they vouched for."""
    number = select(func.count()).where(RollVouch.voucher_id == Voucher.id).scalar_subquery()
    wanted = select(Voucher, Person.email, number).join(Person, Person.id == Voucher.person_id)
    found = session.execute(wanted.where(Voucher.poll_no == poll_no).order_by(Voucher.id))
    return [(voucher, email, vouched) for voucher, email, vouched in found]


def vouched_by(session: Session, voucher_id: int) -> int:
    """For how many places on the roll a worker has vouched."""
    return session.scalar(select(func.count()).where(RollVouch.voucher_id == voucher_id)) or 0


def numbers_of(session: Session, poll_id: UUID, keys: Sequence[bytes]) -> Sequence[int]:
    """The numbers on the roll of these keys for which nobody vouched yet."""
    vouched = exists().where(RollVouch.poll_id == RollEntry.poll_id, RollVouch.roll_no == RollEntry.roll_no)
    of_keys = (RollEntry.poll_id == poll_id, RollEntry.person_key.in_(keys), RollEntry.basis == "vouched")
    return session.scalars(select(RollEntry.roll_no).where(*of_keys, ~vouched).order_by(RollEntry.roll_no)).all()
