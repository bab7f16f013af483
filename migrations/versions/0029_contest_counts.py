"""A count for each contest of a paper, and the decisions on each."""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"


def upgrade() -> None:
    """Make the table and the column, and put the guards up."""
    op.execute("ALTER TABLE adoption ADD COLUMN place INTEGER NOT NULL DEFAULT 1")
    op.create_table("contest_count", *_columns())
    dialect = op.get_bind().dialect
    app_role = dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in _guards():
        op.get_bind().exec_driver_sql(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take the guards, the table and the column away."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    kind, ending = ("TRIGGER", "") if is_sqlite else ("FUNCTION", "() CASCADE")
    for statement in _guards():
        for name in re.findall(rf"^CREATE {kind} (\w+)", statement, re.MULTILINE):
            op.get_bind().exec_driver_sql(f"DROP {kind} {name}{ending}")
    op.drop_table("contest_count")
    op.execute("ALTER TABLE adoption DROP COLUMN place")


def _guards() -> list[str]:
    return (GUARDS / f"{op.get_bind().dialect.name}_contest_counts.sql").read_text("utf-8").split("\n--;\n")


def _columns() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("poll_no", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("place", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("record_sha256", sa.String(64), nullable=False),
        sa.Column("pb_sha256", sa.String(64), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("greedy", sa.Text(), nullable=False),
        sa.Column("awards_entry_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["poll_no"], ["count.poll_no"], name=op.f("fk_contest_count_poll_no")),
        sa.ForeignKeyConstraint(
            ["awards_entry_id"], ["ledger_entry.id"], name=op.f("fk_contest_count_awards_entry_id")
        ),
        sa.PrimaryKeyConstraint("poll_no", "place", name=op.f("pk_contest_count")),
        sa.UniqueConstraint("awards_entry_id", name=op.f("uq_contest_count_awards_entry_id")),
        sa.UniqueConstraint("record_sha256", name=op.f("uq_contest_count_record_sha256")),
    ]
