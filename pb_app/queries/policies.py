"""The rules of talking together: the version that holds, and the earlier ones."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from pb_app.models.moderation import RoomPolicy


def policy_of(session: Session, partnership_id: int) -> RoomPolicy | None:
    """The version that holds, with its rules; None before the first was published."""
    return session.scalars(_whole(partnership_id).order_by(RoomPolicy.version.desc()).limit(1)).first()


def policy_at(session: Session, partnership_id: int, version: int) -> RoomPolicy | None:
    """A version, with its rules."""
    return session.scalars(_whole(partnership_id).where(RoomPolicy.version == version)).one_or_none()


def policies_of(session: Session, partnership_id: int) -> Sequence[RoomPolicy]:
    """Every version, the latest first."""
    return session.scalars(_whole(partnership_id).order_by(RoomPolicy.version.desc())).all()


def words_of(session: Session, partnership_id: int) -> list[str]:
    """The words that a partnership asks about before they are posted."""
    wanted = select(RoomPolicy.words).where(RoomPolicy.partnership_id == partnership_id)
    return (session.scalar(wanted.order_by(RoomPolicy.version.desc()).limit(1)) or "").split()


def _whole(partnership_id: int) -> Select[RoomPolicy]:
    return select(RoomPolicy).where(RoomPolicy.partnership_id == partnership_id).options(selectinload(RoomPolicy.rules))
