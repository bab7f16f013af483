"""Workers of partners who vouch for people, and for which places they did"""

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

REASONS = ("known", "no_address", "no_papers")
KEPT = ("DELETE", "UPDATE")


def upgrade() -> None:
    """Make the tables; that somebody vouched stays."""
    op.create_table(
        "voucher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_no", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("named_by", sa.Integer(), nullable=False),
        sa.Column("named_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["poll_no"], ["poll.poll_no"], name=op.f("fk_voucher_poll_no")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_voucher_person_id")),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_voucher_named_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
        sa.UniqueConstraint("poll_no", "person_id", name=op.f("uq_voucher_poll_no_person_id")),
        sa.CheckConstraint("most >= 0", name=op.f("ck_voucher_most")),
    )
    reason = sa.Enum(*REASONS, name="vouchreason", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "roll_vouch",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("roll_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("reason", reason, nullable=False),
        sa.Column("vouched_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id", "roll_no"], ["roll_entry.poll_id", "roll_entry.roll_no"], name=op.f("fk_roll_vouch_poll_id_roll_no")
        ),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name=op.f("fk_roll_vouch_voucher_id")),
        sa.PrimaryKeyConstraint("poll_id", "roll_no", name=op.f("pk_roll_vouch")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_roll_vouch_voucher_id"), "roll_vouch", ["voucher_id"])
    if op.get_bind().dialect.name == "sqlite":
        for deed in KEPT:
            op.execute(
                f"CREATE TRIGGER roll_vouch_kept_{deed.lower()} BEFORE {deed} ON roll_vouch "
                "BEGIN SELECT RAISE(ABORT, 'who vouched is kept'); END"
            )
        return
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    op.execute(
        "CREATE TRIGGER roll_vouch_kept BEFORE UPDATE OR DELETE ON roll_vouch "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute("REVOKE ALL ON voucher, roll_vouch FROM PUBLIC")
    op.execute(f"GRANT SELECT, INSERT ON voucher, roll_vouch TO {app_role}")
    op.execute(f"GRANT UPDATE (organisation, most, named_by, named_at) ON voucher TO {app_role}")
    op.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {app_role}")


def downgrade() -> None:
    """Take the tables away, their guards with them."""
    op.drop_table("roll_vouch")
    op.drop_table("voucher")
