"""Witnesses of the log, what they cosigned, and how many of them a partnership asks for"""

from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"
TROUBLES = ("silent", "unknown_log", "unknown_key", "refused", "ahead", "forked", "wrong_signature")


def upgrade() -> None:
    """Make the tables and the column, and put the guards up."""
    op.create_table(
        "witness",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("vkey", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("trouble", sa.Enum(*TROUBLES, name="trouble", native_enum=False, create_constraint=True, length=40), nullable=True),
        sa.Column("asked_at", Moment(timezone=True), nullable=True),
        sa.Column("retired_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_witness_partner_id"),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name="fk_witness_partnership_id"),
        sa.PrimaryKeyConstraint("id", name="pk_witness"),
        sa.UniqueConstraint("partnership_id", "vkey", name="uq_witness_partnership_id_vkey"),
    )
    op.create_table(
        "cosignature",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("witness_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["size"], ["log_checkpoint.size"], name="fk_cosignature_size"),
        sa.ForeignKeyConstraint(["witness_id"], ["witness.id"], name="fk_cosignature_witness_id"),
        sa.PrimaryKeyConstraint("size", "witness_id", name="pk_cosignature"),
    )
    op.execute("ALTER TABLE partnership ADD COLUMN witness_quorum INTEGER DEFAULT 0 NOT NULL")
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in (GUARDS / f"{op.get_bind().dialect.name}_witnesses.sql").read_text("utf-8").split("\n--;\n"):
        op.get_bind().exec_driver_sql(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take them away."""
    op.execute("ALTER TABLE partnership DROP COLUMN witness_quorum")
    op.drop_table("cosignature")
    op.drop_table("witness")
