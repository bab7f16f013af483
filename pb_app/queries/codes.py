"""Voting codes as pages and use cases read them: batches with what became of them, and one code by its key."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb_app.models.codes import CodeBatch, VotingCode
from pb_app.models.polls import Poll, RollEntry, RollMark


@dataclass(frozen=True, slots=True)
class BatchCard:
    """A batch with the numbers on its letters, from first to last, and how many of its codes are void."""

    batch: CodeBatch
    first: int
    last: int
    void: int


def batches_of(session: Session, poll_id: UUID) -> list[BatchCard]:
    """The batches of a poll in their order. How many were used is nowhere told: it would be a live turn-out."""
    counted = (
        select(CodeBatch, func.min(VotingCode.serial), func.max(VotingCode.serial), func.count(VotingCode.voided_at))
        .join(VotingCode, VotingCode.batch_id == CodeBatch.id)
        .where(CodeBatch.poll_id == poll_id)
        .group_by(*CodeBatch.__table__.c)
        .order_by(CodeBatch.batch_no)
    )
    return [BatchCard(*row) for row in session.execute(counted)]


def poll_no_of_batch(session: Session, batch_id: int) -> int | None:
    """The number of the poll that a batch of codes belongs to."""
    wanted = select(Poll.poll_no).join(CodeBatch, CodeBatch.poll_id == Poll.id)
    return session.scalar(wanted.where(CodeBatch.id == batch_id))


def code_by_key(session: Session, poll_id: UUID, person_key: bytes) -> VotingCode | None:
    """The code whose holder has this key on the roll."""
    return session.get(VotingCode, (poll_id, person_key), populate_existing=True)


def last_numbers(session: Session, poll_id: UUID) -> tuple[int, int]:
    """The number of the newest batch of a poll, and the highest number on a letter; 0 where there is none."""
    of_batches = select(func.max(CodeBatch.batch_no)).where(CodeBatch.poll_id == poll_id)
    of_letters = select(func.max(VotingCode.serial)).where(VotingCode.poll_id == poll_id)
    return session.scalar(of_batches) or 0, session.scalar(of_letters) or 0


def live_codes(session: Session, batch_id: int, serial: int | None = None) -> Sequence[VotingCode]:
    """The codes of a batch that are not void, by the number on their letters; with `serial` that one only."""
    wanted = select(VotingCode).where(VotingCode.batch_id == batch_id, VotingCode.voided_at.is_(None))
    if serial is not None:
        wanted = wanted.where(VotingCode.serial == serial)
    return session.scalars(wanted.order_by(VotingCode.serial).execution_options(populate_existing=True)).all()


def used_keys(session: Session, batch_id: int) -> set[bytes]:
    """The keys of a batch's codes that have voted. For voiding only."""
    voted = (
        select(VotingCode.person_key)
        .join(RollEntry, (RollEntry.poll_id == VotingCode.poll_id) & (RollEntry.person_key == VotingCode.person_key))
        .join(RollMark, (RollMark.poll_id == RollEntry.poll_id) & (RollMark.roll_no == RollEntry.roll_no))
        .where(VotingCode.batch_id == batch_id)
    )
    return {bytes(key) for key in session.scalars(voted)}
