"""Proposals: putting one forward, saying it anew, and taking it back."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from pb_app.actions import Action
from pb_app.models.localities import Outcome
from pb_app.models.proposals import CostItem, Proposal, ProposalRevision
from pb_app.models.rooms import Room
from pb_app.models.rounds import Round
from pb_app.queries.proposals import wording_of
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.stages import ProposalState, RoundStage
from pb_app.unit_of_work import UnitOfWork
from pb_app.wording import Wording

LONDON = ZoneInfo("Europe/London")
REVISABLE = frozenset({RoundStage.PROPOSALS, RoundStage.REVIEW})


def submit_proposal(uow: UnitOfWork, round_no: int, wording: Wording) -> Proposal:
    """Put a proposal forward in a round; its room is made with it.

    Refused: what `Wording.checked` refuses, an outcome of another plan, a title the same person has standing in this
    round already (Invalid); a round that is not taking proposals (Forbidden), or no longer by its date (Conflict).
    """
    said = wording.checked()
    with uow.begin(Action.SUBMIT_PROPOSAL) as change:
        round_ = change.permit(_round_locked(uow.session, round_no))
        _check_in_time(round_, change.at)
        _check_outcome(uow.session, round_, said)
        _check_new_title(uow.session, round_, uow.actor.person_id, said)
        made = Proposal(round=round_, author_id=uow.actor.person_id, submitted_at=change.at)
        _say(made, said)
        uow.session.add(made)
        uow.session.flush()
        uow.session.add(Room(proposal_no=made.proposal_no))
        change.record(made, round=round_no, proposal=made.proposal_no)
    return made


def revise_proposal(uow: UnitOfWork, proposal_no: int, revision: int, wording: Wording) -> Proposal:
    """Say a proposal anew; what it said before is kept. `revision` is the one that the author had before them.

    Refused: once it was reviewed (Forbidden), once the round has moved past the review or the proposal was revised
    meanwhile (Conflict). A revision that changes nothing changes nothing and is kept as none: Invalid.
    """
    said = wording.checked()
    with uow.begin(Action.REVISE_PROPOSAL) as change:
        found = change.permit(_locked(uow.session, proposal_no))
        _check_outcome(uow.session, found.round, said)
        _check_revisable(found, revision)
        before = wording_of(found)
        if not before.differing(said):
            raise Invalid(sentence("Nothing was changed. The proposal stands as it did."))
        uow.session.add(
            ProposalRevision(proposal_no=proposal_no, revision=found.revision, said=before.to_json(), until=change.at)
        )
        found.costs.clear()
        uow.session.flush()
        _say(found, said)
        found.revision += 1
        found.revised_at = change.at
        change.record(found, round=found.round_no, proposal=proposal_no, revision=found.revision)
    return found


def withdraw_proposal(uow: UnitOfWork, proposal_no: int) -> Proposal:
    """Take a proposal back before it is reviewed; it stays at its address and says so."""
    with uow.begin(Action.WITHDRAW_PROPOSAL) as change:
        found = change.permit(_locked(uow.session, proposal_no))
        found.state = ProposalState.WITHDRAWN
        change.record(found, round=found.round_no, proposal=proposal_no)
    return found


def _say(row: Proposal, said: Wording) -> None:
    row.title = said.title
    row.what_and_why = said.what_and_why
    row.place = said.place
    row.who_benefits = said.who_benefits
    row.outcome_id = said.outcome_id
    row.costs.extend(
        CostItem(line_no=number, item=line.item, pence=line.pence) for number, line in enumerate(said.costs, start=1)
    )


def _check_in_time(round_: Round, at: datetime) -> None:
    """The call lasts to the end of its last day, by London's clock."""
    if round_.proposals_until is not None and at.astimezone(LONDON).date() > round_.proposals_until:
        raise Conflict(sentence("The time for putting forward proposals in this round is over."))


def _check_outcome(session: Session, round_: Round, said: Wording) -> None:
    outcome = session.get(Outcome, said.outcome_id)
    if outcome is None or outcome.partnership_id != round_.locality.partnership_id:
        raise Invalid(sentence("Choose the outcome that your proposal serves most"), field="outcome_id")


def _check_new_title(session: Session, round_: Round, author_id: int | None, said: Wording) -> None:
    """A button pressed twice must not make two proposals."""
    twin = select(Proposal.proposal_no).where(
        Proposal.round_no == round_.round_no,
        Proposal.author_id == author_id,
        Proposal.title == said.title,
        Proposal.state != ProposalState.WITHDRAWN,
    )
    if session.scalar(twin.limit(1)) is not None:
        raise Invalid(sentence("You have put forward a proposal with this title already."), field="title")


def _check_revisable(found: Proposal, revision: int) -> None:
    if found.round.stage not in REVISABLE:
        raise Conflict(sentence("The round has moved on, so this proposal can no longer be changed."))
    if found.revision != revision:
        raise Conflict(sentence("This proposal was changed meanwhile. Open it again to see how it stands."))


def _round_locked(session: Session, round_no: int) -> Round:
    """The round, locked; a draft is as good as absent to those who put proposals forward."""
    found = session.scalar(
        select(Round)
        .where(Round.round_no == round_no)
        .options(selectinload(Round.locality), selectinload(Round.forum))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None or not found.is_public:
        raise NotVisible(sentence("There is no such round."))
    return found


def _locked(session: Session, proposal_no: int) -> Proposal:
    found = session.scalar(
        select(Proposal)
        .where(Proposal.proposal_no == proposal_no)
        .options(joinedload(Proposal.round).joinedload(Round.locality), selectinload(Proposal.costs))
        .with_for_update(of=Proposal)
        .execution_options(populate_existing=True)
    )
    if found is None or not found.is_public:
        raise NotVisible(sentence("There is no such proposal."))
    return found
