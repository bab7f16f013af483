"""Looking a ballot up by the tracking code of its receipt, before the close and after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from pb_app import box
from pb_app.models.box import box_ballot, box_inbox, box_voided
from pb_app.models.polls import Poll
from pb_app.queries import papers
from pb_app.receipts import Channel
from pb_app.stages import PollState


class Whereabouts(StrEnum):
    """What can be said of a tracking code."""

    PROMISED = "promised"
    IN_BOX = "in the box"
    REPLACED = "replaced"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found under a code: where it is, the whole hash and the reason why it was taken out, if it was."""

    where: Whereabouts
    c: bytes = b""
    reason: str = ""


def found_under(session: Session, poll: Poll, beginning: bytes) -> Found:
    """What there is under the first ten bytes of a hash.

    Before the close nothing is said but that such a ballot was received: neither whether it was mixed yet, which would
    tell of when it came, nor whether it was replaced since, which would tell whoever asked for the code under pressure.
    """
    if poll.state is PollState.OPEN:
        held = [_begins(session, poll, table, beginning) for table in (box_inbox, box_ballot, box_voided)]
        return Found(Whereabouts.PROMISED if any(held) else Whereabouts.ABSENT)
    c = _begins(session, poll, box_ballot, beginning)
    if c:
        return Found(Whereabouts.IN_BOX, c)
    voided = _begins(session, poll, box_voided, beginning)
    if not voided:
        return Found(Whereabouts.ABSENT)
    why = select(box_voided.c.reason).where(box_voided.c.poll_id == poll.id, box_voided.c.c == voided)
    return Found(Whereabouts.REPLACED, reason=session.execute(why).scalar_one())


def leaves_of(session: Session, poll: Poll) -> Sequence[bytes]:
    """The hashes whose root stands with the poll, ascending: without papers until those are reconciled."""
    if papers.awaits_reckoning(session, poll.id):
        return box.hashes_of(session, poll.id, but=Channel.PAPER)
    return box.hashes_of(session, poll.id)


def _begins(session: Session, poll: Poll, table: Table, beginning: bytes) -> bytes:
    """The first hash in a table that begins so; empty if there is none."""
    wanted = select(table.c.c).where(table.c.poll_id == poll.id, table.c.c >= beginning).order_by(table.c.c).limit(1)
    c = bytes(session.scalar(wanted) or b"")
    return c if c.startswith(beginning) else b""
