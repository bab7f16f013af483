"""Voting on paper: stations, papers, batches that are keyed twice, and the reckoning"""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0005"
down_revision = "0004c"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"
PAPER = ("box_inbox", "box_ballot", "roll_mark")
TABLES = ("paper_reckoning", "paper_explanation", "paper_key", "paper_batch", "paper_account", "paper_issue", "paper_station")


def upgrade() -> None:
    """Make the tables, let papers come into a closed box, and put the guards up."""
    _tables()
    op.add_column("roll_mark", sa.Column("station_id", sa.Integer(), nullable=True))
    for table in PAPER:
        paper = sa.text("channel = 'paper'")
        op.create_index(f"ix_{table}_paper", table, ["poll_id"], sqlite_where=paper, postgresql_where=paper)
    _drop_changed()
    dialect = op.get_bind().dialect
    app_role = dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in _guards("0005"):
        _run(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take guards and tables away, and put back what stood there before."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    kind, ending = ("TRIGGER", "") if is_sqlite else ("FUNCTION", "() CASCADE")
    for statement in _guards("0005"):
        for name in re.findall(rf"^CREATE {kind} (\w+)", statement, re.MULTILINE):
            _run(f"DROP {kind} {name}{ending}")
    for table in PAPER:
        op.drop_index(f"ix_{table}_paper", table_name=table)
    _run("ALTER TABLE roll_mark DROP COLUMN station_id")
    for table in TABLES:
        op.drop_table(table)
    for statement in [*_guards(""), *_guards("0003")]:
        wanted = r"CREATE TRIGGER (poll_facts_fixed|box_inbox_while_open)\b"
        wanted = wanted if is_sqlite else r"CREATE FUNCTION poll_facts_fixed|CREATE TRIGGER (poll_facts_fixed|box_inbox_while_open)\b"
        if re.search(wanted, statement):
            _run(statement)
    if not is_sqlite:
        _run("ALTER FUNCTION poll_facts_fixed() SET search_path = public, pg_temp")
        _run("REVOKE ALL ON FUNCTION poll_facts_fixed() FROM PUBLIC")


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement if op.get_bind().dialect.name == "sqlite" else statement.replace("%", "%%"))


def _guards(number: str) -> list[str]:
    name = op.get_bind().dialect.name
    return (GUARDS / (f"{name}_{number}.sql" if number else f"{name}.sql")).read_text("utf-8").split("\n--;\n")


def _drop_changed() -> None:
    """Take the two guards down that are put up again in another form."""
    if op.get_bind().dialect.name == "sqlite":
        _run("DROP TRIGGER box_inbox_while_open")
        _run("DROP TRIGGER poll_facts_fixed")
    else:
        _run("DROP TRIGGER box_inbox_while_open ON box_inbox")
        _run("DROP FUNCTION poll_facts_fixed() CASCADE")


def _person(name: str, table: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(name, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_{table}_{name}")),
    ]


def _of_station(table: str, *, is_key: bool = False) -> list[sa.schema.SchemaItem]:
    key = {"autoincrement": False} if is_key else {}
    return [
        sa.Column("station_id", sa.Integer(), nullable=False, **key),
        sa.ForeignKeyConstraint(["station_id"], ["paper_station.id"], name=op.f(f"fk_{table}_station_id")),
        sa.PrimaryKeyConstraint("station_id" if is_key else "id", name=op.f(f"pk_{table}")),
    ]


def _tables() -> None:
    op.create_table(
        "paper_station",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("hours", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_paper_station_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_station")),
        sa.UniqueConstraint("poll_id", "name", name=op.f("uq_paper_station_poll_id_name")),
    )
    op.create_table(
        "paper_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        *_of_station("paper_issue"),
        sa.Column("first_stub", sa.Integer(), nullable=False),
        sa.Column("last_stub", sa.Integer(), nullable=False),
        *_person("issued_by", "paper_issue"),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.CheckConstraint("first_stub > 0 AND last_stub >= first_stub", name=op.f("ck_paper_issue_stubs")),
    )
    op.create_table(
        "paper_account",
        *_of_station("paper_account", is_key=True),
        sa.Column("in_box", sa.Integer(), nullable=False),
        sa.Column("spoilt", sa.Integer(), nullable=False),
        sa.Column("unused", sa.Integer(), nullable=False),
        *_person("told_by", "paper_account"),
        sa.Column("told_at", Moment(), nullable=False),
        sa.CheckConstraint("in_box >= 0 AND spoilt >= 0 AND unused >= 0", name=op.f("ck_paper_account_counted")),
    )
    _batches()
    op.create_table(
        "paper_explanation",
        sa.Column("id", sa.Integer(), nullable=False),
        *_of_station("paper_explanation"),
        sa.Column("kind", sa.Enum("stock", "marks", "keyed", name="difference", native_enum=False, length=40, create_constraint=True), nullable=False),
        sa.Column("difference", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        *_person("written_by", "paper_explanation"),
        sa.Column("written_at", Moment(), nullable=False),
        *_person("confirmed_by", "paper_explanation", nullable=True),
        sa.UniqueConstraint("station_id", "kind", name=op.f("uq_paper_explanation_station_id_kind")),
        sa.CheckConstraint("confirmed_by <> written_by", name=op.f("ck_paper_explanation_two_people")),
    )
    op.create_table(
        "paper_reckoning",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("closed_ballots", sa.Integer(), nullable=False),
        sa.Column("closed_root", sa.String(length=64), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        *_person("signed_by", "paper_reckoning"),
        sa.Column("signed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_paper_reckoning_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_paper_reckoning")),
    )


def _batches() -> None:
    op.create_table(
        "paper_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        *_of_station("paper_batch"),
        sa.Column("batch_no", sa.Integer(), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        *_person("keyer_a", "paper_batch", nullable=True),
        *_person("keyer_b", "paper_batch", nullable=True),
        *_person("settled_by", "paper_batch", nullable=True),
        sa.Column("sealed_at", Moment(), nullable=True),
        sa.Column("discarded_at", Moment(), nullable=True),
        sa.Column("ballots", sa.Integer(), nullable=True),
        sa.UniqueConstraint("station_id", "batch_no", name=op.f("uq_paper_batch_station_id_batch_no")),
        sa.CheckConstraint("papers > 0", name=op.f("ck_paper_batch_papers")),
        sa.CheckConstraint("keyer_a <> keyer_b", name=op.f("ck_paper_batch_two_keyers")),
        sa.CheckConstraint("settled_by <> keyer_a AND settled_by <> keyer_b", name=op.f("ck_paper_batch_third_person")),
        sa.CheckConstraint("sealed_at IS NULL OR discarded_at IS NULL", name=op.f("ck_paper_batch_one_end")),
    )
    op.create_table(
        "paper_key",
        sa.Column("batch_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reading", sa.String(length=1), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["paper_batch.id"], name=op.f("fk_paper_key_batch_id")),
        sa.PrimaryKeyConstraint("batch_id", "line_no", "reading", name=op.f("pk_paper_key")),
        sa.CheckConstraint("reading IN ('A', 'B', 'S')", name=op.f("ck_paper_key_reading")),
        sa.CheckConstraint("line_no > 0", name=op.f("ck_paper_key_line_no")),
        sqlite_with_rowid=False,
    )
