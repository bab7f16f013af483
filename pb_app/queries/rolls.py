"""The lists that were read for a roll, as officers see them. Never who stands on it or has voted."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb_app.models.polls import Poll
from pb_app.models.rolls import RollImport


def lists_of(session: Session, poll_id: UUID) -> Sequence[RollImport]:
    """The lists that were read for a poll, in their order."""
    return session.scalars(select(RollImport).where(RollImport.poll_id == poll_id).order_by(RollImport.id)).all()


def poll_no_of_list(session: Session, list_id: int) -> int | None:
    """The number of the poll that a list was read for."""
    wanted = select(Poll.poll_no).join(RollImport, RollImport.poll_id == Poll.id)
    return session.scalar(wanted.where(RollImport.id == list_id))
