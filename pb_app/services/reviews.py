"""Reviews: an officer checks a proposal, states a cost and a reason, and puts it on the paper or says no."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from pb_app.actions import Action
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project, Proposal, Review
from pb_app.models.rounds import Round
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.stages import PollState, ProposalState, RoundStage
from pb_app.unit_of_work import Change, UnitOfWork
from pb_app.wording import many_lines, within_reach

REASON_LENGTH = 2_000
SUMMARY_LENGTH = 300
REVIEWING = frozenset({RoundStage.PROPOSALS, RoundStage.REVIEW})
REF = re.compile(r"P(\d+)")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read before it was decided: a proposal, in this revision of its words."""

    proposal_no: int
    revision: int


def accept_proposal(uow: UnitOfWork, read: Checked, stated_cost: int, reason: str, least: int | None = None) -> Project:
    """Put a proposal on the ballot paper at the cost that the officer states, in pence, with a reason for it.

    `least` is the smallest part of that cost which would still be of use; without it the project is funded whole or
    not at all.

    Refused with Conflict: reviewed already, withdrawn or revised meanwhile; a round past its review, or one whose
    poll's rules are fixed, for a project must not appear on a fixed paper. Invalid: no reason, no cost, or a least
    part that is nought or more than the cost.
    """
    if type(stated_cost) is not int or stated_cost <= 0:
        raise Invalid(sentence("State a cost of more than nought"), field="stated_cost")
    within_reach(stated_cost, "stated_cost")
    if least is not None and not 0 < least <= stated_cost:
        raise Invalid(sentence("State a part of more than nought and no more than the cost"), field="least")
    told = _reason(reason)
    with uow.begin(Action.ACCEPT_PROPOSAL) as change:
        found = _reviewable(uow.session, change, read)
        project = Project(
            round_no=found.round_no,
            ref=_next_ref(uow.session, found.round_no),
            proposal_no=found.proposal_no,
            outcome_id=found.outcome_id,
            title=found.title,
            summary=first_words(found.what_and_why),
            cost=stated_cost,
            least=least,
        )
        found.state = ProposalState.ACCEPTED
        uow.session.add_all([project, _review(uow, change, read, told, stated_cost)])
        uow.session.flush()
        change.record(found, round=found.round_no, proposal=found.proposal_no, project=project.id, pence=stated_cost)
    return project


def refuse_proposal(uow: UnitOfWork, read: Checked, reason: str) -> Review:
    """Say no to a proposal, with a reason that is published beside it. Refused as `accept_proposal` is."""
    told = _reason(reason)
    with uow.begin(Action.REFUSE_PROPOSAL) as change:
        found = _reviewable(uow.session, change, read)
        found.state = ProposalState.REFUSED
        review = _review(uow, change, read, told, None)
        uow.session.add(review)
        change.record(found, round=found.round_no, proposal=found.proposal_no, private={"reason": told})
    return review


def first_words(text: str) -> str:
    """What the ballot paper says of a proposal: its first paragraph, cut after a whole word where it is long."""
    paragraph = " ".join(text.strip().split("\n\n")[0].split())
    if len(paragraph) <= SUMMARY_LENGTH:
        return paragraph
    cut = paragraph[:SUMMARY_LENGTH]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def _reason(reason: str) -> str:
    return many_lines("reason", reason, REASON_LENGTH, sentence("Give the reason. It is published with the proposal."))


def _review(uow: UnitOfWork, change: Change, read: Checked, reason: str, stated_cost: int | None) -> Review:
    return Review(
        proposal_no=read.proposal_no,
        accepted=stated_cost is not None,
        stated_cost=stated_cost,
        reason=reason,
        reviewed_by=uow.actor.person_id,
        reviewed_at=change.at,
    )


def _reviewable(session: Session, change: Change, read: Checked) -> Proposal:
    """The proposal, locked after its round and its round's poll, if the officer may and can still decide on it."""
    round_no = session.scalar(select(Proposal.round_no).where(Proposal.proposal_no == read.proposal_no))
    if round_no is None:
        raise NotVisible(sentence("There is no such proposal."))
    round_ = session.scalars(
        select(Round)
        .where(Round.round_no == round_no)
        .options(selectinload(Round.locality))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    poll_state = session.scalar(select(Poll.state).where(Poll.round_no == round_no).with_for_update())
    found = change.permit(_locked(session, read.proposal_no))
    _check_round(round_, poll_state)
    _check_state(found, read.revision)
    return found


def _check_round(round_: Round, poll_state: PollState | None) -> None:
    if poll_state not in {None, PollState.DRAFT}:
        raise Conflict(sentence("The ballot paper of this round is fixed, so nothing can be put on it or refused."))
    if round_.stage not in REVIEWING:
        raise Conflict(sentence("Proposals are reviewed before the vote. This round is at another stage."))


def _check_state(found: Proposal, revision: int) -> None:
    if found.state is ProposalState.WITHDRAWN:
        raise Conflict(sentence("This proposal was withdrawn by its author."))
    if found.state is not ProposalState.SUBMITTED:
        raise Conflict(sentence("Somebody has decided on this proposal already. Look at it again."))
    if found.revision != revision:
        raise Conflict(sentence("The author has changed this proposal meanwhile. Read it again before you decide."))


def _locked(session: Session, proposal_no: int) -> Proposal:
    return session.scalars(
        select(Proposal)
        .where(Proposal.proposal_no == proposal_no)
        .options(joinedload(Proposal.round).joinedload(Round.locality))
        .with_for_update(of=Proposal)
        .execution_options(populate_existing=True)
    ).one()


def _next_ref(session: Session, round_no: int) -> str:
    """The reference after the highest one on the round's paper: P01, P02 … The round's lock is held."""
    refs = session.scalars(select(Project.ref).where(Project.round_no == round_no)).all()
    taken = [int(found[1]) for ref in refs if (found := REF.fullmatch(ref))]
    return f"P{max(taken, default=0) + 1:02d}"
