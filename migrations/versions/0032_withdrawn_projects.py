"""Projects that two people take off the paper while people vote"""

from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"


def upgrade() -> None:
    """Make the table; what was decided stays, and is decided while the poll is open."""
    op.create_table(
        "project_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_no", sa.Integer(), nullable=False),
        sa.Column("project", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["poll_no"], ["poll.poll_no"], name=op.f("fk_project_withdrawal_poll_no")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_project_withdrawal_proposed_by")),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_project_withdrawal_approved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_withdrawal")),
        sa.CheckConstraint("approved_by <> proposed_by", name=op.f("ck_project_withdrawal_two_people")),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by IS NULL)", name=op.f("ck_project_withdrawal_approved_by_somebody")
        ),
    )
    op.create_index(op.f("ix_project_withdrawal_poll_no"), "project_withdrawal", ["poll_no"])
    for statement in _guards():
        op.get_bind().exec_driver_sql(statement.replace(":app", _app_role()))


def downgrade() -> None:
    """Take the table away, its guards with it."""
    op.drop_table("project_withdrawal")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION project_withdrawal_kept()")


def _app_role() -> str:
    if op.get_bind().dialect.name == "sqlite":
        return ""
    return op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])


def _guards() -> list[str]:
    return (GUARDS / f"{op.get_bind().dialect.name}_withdrawals.sql").read_text("utf-8").split("\n--;\n")
