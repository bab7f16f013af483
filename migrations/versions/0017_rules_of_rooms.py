"""The rules of talking together, a version at a time"""

from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"


def upgrade() -> None:
    """Make the tables, and put the guards up."""
    op.create_table(
        "room_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=False),
        sa.Column("published_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name="fk_room_policy_partnership_id"),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name="fk_room_policy_published_by"),
        sa.PrimaryKeyConstraint("id", name="pk_room_policy"),
        sa.UniqueConstraint("partnership_id", "version", name="uq_room_policy_partnership_id_version"),
    )
    op.create_table(
        "room_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=600), nullable=False),
        sa.Column("label_gd", sa.String(length=80), nullable=False),
        sa.Column("text_gd", sa.String(length=600), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["room_policy.id"], name="fk_room_rule_policy_id"),
        sa.PrimaryKeyConstraint("id", name="pk_room_rule"),
        sa.UniqueConstraint("policy_id", "number", name="uq_room_rule_policy_id_number"),
    )
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in (GUARDS / f"{op.get_bind().dialect.name}_policies.sql").read_text("utf-8").split("\n--;\n"):
        op.get_bind().exec_driver_sql(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take them away."""
    op.drop_table("room_rule")
    op.drop_table("room_policy")
