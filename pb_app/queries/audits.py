"""What auditors read: the decisions in the log, the results to trace, and what was checked already."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from pb_app.actions import Action
from pb_app.audit.sampling import drawn
from pb_app.models.audits import AuditCheck
from pb_app.models.localities import Locality
from pb_app.models.log import LogCheckpoint, LogLeaf
from pb_app.models.polls import Poll
from pb_app.models.rounds import Round
from pb_app.queries.log import LogEntry, log_entry
from pb_app.queries.log_filters import of_types
from pb_app.roles import Actor, Role
from pb_app.stages import PollState

DECISIONS = (
    Action.GRANT_ROLE,
    Action.REVOKE_ROLE,
    Action.ACCEPT_PROPOSAL,
    Action.REFUSE_PROPOSAL,
    Action.HIDE_MESSAGE,
    Action.FREEZE_POLL,
    Action.OPEN_POLL,
    Action.EXTEND_POLL,
    Action.CLOSE_POLL,
    Action.SETTLE_BATCH,
    Action.CONFIRM_EXPLANATION,
    Action.CONFIRM_KIOSK_ASIDE,
    Action.RECORD_COUNT,
    Action.ACKNOWLEDGE_PRIVACY,
    Action.PUBLISH_RESULT,
    Action.ADOPT_RESULT,
    Action.POST_AWARDS,
    Action.POST_MOVEMENT,
    Action.REFUSE_MOVEMENT,
)
"""What people who run rounds decide: the entries that a sample is drawn from."""


def decision_indices(session: Session, size: int) -> Sequence[int]:
    """Where the decisions stand among the first `size` entries of the log."""
    is_one = or_(*(LogLeaf.body.contains(f'"t":"{one.value}"', autoescape=True) for one in DECISIONS))
    return session.scalars(select(LogLeaf.idx).where(LogLeaf.idx < size, is_one).order_by(LogLeaf.idx)).all()


def decision_at(session: Session, index: int) -> LogEntry | None:
    """The decision at this place of the log; None if there is none."""
    found = log_entry(session, index)
    return found if found is not None and found.event in DECISIONS else None


def sample(session: Session, checkpoint: LogCheckpoint, words: str, many: int) -> list[LogEntry]:
    """So many of the decisions that a checkpoint signed, drawn by these words and its root."""
    chosen = drawn(decision_indices(session, checkpoint.size), words, checkpoint.root, many)
    return [entry for index in chosen if (entry := log_entry(session, index)) is not None]


def checkpoint_of(session: Session, size: int) -> LogCheckpoint | None:
    """The checkpoint that signed so many entries, if there is one."""
    return session.get(LogCheckpoint, size)


def polls_to_trace(session: Session, actor: Actor) -> list[Poll]:
    """The published results within an auditor's reach, newest first."""
    place = joinedload(Poll.round).joinedload(Round.locality).joinedload(Locality.partnership)
    wanted = select(Poll).where(Poll.state == PollState.PUBLISHED).options(place).order_by(Poll.poll_no.desc())
    return [poll for poll in session.scalars(wanted) if actor.holds(Role.AUDITOR, poll.scope)]


def checks(session: Session, entries: Sequence[int] | None = None) -> Sequence[AuditCheck]:
    """What was checked, newest first: everything, or what is about these entries."""
    wanted = select(AuditCheck).order_by(AuditCheck.id.desc())
    return session.scalars(wanted if entries is None else wanted.where(AuditCheck.entry.in_(entries))).all()


def looks(session: Session) -> int:
    """How many looks of auditors the log tells of."""
    told = of_types([Action.RECORD_LOOK.value]).subquery()
    return session.scalar(select(func.count()).select_from(told)) or 0
