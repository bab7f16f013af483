"""Cards that were used to claim a vote"""

import sqlalchemy as sa
from alembic import context, op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KEPT = ("DELETE", "UPDATE")


def upgrade() -> None:
    """Make the table; what stands in it stays."""
    op.create_table(
        "roll_card",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("card_key", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_roll_card_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "card_key", name=op.f("pk_roll_card")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "sqlite":
        for deed in KEPT:
            op.execute(
                f"CREATE TRIGGER roll_card_kept_{deed.lower()} BEFORE {deed} ON roll_card "
                "BEGIN SELECT RAISE(ABORT, 'used cards are kept'); END"
            )
        return
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    op.execute(
        "CREATE TRIGGER roll_card_kept BEFORE UPDATE OR DELETE ON roll_card "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute("REVOKE ALL ON roll_card FROM PUBLIC")
    op.execute(f"GRANT SELECT, INSERT ON roll_card TO {app_role}")


def downgrade() -> None:
    """Take the table away, its guards with it."""
    op.drop_table("roll_card")
