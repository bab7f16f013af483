"""Who may do what, where and when, and which facts the log then holds: one table. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pb_app.actions import Action
from pb_app.refusals import Forbidden, NotVisible, sentence
from pb_app.roles import GRANTED, Actor, Role, Scope, Subject
from pb_app.stages import PollState, ProposalState, RoundStage


@dataclass(frozen=True, slots=True)
class Predicate:
    """A condition finer than role, scope and stage, with the sentence for those who do not meet it."""

    name: str
    holds: Callable[[Actor, Any], bool]
    otherwise: str


class Logged(StrEnum):
    """How the log hears of an action."""

    ENTRY = "entry"
    BATCHED = "batched"
    NOT_A_CHANGE = "not a change"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: who, in which stages, on which further conditions, and the facts the entry must hold."""

    roles: frozenset[Role]
    facts: frozenset[str] = frozenset()
    stages: frozenset[StrEnum] | None = None
    also: tuple[Predicate, ...] = ()
    logged: Logged = Logged.ENTRY


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
    return actor.grant_for(row.roles, scope) is not None


def _belongs(actor: Actor, scope: Scope) -> bool:
    return actor.is_system or actor.grant_for(frozenset(GRANTED), scope) is not None


def _not_the_one_who(attribute: str, otherwise: str) -> Predicate:
    return Predicate(
        f"someone else than {attribute}",
        lambda actor, subject: actor.is_system or getattr(subject, attribute) != actor.person_id,
        otherwise,
    )


AUTHOR = Predicate(
    "the author",
    lambda actor, proposal: proposal.author_id == actor.person_id,
    sentence("Only the person who submitted this proposal may change it."),
)
OTHER_THAN_AUTHOR = _not_the_one_who(
    "author_id", sentence("This proposal is your own. Somebody else must decide on it.")
)
NOT_WITHDRAWN = Predicate(
    "not withdrawn",
    lambda _actor, room: room.proposal.state is not ProposalState.WITHDRAWN,
    sentence("This room is closed, because the proposal was withdrawn."),
)
OTHER_THAN_FREEZER = _not_the_one_who(
    "frozen_by", sentence("The rules were frozen by you. A second person must open the poll.")
)
OTHER_THAN_COUNTER = _not_the_one_who(
    "counted_by", sentence("The count was run by you. A second person must approve its publication.")
)


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
    Action.REFUSE_PROPOSAL: Row(_OFFICER, _facts("round proposal"), also=(OTHER_THAN_AUTHOR,)),
    Action.POST_MESSAGE: Row(
        _RESIDENT,
        _facts("room seq"),
        stages=frozenset({RoundStage.PROPOSALS, RoundStage.REVIEW, RoundStage.VOTING}),
        also=(NOT_WITHDRAWN,),
    ),
    Action.HIDE_MESSAGE: Row(_roles(Role.FACILITATOR, Role.OFFICER), _facts("room seq hidden")),
    Action.DRAFT_POLL: Row(_OFFICER, _facts("round poll_no")),
    Action.FREEZE_POLL: Row(_OFFICER, _facts("rules"), stages=frozenset({PollState.DRAFT})),
    Action.OPEN_POLL: Row(
        _roles(Role.APPROVER, Role.OFFICER),
        _facts("rules opens_at closes_at"),
        stages=frozenset({PollState.FROZEN}),
        also=(OTHER_THAN_FREEZER,),
    ),
    Action.CLAIM_VOTE: Row(_RESIDENT, _facts("basis"), stages=frozenset({PollState.OPEN})),
    Action.CAST_BALLOT: Row(_RESIDENT, stages=frozenset({PollState.OPEN}), logged=Logged.BATCHED),
    Action.MIX_BOX: Row(_roles(Role.SYSTEM), _facts("n set"), stages=frozenset({PollState.OPEN})),
    Action.CLOSE_POLL: Row(
        _roles(Role.SYSTEM, Role.APPROVER, Role.OFFICER),
        _facts("ballots marks root last_mix set early"),
        stages=frozenset({PollState.OPEN}),
    ),
    # Papers are handed out while the poll is open and counted once it is closed: no figure of them before.
    Action.ADD_STATION: Row(_OFFICER, _facts("station"), stages=_BEFORE_CLOSE),
    Action.ISSUE_PAPERS: Row(_OFFICER, _facts("station first last"), stages=_BEFORE_CLOSE),
    Action.CLAIM_AT_DESK: Row(_OFFICER, _facts("basis"), stages=frozenset({PollState.OPEN})),
    # The desk's half of casting: entries of its own would tell how many have voted, and when.
    Action.HAND_OUT_PAPER: Row(_OFFICER, stages=frozenset({PollState.OPEN}), logged=Logged.BATCHED),
    Action.ACCOUNT_FOR_STATION: Row(_OFFICER, _facts("station in_box spoilt unused"), stages=_CLOSED),
    Action.OPEN_BATCH: Row(_KEYERS, _facts("station batch papers"), stages=_CLOSED),
    Action.KEY_BATCH: Row(_KEYERS, _facts("station batch reading"), stages=_CLOSED),
    Action.SETTLE_BATCH: Row(_KEYERS, _facts("station batch lines"), stages=_CLOSED),
    Action.DISCARD_BATCH: Row(_KEYERS, _facts("station batch"), stages=_CLOSED),
    Action.SEAL_BATCH: Row(_KEYERS, _facts("station batch papers n set"), stages=_CLOSED),
    Action.EXPLAIN_DIFFERENCE: Row(_KEYERS, _facts("station kind difference"), stages=_CLOSED),
    Action.CONFIRM_EXPLANATION: Row(_KEYERS, _facts("station kind difference"), stages=_CLOSED),
    Action.RECONCILE_PAPER: Row(_KEYERS, _facts("ballots marks root papers differences"), stages=_CLOSED),
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
    Action.PUBLISH_RESULT: Row(
        _roles(Role.APPROVER, Role.OFFICER),
        _facts("record file"),
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
    # What follows from a published result can be worked out again by anyone: keeping it is no change (settled.md 16).
    Action.TAKE_UP_FINDING: Row(_roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.PUT_BACK_FINDING: Row(_roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.KEEP_FINDING: Row(_roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
}
