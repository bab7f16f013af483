"""Changes to a proposal that others suggest: drafted, put to its author, taken up or not, taken back, made its own."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from pb_app.actions import Action
from pb_app.models.amendments import Amendment
from pb_app.models.proposals import Proposal
from pb_app.models.rounds import Round
from pb_app.proposing import (
    check_outcome,
    check_revisable,
    check_round_open,
    cited_in,
    locked_proposal,
    locked_round,
    put_forward,
    say_anew,
    wording_of,
)
from pb_app.queries.amendments import draft_of, version_of
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.stages import AmendmentState, ProposalState, RoundStage
from pb_app.unit_of_work import UnitOfWork
from pb_app.wording import TITLE_LENGTH, Wording, many_lines, one_line

WHY_LENGTH = 1_000
REASON_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class Suggested:
    """A change as somebody writes it: the version they had before them, how it would read, why, and what moved them."""

    revision: int
    said: Wording
    why: str
    cited: tuple[int, ...] = ()


def draft_amendment(uow: UnitOfWork, proposal_no: int, suggested: Suggested) -> Amendment:
    """Keep a change that somebody is still writing, in place of their earlier draft on the same proposal.

    Nobody else reads it. Refused: a proposal that was reviewed (Forbidden), a round past its review or a proposal
    revised meanwhile (Conflict); nothing changed, no reason, a message that cannot be read (Invalid).
    """
    said = suggested.said.checked()
    why = many_lines("why", suggested.why, WHY_LENGTH, sentence("Say why it should be changed"))
    with uow.begin(Action.DRAFT_AMENDMENT) as change:
        found = change.permit(locked_proposal(uow.session, proposal_no))
        check_outcome(uow.session, found.round, said)
        check_revisable(found, suggested.revision)
        if not wording_of(found).differing(said):
            raise Invalid(sentence("Nothing was changed. Say what should read differently."))
        draft = draft_of(uow.session, proposal_no, uow.actor.person_id)
        if draft is None:
            draft = Amendment(proposal=found, author_id=uow.actor.person_id)
            uow.session.add(draft)
        draft.revision, draft.said, draft.why = found.revision, said.to_json(), why
        draft.cited = cited_in(uow.session, proposal_no, suggested.cited)
        draft.written_at = change.at
    return draft


def propose_amendment(uow: UnitOfWork, amendment_id: int) -> Amendment:
    """Put a drafted change to the author of the proposal, for everybody to read."""
    with uow.begin(Action.PROPOSE_AMENDMENT) as change:
        found = change.permit(_locked(uow, amendment_id))
        _check_undecided(found.proposal)
        found.state = AmendmentState.EVALUATING
        found.proposed_at = change.at
        told = " ".join(str(seq) for seq in found.cited)
        change.record(found, proposal=found.proposal_no, amendment=amendment_id, cited=told)
    return found


def accept_amendment(uow: UnitOfWork, amendment_id: int) -> Amendment:
    """Take a change up: the proposal is said anew with it. Raises Conflict where both changed the same words."""
    with uow.begin(Action.ACCEPT_AMENDMENT) as change:
        found = change.permit(_locked(uow, amendment_id))
        proposal = found.proposal
        _check_undecided(proposal)
        base = version_of(uow.session, proposal, found.revision)
        said = Wording.from_json(found.said).carried_over(base, wording_of(proposal))
        say_anew(uow.session, proposal, said, change.at, found.cited)
        found.state, found.decided_at = AmendmentState.ACCEPTED, change.at
        found.became_revision = proposal.revision
        change.record(found, proposal=proposal.proposal_no, amendment=amendment_id, revision=proposal.revision)
    return found


def reject_amendment(uow: UnitOfWork, amendment_id: int, reason: str) -> Amendment:
    """Say no to a change, with a reason that is published beside it."""
    told = many_lines("reason", reason, REASON_LENGTH, sentence("Give the reason. It is published with the change."))
    with uow.begin(Action.REJECT_AMENDMENT) as change:
        found = change.permit(_locked(uow, amendment_id))
        found.state, found.decided_at, found.reason = AmendmentState.REJECTED, change.at, told
        change.record(found, proposal=found.proposal_no, amendment=amendment_id, private={"reason": told})
    return found


def withdraw_amendment(uow: UnitOfWork, amendment_id: int) -> Amendment:
    """Take a suggested change back before its author has decided; it stays at its address and says so."""
    with uow.begin(Action.WITHDRAW_AMENDMENT) as change:
        found = change.permit(_locked(uow, amendment_id))
        found.state, found.decided_at = AmendmentState.WITHDRAWN, change.at
        change.record(found, proposal=found.proposal_no, amendment=amendment_id)
    return found


def promote_amendment(uow: UnitOfWork, amendment_id: int, title: str) -> Proposal:
    """Make a change that was not taken up a proposal of its own, under another title; where it came from is kept.

    Refused: a round that takes no proposals any more (Conflict), what `submit_proposal` refuses (Invalid).
    """
    named = one_line("title", title, TITLE_LENGTH, sentence("Enter a title"))
    with uow.begin(Action.PROMOTE_AMENDMENT) as change:
        round_ = locked_round(uow.session, _round_of(uow.session, amendment_id))
        found = change.permit(_locked(uow, amendment_id))
        if round_.stage is not RoundStage.PROPOSALS:
            raise Conflict(sentence("This round takes no proposals any more."))
        said = replace(Wording.from_json(found.said), title=named)
        made = put_forward(uow.session, round_, uow.actor.person_id, said, change.at)
        found.state, found.became_no = AmendmentState.PROMOTED, made.proposal_no
        change.record(found, proposal=found.proposal_no, amendment=amendment_id, became=made.proposal_no)
    return made


def _check_undecided(proposal: Proposal) -> None:
    if proposal.state is not ProposalState.SUBMITTED:
        raise Conflict(sentence("The proposal has been decided on or withdrawn, so it can no longer be changed."))
    check_round_open(proposal)


def _round_of(session: Session, amendment_id: int) -> int:
    wanted = select(Proposal.round_no).join(Amendment, Amendment.proposal_no == Proposal.proposal_no)
    round_no = session.scalar(wanted.where(Amendment.id == amendment_id))
    if round_no is None:
        raise NotVisible(sentence("There is no such change."))
    return round_no


def _locked(uow: UnitOfWork, amendment_id: int) -> Amendment:
    """The change, locked after its proposal; a draft is there for whoever writes it only."""
    session = uow.session
    proposal_no = session.scalar(select(Amendment.proposal_no).where(Amendment.id == amendment_id))
    if proposal_no is None:
        raise NotVisible(sentence("There is no such change."))
    locked_proposal(session, proposal_no)
    proposal = joinedload(Amendment.proposal)
    found = session.scalars(
        select(Amendment)
        .where(Amendment.id == amendment_id)
        .options(proposal.joinedload(Proposal.round).joinedload(Round.locality), proposal.selectinload(Proposal.costs))
        .with_for_update(of=Amendment)
        .execution_options(populate_existing=True)
    ).one()
    if found.state is AmendmentState.DRAFT and found.author_id != uow.actor.person_id:
        raise NotVisible(sentence("There is no such change."))
    return found
