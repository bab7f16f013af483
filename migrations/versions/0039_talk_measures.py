"""Measures of talk: score sheets, who facilitates, questions before and after, whom a room reaches, coded samples"""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"
STANDARDS = ("evidence", "voices", "respect", "conclusions")
MARKS = ("yes", "partly", "no", "unsure")
STANDS = ("independent", "paid", "employed")
PHASES = ("before", "talk", "after", "closed")
VIEWS = ("agree", "unsure", "disagree")
ASPECTS = ("justification", "content", "respect")


def upgrade() -> None:
    """Make the tables and put the guards up."""
    for name, columns in (_sheets() | _views() | _reach() | _coding()).items():
        op.create_table(name, *columns)
    op.create_index(op.f("ix_score_sheet_forum_id"), "score_sheet", ["forum_id"])
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in _guards():
        op.get_bind().exec_driver_sql(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take the guards and the tables away."""
    if op.get_bind().dialect.name == "sqlite":
        for name in re.findall(r"^CREATE TRIGGER (\w+)", "\n".join(_guards()), re.MULTILINE):
            op.get_bind().exec_driver_sql(f"DROP TRIGGER {name}")
    for name in reversed(_sheets() | _views() | _reach() | _coding()):
        op.drop_table(name)


def _guards() -> list[str]:
    return (GUARDS / f"{op.get_bind().dialect.name}_talk_measures.sql").read_text("utf-8").split("\n--;\n")


def _sheets() -> dict[str, list[sa.schema.SchemaItem]]:
    return {
        "facilitation": [
            *_numbers("room_id"),
            *_texts(facilitator=120, employer=200),
            _word("stand", STANDS),
            *_keys("facilitation", "room_id", room_id="room.id"),
        ],
        "score_sheet": [
            *_numbers("id returns on_paper"),
            *_numbers("room_id forum_id", nullable=True),
            *_texts(title=120, facilitator=120, employer=200, key=64),
            sa.Column("held_on", sa.Date(), nullable=True),
            _word("stand", STANDS, nullable=True),
            sa.Column("closed_at", Moment(), nullable=True),
            sa.CheckConstraint("(room_id IS NULL) <> (forum_id IS NULL)", name=op.f("ck_score_sheet_of_one_thing")),
            sa.UniqueConstraint("room_id", name=op.f("uq_score_sheet_room_id")),
            *_keys("score_sheet", "id", room_id="room.id", forum_id="forum.id"),
        ],
        "sheet_tally": [
            *_numbers("sheet_id people"),
            _word("standard", STANDARDS),
            _word("mark", MARKS),
            *_keys("sheet_tally", "sheet_id standard mark", sheet_id="score_sheet.id"),
        ],
        "sheet_return": [
            *_numbers("sheet_id person_id"),
            *_keys("sheet_return", "sheet_id person_id", sheet_id="score_sheet.id", person_id="person.id"),
        ],
    }


def _views() -> dict[str, list[sa.schema.SchemaItem]]:
    return {
        "view_board": [
            *_numbers("room_id"),
            _word("phase", PHASES),
            *_keys("view_board", "room_id", room_id="room.id"),
        ],
        "view_question": [
            *_numbers("id room_id number"),
            *_texts(body=200),
            sa.UniqueConstraint("room_id", "number", name=op.f("uq_view_question_room_id_number")),
            *_keys("view_question", "id", room_id="room.id"),
        ],
        "view_answer": [
            *_numbers("question_id person_id"),
            _word("phase", PHASES),
            _word("view", VIEWS),
            *_keys("view_answer", "question_id person_id phase", question_id="view_question.id", person_id="person.id"),
        ],
    }


def _reach() -> dict[str, list[sa.schema.SchemaItem]]:
    return {
        "reach_board": [
            *_numbers("room_id returns"),
            sa.Column("closed_at", Moment(), nullable=True),
            *_keys("reach_board", "room_id", room_id="room.id"),
        ],
        "reach_question": [
            *_numbers("id room_id number"),
            *_texts(label=80, source=300),
            sa.UniqueConstraint("room_id", "number", name=op.f("uq_reach_question_room_id_number")),
            *_keys("reach_question", "id", room_id="room.id"),
        ],
        "reach_group": [
            *_numbers("id question_id number population people"),
            *_texts(label=80),
            sa.UniqueConstraint("question_id", "number", name=op.f("uq_reach_group_question_id_number")),
            *_keys("reach_group", "id", question_id="reach_question.id"),
        ],
        "reach_return": [
            *_numbers("room_id person_id"),
            *_keys("reach_return", "room_id person_id", room_id="room.id", person_id="person.id"),
        ],
    }


def _coding() -> dict[str, list[sa.schema.SchemaItem]]:
    return {
        "quality_sample": [
            *_numbers("room_id"),
            *_texts(seed=64),
            *(sa.Column(name, sa.Text(), nullable=False) for name in ("candidates", "messages")),
            sa.Column("drawn_at", Moment(), nullable=False),
            *_keys("quality_sample", "room_id", room_id="room.id"),
        ],
        "quality_coder": [
            *_numbers("room_id number person_id"),
            sa.UniqueConstraint("room_id", "person_id", name=op.f("uq_quality_coder_room_id_person_id")),
            *_keys("quality_coder", "room_id number", room_id="quality_sample.room_id", person_id="person.id"),
        ],
        "quality_code": [
            *_numbers("room_id seq coder"),
            _word("aspect", ASPECTS),
            *_texts(code=20, quote=300),
            *_keys("quality_code", "room_id seq coder aspect", room_id="quality_sample.room_id"),
        ],
    }


def _numbers(names: str, *, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names.split()]


def _texts(**lengths: int) -> list[sa.Column]:
    return [sa.Column(name, sa.String(length), nullable=False) for name, length in lengths.items()]


def _word(name: str, words: tuple[str, ...], *, nullable: bool = False) -> sa.Column:
    checked = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, checked, nullable=nullable)


def _keys(table: str, primary: str, **pointers: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.PrimaryKeyConstraint(*primary.split(), name=op.f(f"pk_{table}")),
        *(sa.ForeignKeyConstraint([name], [to], name=op.f(f"fk_{table}_{name}")) for name, to in pointers.items()),
    ]
