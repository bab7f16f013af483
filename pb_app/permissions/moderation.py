"""Moderation: whose rules hold in rooms, who reports, who decides and who decides again. Pure."""

from pb_app.actions import Action
from pb_app.conditions import APPELLANT, OTHER_THAN_APPELLANT, OTHER_THAN_DECIDER
from pb_app.permissions.rows import ADMIN, OFFICER, RESIDENT, Logged, Row, facts, roles
from pb_app.roles import Role

MODERATORS = roles(Role.FACILITATOR, Role.OFFICER)

ROWS: dict[Action, Row] = {
    Action.PUBLISH_POLICY: Row(ADMIN | OFFICER, facts("partnership version sha256")),
    Action.NAME_LEAD: Row(ADMIN | OFFICER, facts("partnership")),
    # The entry names the room and not the message: the log is no list of what was complained about.
    Action.REPORT_MESSAGE: Row(RESIDENT, facts("room report")),
    Action.DECIDE_ON_MESSAGE: Row(MODERATORS, facts("room decision verdict")),
    Action.TAKE_MEASURE: Row(MODERATORS, facts("room decision measure")),
    Action.MUTE_PERSON: Row(MODERATORS, facts("room decision minutes")),
    Action.FLAG_CASE: Row(MODERATORS, facts("room")),
    Action.CHASE_CASE: Row(roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.MAKE_APPEAL: Row(RESIDENT, facts("room appeal decision"), also=(APPELLANT,)),
    Action.DECIDE_APPEAL: Row(
        MODERATORS, facts("room appeal decision outcome"), also=(OTHER_THAN_DECIDER, OTHER_THAN_APPELLANT)
    ),
}
