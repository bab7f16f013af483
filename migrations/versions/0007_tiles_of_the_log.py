"""Nodes of the log's tree for tiles, its keys, payloads that can be erased, and why it is not signed"""

import hashlib
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"
WIDTH = 256
TABLES = ("log_halt", "log_payload", "log_key", "log_node")


def upgrade() -> None:
    """Make the tables, keep the nodes of the tree so far, and put the guards up."""
    op.create_table(
        "log_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("level", "place", name="pk_log_node"),
    )
    op.create_table(
        "log_key",
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("vkey", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("since", name="pk_log_key"),
    )
    op.create_table(
        "log_payload",
        sa.Column("leaf_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("leaf_hash", name="pk_log_payload"),
    )
    op.create_table(
        "log_halt",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("since", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_log_halt"),
    )
    _keep_nodes()
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in _guards():
        _run(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take tables and guards away."""
    for table in TABLES:
        op.drop_table(table)


def _keep_nodes() -> None:
    hashes = [row[0] for row in op.get_bind().execute(sa.text("SELECT leaf_hash FROM log_leaf ORDER BY idx"))]
    level = 1
    while len(hashes) >= WIDTH:
        hashes = [_root(hashes[at : at + WIDTH]) for at in range(0, len(hashes) - WIDTH + 1, WIDTH)]
        rows = [{"level": level, "place": place, "hash": one} for place, one in enumerate(hashes)]
        op.get_bind().execute(sa.text("INSERT INTO log_node VALUES (:level, :place, :hash)"), rows)
        level += 1


def _root(hashes: list[bytes]) -> bytes:
    """The root over a full tile (RFC 6962)."""
    while len(hashes) > 1:
        hashes = [hashlib.sha256(b"\x01" + hashes[at] + hashes[at + 1]).digest() for at in range(0, len(hashes), 2)]
    return hashes[0]


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement if op.get_bind().dialect.name == "sqlite" else statement.replace("%", "%%"))


def _guards() -> list[str]:
    return (GUARDS / f"{op.get_bind().dialect.name}_log_tiles.sql").read_text("utf-8").split("\n--;\n")
