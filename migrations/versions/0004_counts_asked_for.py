"""Counts that were asked for and are not done yet: what the background works on"""

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; the application may do everything with it, for it is no record."""
    op.create_table(
        "count_job",
        sa.Column("poll_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Enum("waiting", "running", "failed", "cancelled", name="jobstate", native_enum=False, length=40, create_constraint=True), nullable=False),
        sa.Column("seed_value", sa.String(length=200), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=True),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.Column("worker", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_count_job_asked_by")),
        sa.ForeignKeyConstraint(["poll_no"], ["poll.poll_no"], name=op.f("fk_count_job_poll_no")),
        sa.PrimaryKeyConstraint("poll_no", name=op.f("pk_count_job")),
    )
    dialect = op.get_bind().dialect
    if dialect.name == "postgresql":
        app_role = dialect.identifier_preparer.quote(context.config.attributes["app_role"])
        op.get_bind().exec_driver_sql("REVOKE ALL ON count_job FROM PUBLIC")
        op.get_bind().exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON count_job TO {app_role}")


def downgrade() -> None:
    """Take the table away, and with it what still waits."""
    op.drop_table("count_job")
