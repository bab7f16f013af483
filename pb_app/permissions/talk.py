"""Measures of talk: who facilitates, score sheets, questions before and after, reach, a coded sample. Pure."""

from pb_app.actions import Action
from pb_app.permissions.rows import OFFICER, RESIDENT, Row, facts, roles
from pb_app.roles import Role

RUNNING = roles(Role.FACILITATOR, Role.OFFICER)

ROWS: dict[Action, Row] = {
    Action.STATE_FACILITATION: Row(RUNNING, facts("room")),
    Action.OPEN_SHEET: Row(RUNNING, facts("room sheet")),
    Action.ADD_MEETING: Row(RUNNING, facts("forum sheet")),
    Action.FILL_SHEET: Row(RESIDENT, facts("sheet")),
    Action.KEY_SHEET: Row(RUNNING, facts("sheet")),
    Action.CLOSE_SHEET: Row(RUNNING, facts("sheet")),
    Action.SET_VIEWS: Row(RUNNING, facts("room questions")),
    Action.MOVE_VIEWS: Row(RUNNING, facts("room phase")),
    Action.GIVE_VIEWS: Row(RESIDENT, facts("room phase")),
    Action.SET_REACH: Row(OFFICER, facts("room questions")),
    Action.TELL_GROUPS: Row(RESIDENT, facts("room")),
    Action.CLOSE_REACH: Row(OFFICER, facts("room")),
    Action.DRAW_SAMPLE: Row(RUNNING, facts("room messages digest")),
    Action.NAME_CODER: Row(RUNNING, facts("room coder")),
    Action.CODE_MESSAGE: Row(RESIDENT, facts("room seq coder")),
}
