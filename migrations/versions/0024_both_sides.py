"""What matters to whom in a room, and the pack of both sides' arguments that is frozen with a poll."""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"


def upgrade() -> None:
    """Make the tables and put the guards up."""
    op.create_table(
        "point_mark",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("room_id", "seq", "person_id")),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id", "seq"], ["room_event.room_id", "room_event.seq"], name=op.f("fk_point_mark_room_id_seq")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_point_mark_person_id")),
        sa.PrimaryKeyConstraint("room_id", "seq", "person_id", name=op.f("pk_point_mark")),
    )
    op.create_table(
        "ballot_pack",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_ballot_pack_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_ballot_pack")),
    )
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in _guards():
        op.get_bind().exec_driver_sql(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take the guards and the tables away."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    kind, ending = ("TRIGGER", "") if is_sqlite else ("FUNCTION", "() CASCADE")
    for statement in _guards():
        for name in re.findall(rf"^CREATE {kind} (\w+)", statement, re.MULTILINE):
            op.get_bind().exec_driver_sql(f"DROP {kind} {name}{ending}")
    op.drop_table("ballot_pack")
    op.drop_table("point_mark")


def _guards() -> list[str]:
    return (GUARDS / f"{op.get_bind().dialect.name}_both_sides.sql").read_text("utf-8").split("\n--;\n")
