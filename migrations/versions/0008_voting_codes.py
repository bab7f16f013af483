"""Voting codes for people without an account, in batches"""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"


def upgrade() -> None:
    """Make the tables and put their guards up."""
    _tables()
    dialect = op.get_bind().dialect
    app_role = dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in _guards():
        _run(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take guards and tables away."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    kind, ending = ("TRIGGER", "") if is_sqlite else ("FUNCTION", "() CASCADE")
    for statement in _guards():
        for name in re.findall(rf"^CREATE {kind} (\w+)", statement, re.MULTILINE):
            _run(f"DROP {kind} {name}{ending}")
    op.drop_table("voting_code")
    op.drop_table("code_batch")


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement if op.get_bind().dialect.name == "sqlite" else statement.replace("%", "%%"))


def _guards() -> list[str]:
    return (GUARDS / f"{op.get_bind().dialect.name}_codes.sql").read_text("utf-8").split("\n--;\n")


def _tables() -> None:
    op.create_table(
        "code_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("batch_no", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_code_batch_poll_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_code_batch_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_batch")),
        sa.UniqueConstraint("poll_id", "batch_no", name=op.f("uq_code_batch_poll_id_batch_no")),
        sa.CheckConstraint("codes > 0", name=op.f("ck_code_batch_codes")),
    )
    op.create_table(
        "voting_code",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("person_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("voided_at", Moment(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_voting_code_poll_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["code_batch.id"], name=op.f("fk_voting_code_batch_id")),
        sa.ForeignKeyConstraint(["voided_by"], ["person.id"], name=op.f("fk_voting_code_voided_by")),
        sa.PrimaryKeyConstraint("poll_id", "person_key", name=op.f("pk_voting_code")),
        sa.UniqueConstraint("poll_id", "serial", name=op.f("uq_voting_code_poll_id_serial")),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_reason IS NULL)", name=op.f("ck_voting_code_void_with_reason")
        ),
        sqlite_with_rowid=False,
    )
