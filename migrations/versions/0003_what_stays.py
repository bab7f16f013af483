"""More guards below the code: nothing replaced under a key that stands, nothing decided twice."""

import re
from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"


def upgrade() -> None:
    """Put the guards up."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _guards().split("\n--;\n"):
        op.get_bind().exec_driver_sql(statement if is_sqlite else statement.replace("%", "%%"))


def downgrade() -> None:
    """Take them down."""
    kind = "TRIGGER" if op.get_bind().dialect.name == "sqlite" else "FUNCTION"
    ending = "" if kind == "TRIGGER" else "() CASCADE"
    for name in re.findall(rf"^CREATE {kind} (\w+)", _guards(), re.MULTILINE):
        op.get_bind().exec_driver_sql(f"DROP {kind} {name}{ending}")


def _guards() -> str:
    return (GUARDS / f"{op.get_bind().dialect.name}_0003.sql").read_text("utf-8")
