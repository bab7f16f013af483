"""Voting in a hall: stations, paper and kiosks. Pure."""

from pb_app.actions import Action
from pb_app.permissions.rows import KEYERS, OFFICER, Logged, Row, facts, roles
from pb_app.roles import Role
from pb_app.stages import PollState

BEFORE_CLOSE = frozenset({PollState.FROZEN, PollState.OPEN})
CLOSED = frozenset({PollState.CLOSED})
OPEN_OR_CLOSED = frozenset({PollState.OPEN, PollState.CLOSED})

ROWS: dict[Action, Row] = {
    # Papers are handed out while the poll is open and counted once it is closed: no figure of them before.
    Action.ADD_STATION: Row(OFFICER, facts("station"), stages=BEFORE_CLOSE),
    Action.ISSUE_PAPERS: Row(OFFICER, facts("station first last"), stages=BEFORE_CLOSE),
    Action.CLAIM_AT_DESK: Row(OFFICER, facts("basis"), stages=frozenset({PollState.OPEN})),
    # The desk's half of casting: entries of its own would tell how many have voted, and when.
    Action.HAND_OUT_PAPER: Row(OFFICER, stages=frozenset({PollState.OPEN}), logged=Logged.BATCHED),
    Action.OVERRIDE_ONLINE: Row(OFFICER, stages=frozenset({PollState.OPEN}), logged=Logged.BATCHED),
    Action.ACCOUNT_FOR_STATION: Row(OFFICER, facts("station in_box spoilt unused"), stages=CLOSED),
    Action.OPEN_BATCH: Row(KEYERS, facts("station batch papers"), stages=CLOSED),
    Action.KEY_BATCH: Row(KEYERS, facts("station batch reading"), stages=CLOSED),
    Action.SETTLE_BATCH: Row(KEYERS, facts("station batch lines"), stages=CLOSED),
    Action.DISCARD_BATCH: Row(KEYERS, facts("station batch"), stages=CLOSED),
    Action.SEAL_BATCH: Row(KEYERS, facts("station batch papers n set"), stages=CLOSED),
    Action.EXPLAIN_DIFFERENCE: Row(KEYERS, facts("station kind difference"), stages=CLOSED),
    Action.CONFIRM_EXPLANATION: Row(KEYERS, facts("station kind difference"), stages=CLOSED),
    Action.RECONCILE_PAPER: Row(KEYERS, facts("ballots marks root papers differences"), stages=CLOSED),
    # A tablet is a ballot box: it is enrolled by its PIN and signs what it hands in. Deliveries are no entries of their
    # own, as they would be a live turn-out; the opening tells how many there were.
    Action.INVITE_KIOSK: Row(OFFICER, facts("station kiosk"), stages=BEFORE_CLOSE),
    Action.TRY_PIN: Row(roles(Role.ANYONE), logged=Logged.NOT_A_CHANGE),
    Action.ENROL_KIOSK: Row(roles(Role.ANYONE), facts("station kiosk key"), stages=BEFORE_CLOSE),
    Action.MAKE_SLIPS: Row(OFFICER, facts("station slips provisional"), stages=BEFORE_CLOSE),
    Action.HAND_OUT_SLIP: Row(OFFICER, stages=frozenset({PollState.OPEN}), logged=Logged.BATCHED),
    Action.CLAIM_FOR_SLIP: Row(OFFICER, facts("basis"), stages=OPEN_OR_CLOSED),
    Action.SETTLE_SLIP: Row(OFFICER, stages=OPEN_OR_CLOSED, logged=Logged.BATCHED),
    Action.HOLD_SLIP: Row(OFFICER, facts("station"), stages=OPEN_OR_CLOSED),
    Action.RECEIVE_ENVELOPES: Row(roles(Role.ANYONE), stages=OPEN_OR_CLOSED, logged=Logged.BATCHED),
    Action.SET_KIOSK_ASIDE: Row(KEYERS, facts("station kiosk"), stages=CLOSED),
    Action.CONFIRM_KIOSK_ASIDE: Row(KEYERS, facts("station kiosk told received"), stages=CLOSED),
    Action.OPEN_KIOSKS: Row(KEYERS, facts("n set received held invalid"), stages=CLOSED),
}
