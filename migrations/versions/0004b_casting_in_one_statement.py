"""Casting in one statement on PostgreSQL, and the one clock by which everything is dated there."""

import re
from pathlib import Path

from alembic import context, op

revision = "0004b"
down_revision = "0004"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"


def upgrade() -> None:
    """Make the functions. SQLite has none: there is one writer, and what is done step by step is done alone."""
    dialect = op.get_bind().dialect
    if dialect.name == "postgresql":
        app_role = dialect.identifier_preparer.quote(context.config.attributes["app_role"])
        for statement in _functions().split("\n--;\n"):
            op.get_bind().exec_driver_sql(statement.replace(":app", app_role).replace("%", "%%"))


def downgrade() -> None:
    """Take them away."""
    if op.get_bind().dialect.name == "postgresql":
        for name in reversed(re.findall(r"^CREATE FUNCTION (\w+)", _functions(), re.MULTILINE)):
            op.get_bind().exec_driver_sql(f"DROP FUNCTION {name}")


def _functions() -> str:
    return (GUARDS / "postgresql_0004b.sql").read_text("utf-8")
