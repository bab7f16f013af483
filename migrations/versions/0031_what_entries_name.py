"""What each entry of the log names, to be found by, and the keys that sign receipts"""

import json
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"
NAMED = ("round", "room", "pot", "movement", "locality")
BATCH = 5_000


def upgrade() -> None:
    """Make the tables, note what the entries so far name, and put the guards up."""
    op.create_table(
        "log_mention",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("value", sa.String(60), nullable=False),
        sa.Column("idx", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("name", "value", "idx", name="pk_log_mention"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "receipt_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vkey", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_receipt_key"),
    )
    _note_entries()
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in (GUARDS / f"{op.get_bind().dialect.name}_mentions.sql").read_text("utf-8").split("\n--;\n"):
        op.get_bind().exec_driver_sql(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take them away."""
    op.drop_table("receipt_key")
    op.drop_table("log_mention")


def _note_entries() -> None:
    insert = sa.text("INSERT INTO log_mention (name, value, idx) VALUES (:name, :value, :idx)")
    entries = sa.text("SELECT idx, body FROM log_leaf WHERE idx >= :first AND idx < :end ORDER BY idx")
    first = 0
    while rows := op.get_bind().execute(entries, {"first": first, "end": first + BATCH}).all():
        op.get_bind().execute(insert, [one for row in rows for one in _named(row.idx, row.body)])
        first += BATCH


def _named(idx: int, body: str) -> list[dict[str, object]]:
    entry = json.loads(body)
    told = {"event": entry["t"], "poll": entry.get("poll")} | {name: entry["d"].get(name) for name in NAMED}
    return [{"name": name, "value": str(value), "idx": idx} for name, value in told.items() if value is not None]
