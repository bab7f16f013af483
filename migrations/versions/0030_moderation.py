"""Messages that wait for a facilitator: reports, decisions and appeals"""

from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"
CAUSES = ("reported", "first_post", "seen")
STATES = ("open", "escalated", "settled")
VERDICTS = ("leave", "hold", "hide", "escalate", "restore", "mute", "slow_mode", "pause", "first_posts")
TABLES = ("moderation_appeal", "moderation_decision", "message_report", "moderation_case")


def upgrade() -> None:
    """Make the tables, and put the guards up."""
    op.create_table(
        "moderation_case",
        sa.Column("id", sa.Integer(), nullable=False),
        *_ids("room_id seq"),
        sa.Column("cause", _word("cause", CAUSES), nullable=False),
        sa.Column("state", _word("casestate", STATES), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_moments("opened_at due_at"),
        *_moments("reminded_at settled_at", nullable=True),
        _points("moderation_case", "room_id", "room"),
        sa.ForeignKeyConstraint(["room_id", "seq"], ["room_event.room_id", "room_event.seq"], name="fk_moderation_case_room_id_seq"),
        sa.PrimaryKeyConstraint("id", name="pk_moderation_case"),
        sa.UniqueConstraint("room_id", "seq", name="uq_moderation_case_room_id_seq"),
    )
    op.create_table(
        "message_report",
        sa.Column("id", sa.Integer(), nullable=False),
        *_ids("case_id person_id"),
        *_ids("rule_id", nullable=True),
        sa.Column("note", sa.String(500), nullable=False),
        *_moments("at"),
        _points("message_report", "case_id", "moderation_case"),
        _points("message_report", "person_id", "person"),
        _points("message_report", "rule_id", "room_rule"),
        sa.PrimaryKeyConstraint("id", name="pk_message_report"),
        sa.UniqueConstraint("case_id", "person_id", name="uq_message_report_case_id_person_id"),
    )
    op.create_index("ix_message_report_person_id", "message_report", ["person_id"])
    op.create_table(
        "moderation_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        *_ids("room_id"),
        *_ids("case_id version rule_id decided_by author_id seconds", nullable=True),
        sa.Column("verdict", _word("verdict", VERDICTS), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        *_moments("at"),
        *_moments("until", nullable=True),
        sa.Column("salt", sa.LargeBinary(16), nullable=True),
        sa.Column("digest", sa.LargeBinary(32), nullable=True),
        _points("moderation_decision", "room_id", "room"),
        _points("moderation_decision", "case_id", "moderation_case"),
        _points("moderation_decision", "rule_id", "room_rule"),
        _points("moderation_decision", "decided_by", "person"),
        _points("moderation_decision", "author_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_moderation_decision"),
        sa.UniqueConstraint("case_id", "version", name="uq_moderation_decision_case_id_version"),
    )
    op.create_index("ix_moderation_decision_room_id", "moderation_decision", ["room_id"])
    op.create_index("ix_moderation_decision_author_id", "moderation_decision", ["author_id"])
    op.create_table("moderation_appeal", *_appeal())
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in (GUARDS / f"{op.get_bind().dialect.name}_moderation.sql").read_text("utf-8").split("\n--;\n"):
        op.get_bind().exec_driver_sql(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take them away."""
    for table in TABLES:
        op.drop_table(table)


def _appeal() -> list[sa.schema.SchemaItem]:
    somebody_else = "decided_by IS NULL OR against IS NULL OR decided_by <> against"
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        *_ids("decision_id person_id"),
        *_ids("against decided_by", nullable=True),
        sa.Column("words", sa.String(2000), nullable=False),
        *_moments("at due_at"),
        *_moments("decided_at", nullable=True),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(500), nullable=False),
        sa.CheckConstraint(somebody_else, name=op.f("ck_moderation_appeal_somebody_else")),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> person_id", name=op.f("ck_moderation_appeal_not_the_author")),
        sa.CheckConstraint("(decided_at IS NULL) = (is_upheld IS NULL)", name=op.f("ck_moderation_appeal_whole_answer")),
        _points("moderation_appeal", "decision_id", "moderation_decision"),
        *(_points("moderation_appeal", name, "person") for name in ("person_id", "against", "decided_by")),
        sa.PrimaryKeyConstraint("id", name="pk_moderation_appeal"),
        sa.UniqueConstraint("decision_id", name="uq_moderation_appeal_decision_id"),
    ]


def _ids(names: str, *, nullable: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names.split()]


def _moments(names: str, *, nullable: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, Moment(), nullable=nullable) for name in names.split()]


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def _word(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
