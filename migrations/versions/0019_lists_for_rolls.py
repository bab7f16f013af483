"""Lists of people that are read, looked at and taken in for a roll"""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"


def upgrade() -> None:
    """Make the table and put its guards up."""
    op.create_table(
        "roll_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("prepared_by", sa.Integer(), nullable=False),
        sa.Column("prepared_at", Moment(), nullable=False),
        sa.Column("imported_by", sa.Integer(), nullable=True),
        sa.Column("imported_at", Moment(), nullable=True),
        sa.Column("added", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_roll_import_poll_id")),
        sa.ForeignKeyConstraint(["prepared_by"], ["person.id"], name=op.f("fk_roll_import_prepared_by")),
        sa.ForeignKeyConstraint(["imported_by"], ["person.id"], name=op.f("fk_roll_import_imported_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_import")),
        sa.CheckConstraint(
            "(imported_at IS NULL) = (imported_by IS NULL)", name=op.f("ck_roll_import_imported_by_somebody")
        ),
        sa.CheckConstraint("(imported_at IS NULL) = (added IS NULL)", name=op.f("ck_roll_import_imported_with_number")),
        sqlite_autoincrement=True,
    )
    dialect = op.get_bind().dialect
    app_role = dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in _guards():
        op.get_bind().exec_driver_sql(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take guards and table away."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    kind, ending = ("TRIGGER", "") if is_sqlite else ("FUNCTION", "() CASCADE")
    for statement in _guards():
        for name in re.findall(rf"^CREATE {kind} (\w+)", statement, re.MULTILINE):
            op.get_bind().exec_driver_sql(f"DROP {kind} {name}{ending}")
    op.drop_table("roll_import")


def _guards() -> list[str]:
    return (GUARDS / f"{op.get_bind().dialect.name}_roll_imports.sql").read_text("utf-8").split("\n--;\n")
