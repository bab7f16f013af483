"""The extensions of a poll's hours: those proposed and those approved."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from pb_app.models.polls import Poll, PollExtension
from pb_app.models.rounds import Round


def poll_no_of(session: Session, extension_id: int) -> int | None:
    """The number of the poll that an extension is proposed for."""
    return session.scalar(select(PollExtension.poll_no).where(PollExtension.id == extension_id))


def extension(session: Session, extension_id: int) -> PollExtension:
    """The extension with its poll, as it stands now. Raises NoResultFound where there is none."""
    to_round = joinedload(PollExtension.poll).joinedload(Poll.round)
    wanted = select(PollExtension).where(PollExtension.id == extension_id)
    return session.scalars(wanted.options(to_round.joinedload(Round.locality))).one()


def extensions_of(session: Session, poll_no: int) -> Sequence[PollExtension]:
    """What was proposed for a poll, the first first."""
    wanted = select(PollExtension).where(PollExtension.poll_no == poll_no).order_by(PollExtension.id)
    return session.scalars(wanted.execution_options(populate_existing=True)).all()


def approved_of(session: Session, poll_no: int) -> Sequence[PollExtension]:
    """The extensions of a poll that were approved, the first first."""
    return [one for one in extensions_of(session, poll_no) if one.approved_by is not None]
