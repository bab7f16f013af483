"""Objections to places on a roll, with what the person concerned said to them"""

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0033"
down_revision = "0040"
branch_labels = None
depends_on = None

KINDS = ("not_here", "age", "twice")


def upgrade() -> None:
    """Make the table; what was decided stays."""
    kind = sa.Enum(*KINDS, name="strikekind", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "roll_strike",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_no", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", kind, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", Moment(), nullable=True),
        sa.Column("reply_until", Moment(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("is_struck", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["poll_no"], ["poll.poll_no"], name=op.f("fk_roll_strike_poll_no")),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_roll_strike_{name}"))
            for name in ("person_id", "proposed_by", "decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_strike")),
        sa.CheckConstraint("decided_by <> proposed_by", name=op.f("ck_roll_strike_two_people")),
        sa.CheckConstraint("(decided_at IS NULL) = (is_struck IS NULL)", name=op.f("ck_roll_strike_whole_decision")),
        sa.CheckConstraint(
            "decided_at IS NULL OR person_id IS NULL", name=op.f("ck_roll_strike_nobody_afterwards")
        ),
    )
    op.create_index(op.f("ix_roll_strike_poll_no"), "roll_strike", ["poll_no"])
    op.create_index(op.f("ix_roll_strike_person_id"), "roll_strike", ["person_id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER roll_strike_kept BEFORE UPDATE ON roll_strike WHEN OLD.decided_at IS NOT NULL "
            "BEGIN SELECT RAISE(ABORT, 'an objection stays as it was decided'); END"
        )
        return
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    op.execute(
        "CREATE TRIGGER roll_strike_kept BEFORE UPDATE ON roll_strike FOR EACH ROW "
        "WHEN (OLD.decided_at IS NOT NULL) EXECUTE FUNCTION refuse_change()"
    )
    op.execute("REVOKE ALL ON roll_strike FROM PUBLIC")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON roll_strike TO {app_role}")
    op.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {app_role}")


def downgrade() -> None:
    """Take the table away, its guards with it."""
    op.drop_table("roll_strike")
