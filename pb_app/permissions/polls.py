"""A poll from its draft to its close, online and by code. Pure."""

from pb_app.actions import Action
from pb_app.conditions import (
    CONCERNED,
    OTHER_THAN_FREEZER,
    OTHER_THAN_OBJECTOR,
    OTHER_THAN_PROPOSER,
    OTHER_THAN_WITHDRAWER,
)
from pb_app.permissions.rows import OFFICER, RESIDENT, Logged, Row, facts, roles
from pb_app.roles import Role
from pb_app.stages import PollState

BEFORE_CLOSE = frozenset({PollState.FROZEN, PollState.OPEN})

ROWS: dict[Action, Row] = {
    Action.DRAFT_POLL: Row(OFFICER, facts("round poll_no")),
    Action.SET_ELIGIBILITY: Row(OFFICER, facts("round poll_no"), stages=frozenset({PollState.DRAFT})),
    Action.DRAFT_CONTEST: Row(OFFICER, facts("place pot"), stages=frozenset({PollState.DRAFT})),
    Action.REMOVE_CONTEST: Row(OFFICER, facts("place"), stages=frozenset({PollState.DRAFT})),
    Action.ARRANGE_PAPER: Row(OFFICER, facts("contests"), stages=frozenset({PollState.DRAFT})),
    Action.FREEZE_POLL: Row(OFFICER, facts("rules"), stages=frozenset({PollState.DRAFT})),
    Action.OPEN_POLL: Row(
        roles(Role.APPROVER, Role.OFFICER),
        facts("rules opens_at closes_at receipts"),
        stages=frozenset({PollState.FROZEN}),
        also=(OTHER_THAN_FREEZER,),
    ),
    # A list that was read is a draft: nobody stands on the roll by it. What then took effect is an entry.
    Action.PREPARE_ROLL: Row(OFFICER, stages=BEFORE_CLOSE, logged=Logged.NOT_A_CHANGE),
    Action.IMPORT_ROLL: Row(OFFICER, facts("n known set"), stages=BEFORE_CLOSE),
    # Who stood on the roll is nobody's to know from here on; the entry says after how many days, and nothing else.
    Action.DESTROY_ROLL_KEY: Row(roles(Role.SYSTEM), facts("days"), stages=frozenset({PollState.PUBLISHED})),
    Action.CLAIM_VOTE: Row(RESIDENT, facts("basis"), stages=frozenset({PollState.OPEN})),
    Action.HOLD_CLAIM: Row(RESIDENT, facts("basis"), stages=frozenset({PollState.OPEN})),
    Action.RELEASE_CLAIMS: Row(OFFICER, facts("n"), stages=frozenset({PollState.OPEN})),
    Action.REFUSE_CLAIMS: Row(OFFICER, facts("claims"), stages=frozenset({PollState.OPEN})),
    # A worker is named for one poll and a number of people; for whom they vouch is told nowhere.
    Action.NAME_VOUCHER: Row(OFFICER, facts("voucher most"), stages=BEFORE_CLOSE),
    Action.VOUCH_FOR: Row(RESIDENT, facts("voucher n"), stages=frozenset({PollState.OPEN})),
    # Whom it concerns is told nowhere; entries of two objections cannot be told apart but by their number and kind.
    Action.PROPOSE_STRIKE: Row(roles(Role.APPROVER, Role.OFFICER), facts("strike kind"), stages=BEFORE_CLOSE),
    Action.ANSWER_STRIKE: Row(RESIDENT, facts("strike"), stages=BEFORE_CLOSE, also=(CONCERNED,)),
    Action.STRIKE_FROM_ROLL: Row(
        roles(Role.APPROVER, Role.OFFICER), facts("strike n"), stages=BEFORE_CLOSE, also=(OTHER_THAN_OBJECTOR,)
    ),
    Action.DISMISS_STRIKE: Row(
        roles(Role.APPROVER, Role.OFFICER), facts("strike"), stages=BEFORE_CLOSE, also=(OTHER_THAN_OBJECTOR,)
    ),
    # For people without an account. Nothing of a code is a fact, and nobody hears how many were used.
    Action.MAKE_CODES: Row(OFFICER, facts("batch codes"), stages=BEFORE_CLOSE),
    Action.VOID_CODES: Row(OFFICER, facts("batch codes"), stages=BEFORE_CLOSE),
    Action.REISSUE_CODE: Row(OFFICER, facts("batch new_batch"), stages=BEFORE_CLOSE),
    Action.CLAIM_BY_CODE: Row(roles(Role.ANYONE), facts("basis"), stages=frozenset({PollState.OPEN})),
    Action.CAST_BALLOT: Row(
        RESIDENT | roles(Role.CODE_HOLDER), stages=frozenset({PollState.OPEN}), logged=Logged.BATCHED
    ),
    # No login is asked for and none is used: the receipt's key alone opens the box for its own ballot.
    Action.CHANGE_BALLOT: Row(roles(Role.ANYONE), stages=frozenset({PollState.OPEN}), logged=Logged.BATCHED),
    Action.CAST_ASSISTED: Row(OFFICER, stages=frozenset({PollState.OPEN}), logged=Logged.BATCHED),
    # Wishes of single people: no entry, since it would tell of them, and one of the sending would tell a turn-out.
    Action.ASK_FOR_REMINDER: Row(RESIDENT, stages=BEFORE_CLOSE, logged=Logged.NOT_A_CHANGE),
    Action.CANCEL_REMINDER: Row(RESIDENT, logged=Logged.NOT_A_CHANGE),
    Action.STOP_REMINDERS: Row(roles(Role.ANYONE), logged=Logged.NOT_A_CHANGE),
    Action.SEND_REMINDERS: Row(roles(Role.SYSTEM), stages=frozenset({PollState.OPEN}), logged=Logged.NOT_A_CHANGE),
    Action.MIX_BOX: Row(roles(Role.SYSTEM), facts("n set"), stages=frozenset({PollState.OPEN})),
    Action.PROPOSE_EXTENSION: Row(
        roles(Role.APPROVER, Role.OFFICER), facts("extension closes_at"), stages=frozenset({PollState.OPEN})
    ),
    Action.EXTEND_POLL: Row(
        roles(Role.APPROVER, Role.OFFICER),
        facts("extension was closes_at"),
        stages=frozenset({PollState.OPEN}),
        also=(OTHER_THAN_PROPOSER,),
    ),
    Action.PROPOSE_WITHDRAWAL: Row(
        roles(Role.APPROVER, Role.OFFICER), facts("withdrawal project"), stages=frozenset({PollState.OPEN})
    ),
    Action.WITHDRAW_PROJECT: Row(
        roles(Role.APPROVER, Role.OFFICER),
        facts("withdrawal project"),
        stages=frozenset({PollState.OPEN}),
        also=(OTHER_THAN_WITHDRAWER,),
    ),
    Action.CLOSE_POLL: Row(
        roles(Role.SYSTEM, Role.APPROVER, Role.OFFICER),
        facts("ballots marks root last_mix set early voided voided_set"),
        stages=frozenset({PollState.OPEN}),
    ),
    Action.IMPORT_POLL: Row(
        roles(Role.SYSTEM, Role.OFFICER),
        facts("ballots marks root file rules fund_entry fund_sha256 pot_entry pot_sha256"),
        stages=frozenset({PollState.DRAFT}),
    ),
}
