"""Kiosks: tablets as ballot boxes of a station, their slips, what they deliver sealed, and its opening"""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"
KIOSK = ("box_inbox", "box_ballot", "roll_mark")
TABLES = ("kiosk_opening", "kiosk_aside", "kiosk_envelope", "kiosk_slip", "kiosk")
KINDS = "'stock', 'marks', 'keyed'"
MORE_KINDS = f"{KINDS}, 'kiosk'"


def upgrade() -> None:
    """Make the tables, let what kiosks delivered come into a closed box, and put the guards up."""
    _tables()
    for table in KIOSK:
        kiosk = sa.text("channel = 'kiosk'")
        op.create_index(f"ix_{table}_kiosk", table, ["poll_id"], sqlite_where=kiosk, postgresql_where=kiosk)
    _explained(KINDS, MORE_KINDS)
    if _is_sqlite():
        _run("DROP TRIGGER box_inbox_while_open")
        _run("DROP TRIGGER roll_mark_while_open")
    else:
        _run("DROP TRIGGER roll_mark_while_open ON roll_mark")
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in _guards("kiosks"):
        _run(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take guards and tables away, and put back what stood there before."""
    kind, ending = ("TRIGGER", "") if _is_sqlite() else ("FUNCTION", "() CASCADE")
    for statement in _guards("kiosks"):
        for name in re.findall(rf"^CREATE {kind} (\w+)", statement, re.MULTILINE):
            _run(f"DROP {kind} {name}{ending}")
    for table in KIOSK:
        op.drop_index(f"ix_{table}_kiosk", table_name=table)
    for table in TABLES:
        op.drop_table(table)
    _explained(MORE_KINDS, KINDS)
    before = "CREATE TRIGGER box_inbox_while_open" if _is_sqlite() else "CREATE FUNCTION refuse_out_of_hours"
    for statement in _guards("0005"):
        if before in statement:
            _run(statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
    for statement in _guards(""):
        if "CREATE TRIGGER roll_mark_while_open" in statement:
            _run(statement)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement if _is_sqlite() else statement.replace("%", "%%"))


def _guards(number: str) -> list[str]:
    name = op.get_bind().dialect.name
    return (GUARDS / (f"{name}_{number}.sql" if number else f"{name}.sql")).read_text("utf-8").split("\n--;\n")


def _explained(before: str, after: str) -> None:
    """Change which differences can be explained. SQLite changes no check, so the table is written anew with its guards."""
    if not _is_sqlite():
        name = "ck_paper_explanation_difference"
        _run(f"ALTER TABLE paper_explanation DROP CONSTRAINT {name}")
        _run(f"ALTER TABLE paper_explanation ADD CONSTRAINT {name} CHECK (kind IN ({after}))")
        return
    found = sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = 'paper_explanation' AND sql IS NOT NULL")
    written = op.get_bind().execute(found).all()
    table = next(sql for kind, sql in written if kind == "table")
    assert f"({before})" in table
    _run(table.replace("paper_explanation", "kept_explanation", 1).replace(f"({before})", f"({after})"))
    _run("INSERT INTO kept_explanation SELECT * FROM paper_explanation")
    _run("DROP TABLE paper_explanation")
    _run("ALTER TABLE kept_explanation RENAME TO paper_explanation")
    for kind, sql in written:
        if kind != "table":
            _run(sql)


def _person(name: str, table: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(name, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_{table}_{name}")),
    ]


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=40, create_constraint=True)


def _tables() -> None:
    op.create_table(
        "kiosk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("closes_at", Moment(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("pin_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        *_person("invited_by", "kiosk"),
        sa.Column("invited_at", Moment(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=65), nullable=True),
        sa.Column("enrolled_at", Moment(), nullable=True),
        sa.Column("sealed", sa.Integer(), nullable=False),
        sa.Column("total", sa.LargeBinary(length=32), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=True),
        sa.Column("delivered_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["station_id"], ["paper_station.id"], name=op.f("fk_kiosk_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk")),
        sa.UniqueConstraint("station_id", "name", name=op.f("uq_kiosk_station_id_name")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_kiosk_code_hash")),
        sa.CheckConstraint("sealed >= 0", name=op.f("ck_kiosk_sealed")),
    )
    op.create_table(
        "kiosk_slip",
        sa.Column("station_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slip", sa.LargeBinary(length=32), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("state", _word("slipstate", "good", "pending", "has_voted", "nobody"), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["paper_station.id"], name=op.f("fk_kiosk_slip_station_id")),
        sa.PrimaryKeyConstraint("station_id", "number", name=op.f("pk_kiosk_slip")),
        sa.UniqueConstraint("station_id", "slip", name=op.f("uq_kiosk_slip_station_id_slip")),
        sa.CheckConstraint("number > 0", name=op.f("ck_kiosk_slip_number")),
        sa.CheckConstraint("length(slip) = 32", name=op.f("ck_kiosk_slip_slip_length")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "kiosk_envelope",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kiosk_id", sa.Integer(), nullable=False),
        sa.Column("slip", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("fate", _word("fate", "waiting", "repeated", "unknown", "opened", "held"), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name=op.f("fk_kiosk_envelope_kiosk_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_kiosk_envelope")),
        sa.CheckConstraint("length(digest) = 32", name=op.f("ck_kiosk_envelope_digest_length")),
        sa.CheckConstraint("length(slip) = 32", name=op.f("ck_kiosk_envelope_slip_length")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_kiosk_envelope_slip"), "kiosk_envelope", ["slip"])
    _endings()


def _endings() -> None:
    op.create_table(
        "kiosk_aside",
        sa.Column("kiosk_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_person("written_by", "kiosk_aside"),
        sa.Column("written_at", Moment(), nullable=False),
        *_person("confirmed_by", "kiosk_aside", nullable=True),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name=op.f("fk_kiosk_aside_kiosk_id")),
        sa.PrimaryKeyConstraint("kiosk_id", name=op.f("pk_kiosk_aside")),
        sa.CheckConstraint("confirmed_by <> written_by", name=op.f("ck_kiosk_aside_two_people")),
    )
    op.create_table(
        "kiosk_opening",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("invalid", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        *_person("opened_by", "kiosk_opening"),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_kiosk_opening_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_kiosk_opening")),
        sa.CheckConstraint("received = ballots + invalid + held", name=op.f("ck_kiosk_opening_account")),
        sa.CheckConstraint("ballots >= 0 AND invalid >= 0 AND held >= 0", name=op.f("ck_kiosk_opening_counted")),
    )
