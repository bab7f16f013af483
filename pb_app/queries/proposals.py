"""Proposals as pages show them: one with everything, those of a round, those of a person, and what was revised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from pb_app.models.localities import Locality, Outcome
from pb_app.models.proposals import Project, Proposal, ProposalRevision
from pb_app.models.rounds import Round
from pb_app.proposing import wording_of
from pb_app.roles import Actor, Role
from pb_app.wording import Wording


@dataclass(frozen=True, slots=True)
class Step:
    """One revision of a proposal: what it said before and after, which fields differ, and which messages moved it."""

    revision: int
    at: datetime
    before: Wording
    after: Wording
    changed: tuple[str, ...]
    cited: tuple[int, ...]


def proposal_by_no(session: Session, proposal_no: int) -> Proposal | None:
    """The proposal with its round, locality, partnership, forum, author, outcome, costs and review."""
    return session.scalar(select(Proposal).where(Proposal.proposal_no == proposal_no).options(*_whole()))


def visible_proposal(session: Session, actor: Actor, proposal_no: int) -> Proposal | None:
    """The proposal, if it is public or the actor runs its round."""
    found = proposal_by_no(session, proposal_no)
    return found if found and (found.is_public or actor.holds(Role.OFFICER, found.scope)) else None


def proposals_of(session: Session, round_no: int) -> Sequence[Proposal]:
    """The proposals of a round, with their costs, outcomes, authors and reviews; in the order they came."""
    return session.scalars(
        select(Proposal).where(Proposal.round_no == round_no).options(*_whole()).order_by(Proposal.proposal_no)
    ).all()


def proposals_by(session: Session, person_id: int) -> Sequence[Proposal]:
    """The proposals of a person, newest first."""
    return session.scalars(
        select(Proposal).where(Proposal.author_id == person_id).options(*_whole()).order_by(Proposal.proposal_no.desc())
    ).all()


def project_of(session: Session, proposal_no: int) -> Project | None:
    """The project that the proposal became on the ballot paper, if it did."""
    return session.scalar(select(Project).where(Project.proposal_no == proposal_no))


def revisions_of(session: Session, proposal: Proposal) -> Sequence[Step]:
    """What each revision of a proposal changed, newest first."""
    rows = session.scalars(
        select(ProposalRevision)
        .where(ProposalRevision.proposal_no == proposal.proposal_no)
        .order_by(ProposalRevision.revision)
    ).all()
    said = [*(Wording.from_json(row.said) for row in rows), wording_of(proposal)]
    steps = [
        Step(row.revision + 1, row.until, before, after, before.differing(after), row.cited)
        for row, (before, after) in zip(rows, pairwise(said), strict=True)
    ]
    return steps[::-1]


def outcome_titles(session: Session, partnership_id: int) -> dict[int, str]:
    """The titles of a partnership's outcomes by id."""
    rows = session.execute(select(Outcome.id, Outcome.title).where(Outcome.partnership_id == partnership_id))
    return {row[0]: row[1] for row in rows}


def _whole() -> tuple[ORMOption, ...]:
    round_ = joinedload(Proposal.round)
    return (
        round_.joinedload(Round.locality).joinedload(Locality.partnership),
        round_.joinedload(Round.forum),
        joinedload(Proposal.author),
        joinedload(Proposal.outcome),
        selectinload(Proposal.costs),
        joinedload(Proposal.review),
    )
