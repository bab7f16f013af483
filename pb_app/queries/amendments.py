"""Suggested changes as pages show them: one, those of a proposal, a person's draft, and what a proposal said then."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from pb_app.models.amendments import Amendment
from pb_app.models.localities import Locality
from pb_app.models.proposals import Proposal, ProposalRevision
from pb_app.models.rounds import Round
from pb_app.proposing import wording_of
from pb_app.roles import Actor
from pb_app.stages import AmendmentState
from pb_app.wording import Wording


def visible_amendment(session: Session, actor: Actor, amendment_id: int) -> Amendment | None:
    """The change with its proposal and author, if it is public or the reader is writing it."""
    found = session.scalar(select(Amendment).where(Amendment.id == amendment_id).options(*_whole()))
    is_shown = (
        found is not None and found.proposal.is_public and (found.is_public or found.author_id == actor.person_id)
    )
    return found if is_shown else None


def amendments_of(session: Session, proposal_no: int) -> Sequence[Amendment]:
    """The changes that were put to a proposal's author, newest first."""
    wanted = select(Amendment).where(Amendment.proposal_no == proposal_no, Amendment.state != AmendmentState.DRAFT)
    return session.scalars(wanted.options(joinedload(Amendment.author)).order_by(Amendment.id.desc())).all()


def draft_of(session: Session, proposal_no: int, person_id: int | None) -> Amendment | None:
    """What a person is writing on a proposal and has not put to its author yet."""
    return session.scalar(
        select(Amendment).where(
            Amendment.proposal_no == proposal_no,
            Amendment.author_id == person_id,
            Amendment.state == AmendmentState.DRAFT,
        )
    )


def came_from(session: Session, proposal_no: int) -> Amendment | None:
    """The change to another proposal that became this one, if it did; with that other proposal."""
    return session.scalar(
        select(Amendment).where(Amendment.became_no == proposal_no).options(joinedload(Amendment.proposal))
    )


def taken_up(session: Session, proposal_no: int) -> dict[int, Amendment]:
    """The changes that became versions of a proposal, by the number of the version; with their authors."""
    wanted = select(Amendment).where(Amendment.proposal_no == proposal_no, Amendment.became_revision.is_not(None))
    found = session.scalars(wanted.options(joinedload(Amendment.author)))
    return {one.became_revision or 0: one for one in found}


def version_of(session: Session, proposal: Proposal, revision: int) -> Wording:
    """What a proposal said in one of its versions."""
    kept = session.get(ProposalRevision, (proposal.proposal_no, revision))
    return wording_of(proposal) if kept is None else Wording.from_json(kept.said)


def _whole() -> tuple[ORMOption, ...]:
    proposal = joinedload(Amendment.proposal)
    round_ = proposal.joinedload(Proposal.round)
    return (
        joinedload(Amendment.author),
        proposal.selectinload(Proposal.costs),
        round_.joinedload(Round.locality).joinedload(Locality.partnership),
        round_.joinedload(Round.forum),
    )
