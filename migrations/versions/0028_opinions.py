"""Statements in a room, opinions on them, and how each next one was drawn."""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"
RESULTS = ("always", "after_own", "after_close")


def upgrade() -> None:
    """Make the tables and put the guards up."""
    for name, columns in _tables().items():
        op.create_table(name, *columns)
    op.create_index(op.f("ix_statement_room_id"), "statement", ["room_id"])
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in _guards():
        op.get_bind().exec_driver_sql(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take the guards and the tables away."""
    if op.get_bind().dialect.name == "sqlite":
        for name in re.findall(r"^CREATE TRIGGER (\w+)", "\n".join(_guards()), re.MULTILINE):
            op.get_bind().exec_driver_sql(f"DROP TRIGGER {name}")
    for name in reversed(_tables()):
        op.drop_table(name)


def _guards() -> list[str]:
    return (GUARDS / f"{op.get_bind().dialect.name}_opinions.sql").read_text("utf-8").split("\n--;\n")


def _tables() -> dict[str, list[sa.schema.SchemaItem]]:
    return {
        "opinion_board": [
            *_numbers("room_id most_each last_draw other_groups times computed_at"),
            sa.Column("results", sa.Enum(*RESULTS, name="results", native_enum=False, create_constraint=True, length=40),
                      nullable=False),
            sa.Column("closed_at", Moment(), nullable=True),
            sa.Column("groups", sa.Integer(), nullable=True),
            *_keys("opinion_board", "room_id", room_id="room.id"),
        ],
        "statement": [
            *_numbers("id room_id number author_id"),
            sa.Column("body", sa.String(140), nullable=False),
            sa.Column("at", Moment(), nullable=False),
            sa.Column("hidden_reason", sa.String(500), nullable=False),
            *_keys("statement", "id", room_id="room.id", author_id="person.id"),
            sa.UniqueConstraint("room_id", "number", name=op.f("uq_statement_room_id_number")),
        ],
        "opinion": [
            *_numbers("statement_id person_id sign"),
            sa.CheckConstraint("sign IN (-1, 0, 1)", name=op.f("ck_opinion_sign")),
            *_keys("opinion", "statement_id person_id", statement_id="statement.id", person_id="person.id"),
        ],
        "statement_draw": [
            *_numbers("room_id draw number"),
            sa.Column("seed", sa.String(64), nullable=False),
            sa.Column("weights", sa.JSON(), nullable=False),
            *_keys("statement_draw", "room_id draw", room_id="room.id"),
        ],
        "statement_waiting": [
            *_numbers("room_id person_id statement_id draw"),
            *_keys("statement_waiting", "room_id person_id",
                   room_id="room.id", person_id="person.id", statement_id="statement.id"),
        ],
    }  # fmt: skip


def _numbers(names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names.split()]


def _keys(table: str, primary: str, **pointers: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.PrimaryKeyConstraint(*primary.split(), name=op.f(f"pk_{table}")),
        *(sa.ForeignKeyConstraint([name], [to], name=op.f(f"fk_{table}_{name}")) for name, to in pointers.items()),
    ]
