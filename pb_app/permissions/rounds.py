"""Rounds, the proposals in them, and changes that others suggest to those. Pure."""

from pb_app.actions import Action
from pb_app.conditions import AMENDER, AUTHOR, OTHER_THAN_AUTHOR, PROPOSER
from pb_app.permissions.rows import OFFICER, RESIDENT, Logged, Row, facts
from pb_app.stages import AmendmentState, ProposalState, RoundStage

ROWS: dict[Action, Row] = {
    Action.CREATE_ROUND: Row(OFFICER, facts("round locality forum")),
    Action.STATE_SCOPE: Row(
        OFFICER, facts("round"), stages=frozenset({RoundStage.DRAFT, RoundStage.PROPOSALS, RoundStage.REVIEW})
    ),
    Action.MOVE_ROUND: Row(OFFICER, facts("round stage")),
    Action.SUBMIT_PROPOSAL: Row(RESIDENT, facts("round proposal"), stages=frozenset({RoundStage.PROPOSALS})),
    Action.REVISE_PROPOSAL: Row(
        RESIDENT, facts("round proposal revision"), stages=frozenset({ProposalState.SUBMITTED}), also=(AUTHOR,)
    ),
    Action.WITHDRAW_PROPOSAL: Row(
        RESIDENT, facts("round proposal"), stages=frozenset({ProposalState.SUBMITTED}), also=(AUTHOR,)
    ),
    # What was reviewed already answers that it was (a conflict), so these two rows name no stage.
    Action.ACCEPT_PROPOSAL: Row(OFFICER, facts("round proposal project pence"), also=(OTHER_THAN_AUTHOR,)),
    Action.REFUSE_PROPOSAL: Row(OFFICER, facts("round proposal"), also=(OTHER_THAN_AUTHOR,), private=facts("reason")),
    Action.DRAFT_AMENDMENT: Row(RESIDENT, stages=frozenset({ProposalState.SUBMITTED}), logged=Logged.NOT_A_CHANGE),
    Action.PROPOSE_AMENDMENT: Row(
        RESIDENT, facts("proposal amendment cited"), stages=frozenset({AmendmentState.DRAFT}), also=(AMENDER,)
    ),
    Action.ACCEPT_AMENDMENT: Row(
        RESIDENT, facts("proposal amendment revision"), stages=frozenset({AmendmentState.EVALUATING}), also=(PROPOSER,)
    ),
    Action.REJECT_AMENDMENT: Row(
        RESIDENT,
        facts("proposal amendment"),
        stages=frozenset({AmendmentState.EVALUATING}),
        also=(PROPOSER,),
        private=facts("reason"),
    ),
    Action.WITHDRAW_AMENDMENT: Row(
        RESIDENT, facts("proposal amendment"), stages=frozenset({AmendmentState.EVALUATING}), also=(AMENDER,)
    ),
    Action.PROMOTE_AMENDMENT: Row(
        RESIDENT, facts("proposal amendment became"), stages=frozenset({AmendmentState.REJECTED}), also=(AMENDER,)
    ),
}
