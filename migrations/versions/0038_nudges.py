"""Who was told, alone and once, that they write much in a room or nothing yet."""

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

KINDS = ("dominant", "quiet")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "room_nudge",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum(*KINDS, name="nudge", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name="fk_room_nudge_room_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_room_nudge_person_id"),
        sa.PrimaryKeyConstraint("room_id", "person_id", "kind", name="pk_room_nudge"),
    )
    if op.get_bind().dialect.name == "postgresql":
        app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
        op.execute(f"GRANT SELECT, INSERT, DELETE ON room_nudge TO {app_role}")


def downgrade() -> None:
    """Take it away."""
    op.drop_table("room_nudge")
