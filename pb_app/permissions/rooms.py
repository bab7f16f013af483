"""Rooms: who may speak, and who may hide what was said. Pure."""

from pb_app.actions import Action
from pb_app.conditions import NOT_WITHDRAWN
from pb_app.permissions.rows import RESIDENT, Row, facts, roles
from pb_app.roles import Role
from pb_app.stages import RoundStage

TALKING = frozenset({RoundStage.PROPOSALS, RoundStage.REVIEW, RoundStage.VOTING})
ROWS: dict[Action, Row] = {
    Action.POST_MESSAGE: Row(
        RESIDENT,
        facts("room seq"),
        stages=TALKING,
        also=(NOT_WITHDRAWN,),
    ),
    Action.HIDE_MESSAGE: Row(roles(Role.FACILITATOR, Role.OFFICER), facts("room seq hidden"), private=facts("reason")),
    Action.MARK_POINT: Row(RESIDENT, facts("room seq"), stages=TALKING, also=(NOT_WITHDRAWN,)),
    Action.UNMARK_POINT: Row(RESIDENT, facts("room seq"), stages=TALKING, also=(NOT_WITHDRAWN,)),
}
