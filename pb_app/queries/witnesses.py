"""Witnesses as pages and use cases read them: who they are, what they cosigned, and whether that is enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from pb_app.models.log import LogCheckpoint
from pb_app.models.partnerships import Partner, PartnerKind
from pb_app.models.witnesses import Cosignature, Witness

MOST_SHOWN = 14
"""How many cosignatures are told with a checkpoint: a note has 16 signatures at most, and two may be the log's."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A partner whose witness signed that it saw the log with an entry in it, and when it did so first."""

    partner: Partner
    at: datetime

    @property
    def is_council(self) -> bool:
        """Whether it is the council's own, which no quorum counts."""
        return self.partner.kind is PartnerKind.COUNCIL


def witnesses_of(session: Session, partnership_id: int) -> Sequence[Witness]:
    """The witnesses of a partnership with their partners, those in use first, then in the order they were added."""
    wanted = select(Witness).where(Witness.partnership_id == partnership_id).options(joinedload(Witness.partner))
    return session.scalars(wanted.order_by(Witness.retired_at.is_not(None), Witness.id)).all()


def witness_of(session: Session, partnership_id: int, witness_id: int) -> Witness | None:
    """One witness of a partnership, with its partner."""
    wanted = select(Witness).where(Witness.partnership_id == partnership_id, Witness.id == witness_id)
    return session.scalar(wanted.options(joinedload(Witness.partner)))


def witnesses_in_use(session: Session) -> Sequence[Witness]:
    """Every witness that is not retired, of whatever partnership."""
    return session.scalars(select(Witness).where(Witness.retired_at.is_(None)).order_by(Witness.id)).all()


def cosigned_size(session: Session, witness_id: int) -> int:
    """The largest checkpoint of which a witness's cosignature is kept; nought before the first."""
    return session.scalar(select(func.max(Cosignature.size)).where(Cosignature.witness_id == witness_id)) or 0


def cosignatures_on(session: Session, size: int) -> Sequence[str]:
    """The cosignature lines of one checkpoint, each key's once, in the order in which witnesses were added."""
    wanted = select(Witness.vkey, Cosignature.line).join(Cosignature, Cosignature.witness_id == Witness.id)
    rows = session.execute(wanted.where(Cosignature.size == size).order_by(Witness.id))
    return list({row.vkey: row.line for row in rows}.values())[:MOST_SHOWN]


def newest_checkpoints(session: Session, most: int) -> Sequence[LogCheckpoint]:
    """The checkpoints signed last, the newest first."""
    return session.scalars(select(LogCheckpoint).order_by(LogCheckpoint.size.desc()).limit(most)).all()


def seen_by(session: Session, partnership_id: int, index: int | None) -> list[Seen]:
    """The partners whose witnesses saw the log with this entry in it, by name; none for an entry without a place."""
    if index is None:
        return []
    first = (
        select(Witness.partner_id, func.min(Cosignature.at).label("at"))
        .join(Cosignature, Cosignature.witness_id == Witness.id)
        .where(Witness.partnership_id == partnership_id, Cosignature.size > index)
        .group_by(Witness.partner_id)
        .subquery()
    )
    rows = session.execute(select(Partner, first.c.at).join(first, first.c.partner_id == Partner.id))
    return sorted((Seen(*row) for row in rows), key=lambda one: (one.partner.name, one.partner.id))


def counted(seen: Sequence[Seen]) -> int:
    """How many of them a quorum counts: each partner once, the council never."""
    return sum(1 for one in seen if not one.is_council)
