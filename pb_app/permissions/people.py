"""Signing in, and roles. Pure."""

from pb_app.actions import Action
from pb_app.conditions import ONESELF_OR_ADMINISTRATOR
from pb_app.permissions.rows import ADMIN, RESIDENT, Logged, Row, facts, roles
from pb_app.roles import Role

ROWS: dict[Action, Row] = {
    Action.REQUEST_CODE: Row(roles(Role.ANYONE), logged=Logged.NOT_A_CHANGE),
    Action.SIGN_IN: Row(roles(Role.ANYONE), logged=Logged.NOT_A_CHANGE),
    Action.SIGN_OUT: Row(roles(Role.ANYONE), logged=Logged.NOT_A_CHANGE),
    Action.TOUCH_SESSION: Row(roles(Role.ANYONE), logged=Logged.NOT_A_CHANGE),
    Action.DELIVER_MAIL: Row(roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.NAME_ONESELF: Row(RESIDENT, logged=Logged.NOT_A_CHANGE),
    Action.INTRODUCE_PEOPLE: Row(roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    # Whoever asks for it themselves, or whoever looks after the installation and was asked.
    Action.ERASE_PERSON: Row(
        RESIDENT | ADMIN | roles(Role.SYSTEM), facts("payloads"), also=(ONESELF_OR_ADMINISTRATOR,)
    ),
    Action.GRANT_ROLE: Row(ADMIN | roles(Role.SYSTEM), facts("role holder partnership locality forum")),
    Action.REVOKE_ROLE: Row(ADMIN, facts("role holder partnership locality forum")),
}
