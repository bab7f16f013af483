"""What would have changed published results: worked out once, and at any time again"""

import sqlalchemy as sa
from alembic import context, op

revision = "0004c"
down_revision = "0004b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; the application may do everything with it, for it is no record."""
    op.create_table(
        "finding",
        sa.Column("poll_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.String(length=60), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["poll_no"], ["count.poll_no"], name=op.f("fk_finding_poll_no")),
        sa.PrimaryKeyConstraint("poll_no", "ref", name=op.f("pk_finding")),
    )
    dialect = op.get_bind().dialect
    if dialect.name == "postgresql":
        app_role = dialect.identifier_preparer.quote(context.config.attributes["app_role"])
        op.get_bind().exec_driver_sql("REVOKE ALL ON finding FROM PUBLIC")
        op.get_bind().exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON finding TO {app_role}")


def downgrade() -> None:
    """Take the table away, and with it what can be worked out again."""
    op.drop_table("finding")
