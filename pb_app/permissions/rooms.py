"""Rooms: who may speak, and who may hide what was said. Pure."""

from pb_app.actions import Action
from pb_app.conditions import NOT_WITHDRAWN
from pb_app.permissions.rows import RESIDENT, Logged, Row, facts, roles
from pb_app.roles import Role
from pb_app.stages import RoundStage

RUNNING = roles(Role.FACILITATOR, Role.OFFICER)
TALKING = frozenset({RoundStage.PROPOSALS, RoundStage.REVIEW, RoundStage.VOTING})
ROWS: dict[Action, Row] = {
    Action.POST_MESSAGE: Row(
        RESIDENT,
        facts("room seq"),
        stages=TALKING,
        also=(NOT_WITHDRAWN,),
    ),
    Action.HIDE_MESSAGE: Row(RUNNING, facts("room seq hidden"), private=facts("reason")),
    Action.MARK_POINT: Row(RESIDENT, facts("room seq"), stages=TALKING, also=(NOT_WITHDRAWN,)),
    Action.UNMARK_POINT: Row(RESIDENT, facts("room seq"), stages=TALKING, also=(NOT_WITHDRAWN,)),
    Action.EDIT_MESSAGE: Row(RESIDENT, facts("room seq edited"), stages=TALKING, also=(NOT_WITHDRAWN,)),
    Action.WITHDRAW_MESSAGE: Row(RESIDENT, facts("room seq withdrawn")),
    Action.SAVE_DRAFT: Row(RESIDENT, logged=Logged.NOT_A_CHANGE),
    Action.ADD_ROOM: Row(RUNNING, facts("room round"), stages=TALKING | {RoundStage.DECISION}),
    Action.GIVE_SEAT: Row(RUNNING, facts("room seat")),
    Action.MOVE_AGENDA: Row(RUNNING, facts("room seq stage")),
    Action.SET_ROOM: Row(RUNNING, facts("room seq state")),
    Action.CONCLUDE_ROOM: Row(RUNNING, facts("room seq")),
    Action.SIGN_CONCLUSION: Row(RESIDENT, facts("room seq")),
    Action.CLOSE_ROOM: Row(RUNNING, facts("room seq")),
    Action.REMIND_OF_REVIEW: Row(roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.DRAW_TABLES: Row(RUNNING, facts("room seq tables people seed")),
    Action.STAY_OUT: Row(RESIDENT, stages=TALKING, also=(NOT_WITHDRAWN,), logged=Logged.NOT_A_CHANGE),
    Action.MERGE_NOTES: Row(RUNNING, facts("room seq notes")),
    Action.RAISE_HAND: Row(RESIDENT, stages=TALKING, also=(NOT_WITHDRAWN,), logged=Logged.NOT_A_CHANGE),
    Action.GIVE_TURN: Row(RUNNING, logged=Logged.NOT_A_CHANGE),
    Action.ADD_TIME: Row(RUNNING, logged=Logged.NOT_A_CHANGE),
    Action.INTERRUPT_TURN: Row(RESIDENT, stages=TALKING, also=(NOT_WITHDRAWN,), logged=Logged.NOT_A_CHANGE),
    Action.NOTE_NUDGE: Row(RESIDENT, logged=Logged.NOT_A_CHANGE),
}
