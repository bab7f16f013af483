"""A partnership, its places and plan, its witnesses, and the log itself. Pure."""

from pb_app.actions import Action
from pb_app.permissions.rows import ADMIN, OFFICER, Logged, Row, facts, roles
from pb_app.roles import Role

ROWS: dict[Action, Row] = {
    Action.CREATE_PARTNERSHIP: Row(ADMIN | roles(Role.SYSTEM), facts("partnership")),
    Action.ADD_PARTNER: Row(ADMIN | OFFICER, facts("partnership partner")),
    Action.ADD_LOCALITY: Row(ADMIN | OFFICER, facts("partnership locality")),
    Action.ADD_OUTCOME: Row(ADMIN | OFFICER, facts("partnership outcome")),
    Action.ADD_FORUM: Row(ADMIN | OFFICER, facts("partnership forum")),
    Action.IMPORT_POSTCODES: Row(ADMIN | OFFICER | roles(Role.SYSTEM), facts("partnership postcodes localities")),
    Action.ADD_WITNESS: Row(ADMIN | OFFICER | roles(Role.SYSTEM), facts("partnership partner witness vkey")),
    Action.RETIRE_WITNESS: Row(ADMIN | OFFICER, facts("partnership witness")),
    Action.SET_QUORUM: Row(ADMIN | OFFICER, facts("partnership quorum")),
    # Cosignatures speak for themselves: keeping one is no change, nor is noting why there is none.
    Action.KEEP_COSIGNATURE: Row(ADMIN | OFFICER, logged=Logged.NOT_A_CHANGE),
    Action.COSIGN_CHECKPOINT: Row(roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.NOTE_WITNESS: Row(roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.ROTATE_LOG_KEY: Row(roles(Role.SYSTEM), facts("old new")),
    Action.ROTATE_RECEIPT_KEY: Row(roles(Role.SYSTEM), facts("old new")),
    Action.ERASE_PAYLOAD: Row(roles(Role.SYSTEM), facts("entry")),
}
