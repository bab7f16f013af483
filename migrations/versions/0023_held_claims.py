"""Claims that wait because many came from one place"""

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "claim_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("place_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("is_trusted", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_claim_place_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_place")),
        sa.UniqueConstraint("poll_id", "place_key", name=op.f("uq_claim_place_poll_id_place_key")),
    )
    op.create_table(
        "held_claim",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("person_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("held_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_held_claim_poll_id")),
        sa.ForeignKeyConstraint(["place_id"], ["claim_place.id"], name=op.f("fk_held_claim_place_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_held_claim_person_id")),
        sa.PrimaryKeyConstraint("poll_id", "person_key", name=op.f("pk_held_claim")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_held_claim_place_id"), "held_claim", ["place_id"])
    if op.get_bind().dialect.name == "postgresql":
        app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
        op.execute("REVOKE ALL ON claim_place, held_claim FROM PUBLIC")
        op.execute(f"GRANT SELECT, INSERT ON claim_place, held_claim TO {app_role}")
        op.execute(f"GRANT UPDATE (since, claims, is_trusted, note) ON claim_place TO {app_role}")
        op.execute(f"GRANT DELETE ON held_claim TO {app_role}")
        op.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {app_role}")


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("held_claim")
    op.drop_table("claim_place")
