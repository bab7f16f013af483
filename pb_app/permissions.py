"""Who may do what, where and when, and which facts the log then holds: one table. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from pb_app.actions import Action
from pb_app.conditions import (
    AUTHOR,
    NOT_WITHDRAWN,
    OTHER_THAN_AUTHOR,
    OTHER_THAN_COUNTER,
    OTHER_THAN_FREEZER,
    OTHER_THAN_PROPOSER,
    SECOND_PERSON,
    Predicate,
)
from pb_app.refusals import Forbidden, NotVisible, sentence
from pb_app.roles import GRANTED, Actor, Role, Scope, Subject
from pb_app.stages import MovementState, PollState, ProposalState, RoundStage


class Logged(StrEnum):
    """How the log hears of an action."""

    ENTRY = "entry"
    BATCHED = "batched"
    NOT_A_CHANGE = "not a change"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: who, in which stages, on which further conditions, and the facts the entry must hold.

    To facts that are `private` the entry only commits.
    """

    roles: frozenset[Role]
    facts: frozenset[str] = frozenset()
    stages: frozenset[StrEnum] | None = None
    also: tuple[Predicate, ...] = ()
    logged: Logged = Logged.ENTRY
    private: frozenset[str] = frozenset()


def may(actor: Actor, action: Action, subject: Subject) -> bool:
    """Whether the actor may do this to the subject now."""
    return refusal(actor, action, subject) is None


def refusal(actor: Actor, action: Action, subject: Subject) -> Forbidden | NotVisible | None:
    """None if the actor may; otherwise the refusal, with a sentence for the reader."""
    row = TABLE[action]
    if not _has_role(actor, row, subject.scope):
        if not subject.is_public and not _belongs(actor, subject.scope):
            return NotVisible(sentence("There is nothing here under this address."))
        if actor.person_id is None and not actor.is_system:
            return Forbidden(sentence("Sign in first. Then try again."))
        return Forbidden(sentence("Your role does not include this. Ask an administrator if it should."))
    if row.stages is not None and subject.stage not in row.stages:
        return Forbidden(sentence("This cannot be done at the present stage."))
    unmet = next((also for also in row.also if not also.holds(actor, subject)), None)
    return Forbidden(unmet.otherwise) if unmet else None


def _has_role(actor: Actor, row: Row, scope: Scope) -> bool:
    if Role.ANYONE in row.roles:
        return True
    if actor.is_system:
        return Role.SYSTEM in row.roles
    if Role.RESIDENT in row.roles and actor.person_id is not None:
        return True
    if Role.CODE_HOLDER in row.roles and actor.code is not None:
        return True
    return actor.grant_for(row.roles, scope) is not None


def _belongs(actor: Actor, scope: Scope) -> bool:
    return actor.is_system or actor.grant_for(frozenset(GRANTED), scope) is not None


def _roles(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


def _facts(names: str) -> frozenset[str]:
    return frozenset(names.split())


_ADMIN = _roles(Role.ADMINISTRATOR)
_OFFICER = _roles(Role.OFFICER)
_RESIDENT = _roles(Role.RESIDENT)
_KEYERS = _roles(Role.OFFICER, Role.APPROVER)
_BEFORE_CLOSE = frozenset({PollState.FROZEN, PollState.OPEN})
_CLOSED = frozenset({PollState.CLOSED})
_OPEN_OR_CLOSED = frozenset({PollState.OPEN, PollState.CLOSED})

TABLE: dict[Action, Row] = {
    Action.REQUEST_CODE: Row(_roles(Role.ANYONE), logged=Logged.NOT_A_CHANGE),
    Action.SIGN_IN: Row(_roles(Role.ANYONE), logged=Logged.NOT_A_CHANGE),
    Action.SIGN_OUT: Row(_roles(Role.ANYONE), logged=Logged.NOT_A_CHANGE),
    Action.TOUCH_SESSION: Row(_roles(Role.ANYONE), logged=Logged.NOT_A_CHANGE),
    Action.DELIVER_MAIL: Row(_roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.NAME_ONESELF: Row(_RESIDENT, logged=Logged.NOT_A_CHANGE),
    Action.INTRODUCE_PEOPLE: Row(_roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.GRANT_ROLE: Row(_ADMIN | _roles(Role.SYSTEM), _facts("role holder partnership locality forum")),
    Action.REVOKE_ROLE: Row(_ADMIN, _facts("role holder partnership locality forum")),
    Action.CREATE_PARTNERSHIP: Row(_ADMIN | _roles(Role.SYSTEM), _facts("partnership")),
    Action.ADD_PARTNER: Row(_ADMIN | _OFFICER, _facts("partnership partner")),
    Action.ADD_LOCALITY: Row(_ADMIN | _OFFICER, _facts("partnership locality")),
    Action.ADD_OUTCOME: Row(_ADMIN | _OFFICER, _facts("partnership outcome")),
    Action.ADD_FORUM: Row(_ADMIN | _OFFICER, _facts("partnership forum")),
    Action.IMPORT_POSTCODES: Row(_ADMIN | _OFFICER | _roles(Role.SYSTEM), _facts("partnership postcodes localities")),
    Action.ADD_FUND: Row(_OFFICER, _facts("partnership fund pence account entry entry_sha256")),
    Action.OPEN_POT: Row(_OFFICER, _facts("round pot")),
    Action.FEED_POT: Row(_OFFICER, _facts("pot fund pence entry entry_sha256")),
    Action.CREATE_ROUND: Row(_OFFICER, _facts("round locality forum")),
    Action.STATE_SCOPE: Row(
        _OFFICER, _facts("round"), stages=frozenset({RoundStage.DRAFT, RoundStage.PROPOSALS, RoundStage.REVIEW})
    ),
    Action.MOVE_ROUND: Row(_OFFICER, _facts("round stage")),
    Action.SUBMIT_PROPOSAL: Row(_RESIDENT, _facts("round proposal"), stages=frozenset({RoundStage.PROPOSALS})),
    Action.REVISE_PROPOSAL: Row(
        _RESIDENT, _facts("round proposal revision"), stages=frozenset({ProposalState.SUBMITTED}), also=(AUTHOR,)
    ),
    Action.WITHDRAW_PROPOSAL: Row(
        _RESIDENT, _facts("round proposal"), stages=frozenset({ProposalState.SUBMITTED}), also=(AUTHOR,)
    ),
    # What was reviewed already answers that it was (a conflict), so these two rows name no stage.
    Action.ACCEPT_PROPOSAL: Row(_OFFICER, _facts("round proposal project pence"), also=(OTHER_THAN_AUTHOR,)),
    Action.REFUSE_PROPOSAL: Row(
        _OFFICER, _facts("round proposal"), also=(OTHER_THAN_AUTHOR,), private=_facts("reason")
    ),
    Action.POST_MESSAGE: Row(
        _RESIDENT,
        _facts("room seq"),
        stages=frozenset({RoundStage.PROPOSALS, RoundStage.REVIEW, RoundStage.VOTING}),
        also=(NOT_WITHDRAWN,),
    ),
    Action.HIDE_MESSAGE: Row(
        _roles(Role.FACILITATOR, Role.OFFICER), _facts("room seq hidden"), private=_facts("reason")
    ),
    Action.DRAFT_POLL: Row(_OFFICER, _facts("round poll_no")),
    Action.SET_ELIGIBILITY: Row(_OFFICER, _facts("round poll_no"), stages=frozenset({PollState.DRAFT})),
    Action.FREEZE_POLL: Row(_OFFICER, _facts("rules"), stages=frozenset({PollState.DRAFT})),
    Action.OPEN_POLL: Row(
        _roles(Role.APPROVER, Role.OFFICER),
        _facts("rules opens_at closes_at"),
        stages=frozenset({PollState.FROZEN}),
        also=(OTHER_THAN_FREEZER,),
    ),
    Action.CLAIM_VOTE: Row(_RESIDENT, _facts("basis"), stages=frozenset({PollState.OPEN})),
    # For people without an account. Nothing of a code is a fact, and nobody hears how many were used.
    Action.MAKE_CODES: Row(_OFFICER, _facts("batch codes"), stages=_BEFORE_CLOSE),
    Action.VOID_CODES: Row(_OFFICER, _facts("batch codes"), stages=_BEFORE_CLOSE),
    Action.REISSUE_CODE: Row(_OFFICER, _facts("batch new_batch"), stages=_BEFORE_CLOSE),
    Action.CLAIM_BY_CODE: Row(_roles(Role.ANYONE), _facts("basis"), stages=frozenset({PollState.OPEN})),
    Action.CAST_BALLOT: Row(
        _RESIDENT | _roles(Role.CODE_HOLDER), stages=frozenset({PollState.OPEN}), logged=Logged.BATCHED
    ),
    # No login is asked for and none is used: the receipt's key alone opens the box for its own ballot.
    Action.CHANGE_BALLOT: Row(_roles(Role.ANYONE), stages=frozenset({PollState.OPEN}), logged=Logged.BATCHED),
    Action.CAST_ASSISTED: Row(_OFFICER, stages=frozenset({PollState.OPEN}), logged=Logged.BATCHED),
    Action.MIX_BOX: Row(_roles(Role.SYSTEM), _facts("n set"), stages=frozenset({PollState.OPEN})),
    Action.PROPOSE_EXTENSION: Row(
        _roles(Role.APPROVER, Role.OFFICER), _facts("extension closes_at"), stages=frozenset({PollState.OPEN})
    ),
    Action.EXTEND_POLL: Row(
        _roles(Role.APPROVER, Role.OFFICER),
        _facts("extension was closes_at"),
        stages=frozenset({PollState.OPEN}),
        also=(OTHER_THAN_PROPOSER,),
    ),
    Action.CLOSE_POLL: Row(
        _roles(Role.SYSTEM, Role.APPROVER, Role.OFFICER),
        _facts("ballots marks root last_mix set early voided voided_set"),
        stages=frozenset({PollState.OPEN}),
    ),
    # Papers are handed out while the poll is open and counted once it is closed: no figure of them before.
    Action.ADD_STATION: Row(_OFFICER, _facts("station"), stages=_BEFORE_CLOSE),
    Action.ISSUE_PAPERS: Row(_OFFICER, _facts("station first last"), stages=_BEFORE_CLOSE),
    Action.CLAIM_AT_DESK: Row(_OFFICER, _facts("basis"), stages=frozenset({PollState.OPEN})),
    # The desk's half of casting: entries of its own would tell how many have voted, and when.
    Action.HAND_OUT_PAPER: Row(_OFFICER, stages=frozenset({PollState.OPEN}), logged=Logged.BATCHED),
    Action.OVERRIDE_ONLINE: Row(_OFFICER, stages=frozenset({PollState.OPEN}), logged=Logged.BATCHED),
    Action.ACCOUNT_FOR_STATION: Row(_OFFICER, _facts("station in_box spoilt unused"), stages=_CLOSED),
    Action.OPEN_BATCH: Row(_KEYERS, _facts("station batch papers"), stages=_CLOSED),
    Action.KEY_BATCH: Row(_KEYERS, _facts("station batch reading"), stages=_CLOSED),
    Action.SETTLE_BATCH: Row(_KEYERS, _facts("station batch lines"), stages=_CLOSED),
    Action.DISCARD_BATCH: Row(_KEYERS, _facts("station batch"), stages=_CLOSED),
    Action.SEAL_BATCH: Row(_KEYERS, _facts("station batch papers n set"), stages=_CLOSED),
    Action.EXPLAIN_DIFFERENCE: Row(_KEYERS, _facts("station kind difference"), stages=_CLOSED),
    Action.CONFIRM_EXPLANATION: Row(_KEYERS, _facts("station kind difference"), stages=_CLOSED),
    Action.RECONCILE_PAPER: Row(_KEYERS, _facts("ballots marks root papers differences"), stages=_CLOSED),
    # A tablet is a ballot box: it is enrolled by its PIN and signs what it hands in. Deliveries are no entries of their
    # own, as they would be a live turn-out; the opening tells how many there were.
    Action.INVITE_KIOSK: Row(_OFFICER, _facts("station kiosk"), stages=_BEFORE_CLOSE),
    Action.TRY_PIN: Row(_roles(Role.ANYONE), logged=Logged.NOT_A_CHANGE),
    Action.ENROL_KIOSK: Row(_roles(Role.ANYONE), _facts("station kiosk key"), stages=_BEFORE_CLOSE),
    Action.MAKE_SLIPS: Row(_OFFICER, _facts("station slips provisional"), stages=_BEFORE_CLOSE),
    Action.HAND_OUT_SLIP: Row(_OFFICER, stages=frozenset({PollState.OPEN}), logged=Logged.BATCHED),
    Action.CLAIM_FOR_SLIP: Row(_OFFICER, _facts("basis"), stages=_OPEN_OR_CLOSED),
    Action.SETTLE_SLIP: Row(_OFFICER, stages=_OPEN_OR_CLOSED, logged=Logged.BATCHED),
    Action.HOLD_SLIP: Row(_OFFICER, _facts("station"), stages=_OPEN_OR_CLOSED),
    Action.RECEIVE_ENVELOPES: Row(_roles(Role.ANYONE), stages=_OPEN_OR_CLOSED, logged=Logged.BATCHED),
    Action.SET_KIOSK_ASIDE: Row(_KEYERS, _facts("station kiosk"), stages=_CLOSED),
    Action.CONFIRM_KIOSK_ASIDE: Row(_KEYERS, _facts("station kiosk told received"), stages=_CLOSED),
    Action.OPEN_KIOSKS: Row(_KEYERS, _facts("n set received held invalid"), stages=_CLOSED),
    Action.IMPORT_POLL: Row(
        _roles(Role.SYSTEM, Role.OFFICER),
        _facts("ballots marks root file rules fund_entry fund_sha256 pot_entry pot_sha256"),
        stages=frozenset({PollState.DRAFT}),
    ),
    # What is asked of the service and what it does for it is no change of a poll; the count that comes of it is one.
    Action.ASK_FOR_COUNT: Row(_OFFICER, stages=frozenset({PollState.CLOSED}), logged=Logged.NOT_A_CHANGE),
    Action.TAKE_UP_COUNT: Row(_roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.NOTE_COUNT: Row(_roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.GIVE_UP_COUNT: Row(_roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.CANCEL_COUNT: Row(_OFFICER, stages=frozenset({PollState.CLOSED}), logged=Logged.NOT_A_CHANGE),
    Action.RECORD_COUNT: Row(
        _OFFICER | _roles(Role.SYSTEM), _facts("record file"), stages=frozenset({PollState.CLOSED})
    ),
    # What may be published is told apart from publishing it, so that the log shows that it was looked at before.
    Action.ACKNOWLEDGE_PRIVACY: Row(
        _roles(Role.APPROVER, Role.OFFICER),
        _facts("record mode ballots electorate unique"),
        stages=frozenset({PollState.COUNTED}),
    ),
    Action.PUBLISH_RESULT: Row(
        _roles(Role.APPROVER, Role.OFFICER),
        _facts("record file quorum witnesses"),
        stages=frozenset({PollState.COUNTED}),
        also=(OTHER_THAN_COUNTER,),
    ),
    Action.ADOPT_RESULT: Row(
        _roles(Role.COUNCILLOR),
        _facts("record adoption decision pence"),
        stages=frozenset({PollState.PUBLISHED}),
    ),
    Action.POST_AWARDS: Row(
        _OFFICER,
        _facts("record adoption adoption_index entry entry_sha256 pence"),
        stages=frozenset({PollState.PUBLISHED}),
    ),
    Action.ADD_WITNESS: Row(_ADMIN | _OFFICER | _roles(Role.SYSTEM), _facts("partnership partner witness vkey")),
    Action.RETIRE_WITNESS: Row(_ADMIN | _OFFICER, _facts("partnership witness")),
    Action.SET_QUORUM: Row(_ADMIN | _OFFICER, _facts("partnership quorum")),
    # Cosignatures speak for themselves: keeping one is no change, nor is noting why there is none.
    Action.KEEP_COSIGNATURE: Row(_ADMIN | _OFFICER, logged=Logged.NOT_A_CHANGE),
    Action.COSIGN_CHECKPOINT: Row(_roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.NOTE_WITNESS: Row(_roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.ROTATE_LOG_KEY: Row(_roles(Role.SYSTEM), _facts("old new")),
    Action.ERASE_PAYLOAD: Row(_roles(Role.SYSTEM), _facts("entry")),
    Action.SET_LIMIT: Row(_ADMIN, _facts("partnership pence")),
    Action.PROPOSE_MOVEMENT: Row(_OFFICER, _facts("movement purpose giver taker pence")),
    Action.PROPOSE_REVERSAL: Row(_OFFICER, _facts("movement reverses pence")),
    Action.POST_MOVEMENT: Row(
        _KEYERS,
        _facts("movement pence entry entry_sha256"),
        stages=frozenset({MovementState.PROPOSED}),
        also=(SECOND_PERSON,),
    ),
    Action.REFUSE_MOVEMENT: Row(_KEYERS, _facts("movement"), stages=frozenset({MovementState.PROPOSED})),
    # What follows from a published result can be worked out again by anyone: keeping it is no change (settled.md 16).
    Action.TAKE_UP_FINDING: Row(_roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.PUT_BACK_FINDING: Row(_roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.KEEP_FINDING: Row(_roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
}
