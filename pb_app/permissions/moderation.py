"""Moderation: whose rules hold in rooms, who reports, who decides and who decides again. Pure."""

from pb_app.actions import Action
from pb_app.permissions.rows import ADMIN, OFFICER, Row, facts

ROWS: dict[Action, Row] = {
    Action.PUBLISH_POLICY: Row(ADMIN | OFFICER, facts("partnership version sha256")),
}
