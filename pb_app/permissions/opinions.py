"""Statements and opinions: who takes them, who adds one, who says what they think. Pure."""

from pb_app.actions import Action
from pb_app.conditions import NOT_WITHDRAWN
from pb_app.permissions.rows import RESIDENT, Row, facts, roles
from pb_app.roles import Role
from pb_app.stages import RoundStage

RUNNING = roles(Role.FACILITATOR, Role.OFFICER)
TALKING = frozenset({RoundStage.PROPOSALS, RoundStage.REVIEW, RoundStage.VOTING})

ROWS: dict[Action, Row] = {
    Action.SET_STATEMENTS: Row(RUNNING, facts("room results most"), stages=TALKING, also=(NOT_WITHDRAWN,)),
    Action.CLOSE_STATEMENTS: Row(RUNNING, facts("room")),
    Action.ADD_STATEMENT: Row(RESIDENT, facts("room statement"), stages=TALKING, also=(NOT_WITHDRAWN,)),
    Action.HIDE_STATEMENT: Row(RUNNING, facts("room statement"), private=facts("reason")),
    Action.DRAW_STATEMENT: Row(RESIDENT, facts("room draw digest"), stages=TALKING, also=(NOT_WITHDRAWN,)),
    Action.GIVE_OPINION: Row(RESIDENT, facts("room answered draw digest"), stages=TALKING, also=(NOT_WITHDRAWN,)),
}
