"""Movements of money with a second person above a limit, and accounts of what is committed."""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"
PURPOSES = (
    "commit", "uncommit", "pay", "refund", "give_back", "supplement", "vire", "carry", "reserve", "return", "withdraw",
    "opening", "reverse",
)  # fmt: skip
STATES = ("proposed", "posted", "refused")
POINTERS = {
    "partnership_id": "partnership", "locality_id": "locality", "giver_id": "account", "taker_id": "account",
    "reverses": "ledger_entry", "proposed_by": "person", "decided_by": "person", "entry_id": "ledger_entry",
}  # fmt: skip
NEEDED = {"partnership_id", "proposed_by"}


def upgrade() -> None:
    """Make the table, widen what it leans on, and put the guards up."""
    op.execute("ALTER TABLE account ADD COLUMN is_committed BOOLEAN NOT NULL DEFAULT FALSE")
    op.execute("ALTER TABLE partnership ADD COLUMN second_from BIGINT NOT NULL DEFAULT 100000")
    op.create_table("movement", *_columns())
    op.create_index(op.f("ix_movement_partnership_id"), "movement", ["partnership_id"])
    dialect = op.get_bind().dialect
    app_role = dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in _guards():
        op.get_bind().exec_driver_sql(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take the guards, the table and the columns away."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    kind, ending = ("TRIGGER", "") if is_sqlite else ("FUNCTION", "() CASCADE")
    for statement in _guards():
        for name in re.findall(rf"^CREATE {kind} (\w+)", statement, re.MULTILINE):
            op.get_bind().exec_driver_sql(f"DROP {kind} {name}{ending}")
    op.drop_table("movement")
    op.execute("ALTER TABLE partnership DROP COLUMN second_from")
    op.execute("ALTER TABLE account DROP COLUMN is_committed")


def _guards() -> list[str]:
    return (GUARDS / f"{op.get_bind().dialect.name}_movements.sql").read_text("utf-8").split("\n--;\n")


def _columns() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=name not in NEEDED) for name in POINTERS),
        sa.Column("purpose", _word("purpose", PURPOSES), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("second_from", sa.BigInteger(), nullable=False),
        sa.Column("state", _word("movementstate", STATES), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.CheckConstraint("pence > 0", name=op.f("ck_movement_above_nought")),
        sa.CheckConstraint("(state = 'posted') = (entry_id IS NOT NULL)", name=op.f("ck_movement_posted_has_entry")),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL)", name=op.f("ck_movement_decided_by_somebody")
        ),
        sa.CheckConstraint(
            "state <> 'posted' OR pence < second_from OR decided_by <> proposed_by",
            name=op.f("ck_movement_second_person_posts"),
        ),
        sa.CheckConstraint(
            "(reverses IS NULL) = (giver_id IS NOT NULL AND taker_id IS NOT NULL)", name=op.f("ck_movement_from_and_to")
        ),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_movement_{name}"))
            for name, table in POINTERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_movement_entry_id")),
    ]


def _word(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
