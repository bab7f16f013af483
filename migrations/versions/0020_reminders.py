"""Reminders of a vote, and letters that say how to end them"""

import sqlalchemy as sa
from alembic import context, op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and give letters their address of ending."""
    op.execute("ALTER TABLE outbox_mail ADD COLUMN unsubscribe VARCHAR(500) NOT NULL DEFAULT ''")
    op.create_table(
        "reminder",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("unsubscribe", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_reminder_poll_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person_id")),
        sa.PrimaryKeyConstraint("poll_id", "person_id", name=op.f("pk_reminder")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
        op.execute("REVOKE ALL ON reminder FROM PUBLIC")
        op.execute(f"GRANT SELECT, INSERT, DELETE ON reminder TO {app_role}")


def downgrade() -> None:
    """Take the table and the column away."""
    op.drop_table("reminder")
    op.execute("ALTER TABLE outbox_mail DROP COLUMN unsubscribe")
