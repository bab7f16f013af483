"""What an auditor does: look, which leaves an entry each time, and note what was checked. Pure."""

from pb_app.actions import Action
from pb_app.permissions.rows import Row, facts, roles
from pb_app.roles import Role

AUDITOR = roles(Role.AUDITOR)

ROWS: dict[Action, Row] = {
    Action.RECORD_LOOK: Row(AUDITOR, facts("page ids")),
    Action.NOTE_CHECK: Row(AUDITOR, facts("entry finding"), private=facts("words")),
}
