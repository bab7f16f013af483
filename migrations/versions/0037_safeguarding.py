"""Who is written to about people under 16, which messages were passed to them, and words a partnership asks about."""

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0037"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns."""
    op.add_column("moderation_case", sa.Column("flagged_at", Moment(), nullable=True))
    op.add_column("room_policy", sa.Column("words", sa.String(2000), nullable=False, server_default=""))
    op.create_table(
        "safeguarding_lead",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("named_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name="fk_safeguarding_lead_partnership_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_safeguarding_lead_person_id"),
        sa.PrimaryKeyConstraint("partnership_id", name="pk_safeguarding_lead"),
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON safeguarding_lead TO {app_role}")
    op.execute(f"GRANT UPDATE (flagged_at) ON moderation_case TO {app_role}")


def downgrade() -> None:
    """Take them away."""
    op.drop_table("safeguarding_lead")
    op.drop_column("room_policy", "words")
    op.drop_column("moderation_case", "flagged_at")
