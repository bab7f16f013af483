"""Proposals: putting one forward, saying it anew, and taking it back."""

from pb_app.actions import Action
from pb_app.models.proposals import Proposal
from pb_app.proposing import (
    check_outcome,
    check_revisable,
    cited_in,
    locked_proposal,
    locked_round,
    put_forward,
    say_anew,
)
from pb_app.stages import ProposalState
from pb_app.unit_of_work import UnitOfWork
from pb_app.wording import Wording


def submit_proposal(uow: UnitOfWork, round_no: int, wording: Wording) -> Proposal:
    """Put a proposal forward in a round; its room is made with it.

    Refused: what `Wording.checked` refuses, an outcome of another plan, a title the same person has standing in this
    round already (Invalid); a round that is not taking proposals (Forbidden), or no longer by its date (Conflict).
    """
    said = wording.checked()
    with uow.begin(Action.SUBMIT_PROPOSAL) as change:
        round_ = change.permit(locked_round(uow.session, round_no))
        made = put_forward(uow.session, round_, uow.actor.person_id, said, change.at)
        change.record(made, round=round_no, proposal=made.proposal_no)
    return made


def revise_proposal(
    uow: UnitOfWork, proposal_no: int, revision: int, wording: Wording, cited: tuple[int, ...] = ()
) -> Proposal:
    """Say a proposal anew; what it said before is kept. `revision` is the one that the author had before them.

    `cited` are the messages of its room that moved the author. Refused: once it was reviewed (Forbidden), once the
    round has moved past the review or the proposal was revised meanwhile (Conflict), a message that cannot be read
    there (Invalid). A revision that changes nothing changes nothing and is kept as none: Invalid.
    """
    said = wording.checked()
    with uow.begin(Action.REVISE_PROPOSAL) as change:
        found = change.permit(locked_proposal(uow.session, proposal_no))
        check_outcome(uow.session, found.round, said)
        check_revisable(found, revision)
        moved_by = cited_in(uow.session, proposal_no, cited)
        say_anew(uow.session, found, said, change.at, moved_by)
        change.record(found, round=found.round_no, proposal=proposal_no, revision=found.revision)
    return found


def withdraw_proposal(uow: UnitOfWork, proposal_no: int) -> Proposal:
    """Take a proposal back before it is reviewed; it stays at its address and says so."""
    with uow.begin(Action.WITHDRAW_PROPOSAL) as change:
        found = change.permit(locked_proposal(uow.session, proposal_no))
        found.state = ProposalState.WITHDRAWN
        change.record(found, round=found.round_no, proposal=proposal_no)
    return found
