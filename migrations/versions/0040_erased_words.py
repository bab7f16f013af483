"""Words of moderation go with the person whose they are; the database knows the kinds of a room's events"""

import re
from pathlib import Path

from alembic import context, op

revision = "0040"
down_revision = "0034"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"
KINDS = (
    "message", "hiding", "edit", "withdrawal", "stage", "state", "conclusion", "signature", "hand", "turn", "more time",
    "holding", "restoring", "measure", "interruption", "tables", "staying out",
)  # fmt: skip
LIST = ", ".join(f"'{kind}'" for kind in KINDS)
ON_SQLITE = {
    "room_event_kind": "BEFORE INSERT ON room_event",
    "room_event_kind_kept": "BEFORE UPDATE OF kind ON room_event",
}


def upgrade() -> None:
    """Let words be emptied, and check the kinds."""
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in _statements("erased_words"):
        op.get_bind().exec_driver_sql(statement.replace(":app", app_role))
    if op.get_bind().dialect.name == "postgresql":
        op.create_check_constraint(op.f("ck_room_event_kind"), "room_event", f"kind IN ({LIST})")
        return
    for name, when in ON_SQLITE.items():
        refused = "SELECT RAISE(ABORT, 'no such kind of event')"
        op.execute(f"CREATE TRIGGER {name} {when} WHEN NEW.kind NOT IN ({LIST}) BEGIN {refused}; END")


def downgrade() -> None:
    """Put the guards up as they were, and check no more."""
    is_served = op.get_bind().dialect.name == "postgresql"
    made = [_trigger(statement) for statement in _statements("erased_words")]
    for name, table in (one for one in made if one):
        op.execute(f"DROP TRIGGER {name} ON {table}" if is_served else f"DROP TRIGGER {name}")
    dropped = {name for name, _ in (one for one in made if one)}
    for statement in _statements("moderation"):
        found = _trigger(statement)
        if found and found[0] in dropped:
            op.get_bind().exec_driver_sql(statement)
    if is_served:
        op.drop_constraint(op.f("ck_room_event_kind"), "room_event")
        return
    for name in ON_SQLITE:
        op.execute(f"DROP TRIGGER {name}")


def _statements(of: str) -> list[str]:
    return (GUARDS / f"{op.get_bind().dialect.name}_{of}.sql").read_text("utf-8").split("\n--;\n")


def _trigger(statement: str) -> tuple[str, str] | None:
    """The name of the trigger that a statement makes, and of its table."""
    found = re.search(r"^CREATE TRIGGER (\w+)\b.*?\bON (\w+)", statement, re.MULTILINE | re.DOTALL)
    return (found[1], found[2]) if found else None
