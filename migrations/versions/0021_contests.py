"""Several contests on one paper, each with a pot of its own: a round may have several pots."""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"
POT = "id, round_no, outcome_id, name, currency"


def upgrade() -> None:
    """Make the table and the columns, let a round have several pots, and put the guards up."""
    _pots_are_unique_by("round_no, name")
    op.execute("ALTER TABLE poll ADD COLUMN contest_title VARCHAR(200) NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE poll ADD COLUMN area_id INTEGER CONSTRAINT fk_poll_area_id REFERENCES locality (id)")
    op.execute(
        "ALTER TABLE poll ADD COLUMN areas VARCHAR(40) NOT NULL DEFAULT 'chosen' "
        "CONSTRAINT ck_poll_areas CHECK (areas IN ('chosen', 'assigned'))"
    )
    op.execute("ALTER TABLE project ADD COLUMN contest_place INTEGER NOT NULL DEFAULT 1")
    op.create_table("contest", *_columns())
    dialect = op.get_bind().dialect
    app_role = dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in _guards():
        op.get_bind().exec_driver_sql(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take the guards, the table and the columns away."""
    is_sqlite = _is_sqlite()
    kind, ending = ("TRIGGER", "") if is_sqlite else ("FUNCTION", "() CASCADE")
    for statement in _guards():
        for name in re.findall(rf"^CREATE {kind} (\w+)", statement, re.MULTILINE):
            op.get_bind().exec_driver_sql(f"DROP {kind} {name}{ending}")
    op.drop_table("contest")
    op.execute("ALTER TABLE project DROP COLUMN contest_place")
    for name in ("areas", "area_id", "contest_title"):
        op.execute(f"ALTER TABLE poll DROP COLUMN {name}")
    _pots_are_unique_by("round_no")


def _pots_are_unique_by(columns: str) -> None:
    """Put another constraint on pots; SQLite can only make the table anew, with those that point to it waiting."""
    constraint = f"CONSTRAINT uq_pot_{columns.replace(', ', '_')} UNIQUE ({columns})"
    if not _is_sqlite():
        old = "uq_pot_round_no" if "name" in columns else "uq_pot_round_no_name"
        op.execute(f"ALTER TABLE pot DROP CONSTRAINT {old}")
        op.execute(f"ALTER TABLE pot ADD {constraint}")
        return
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TEMPORARY TABLE pots_aside AS SELECT {POT} FROM pot")
    op.execute("DROP TABLE pot")
    op.execute(
        "CREATE TABLE pot (id INTEGER NOT NULL, round_no INTEGER NOT NULL, outcome_id INTEGER, "
        "name VARCHAR(300) NOT NULL, currency VARCHAR(3) NOT NULL, "
        "CONSTRAINT fk_pot_outcome_id FOREIGN KEY(outcome_id) REFERENCES outcome (id), "
        "CONSTRAINT fk_pot_round_no FOREIGN KEY(round_no) REFERENCES round (round_no), "
        f"CONSTRAINT pk_pot PRIMARY KEY (id), {constraint})"
    )
    op.execute(f"INSERT INTO pot ({POT}) SELECT {POT} FROM pots_aside")
    op.execute("DROP TABLE pots_aside")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _guards() -> list[str]:
    return (GUARDS / f"{op.get_bind().dialect.name}_contests.sql").read_text("utf-8").split("\n--;\n")


def _columns() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("poll_no", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("place", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("pot_id", sa.Integer(), nullable=False),
        sa.Column("locality_id", sa.Integer(), nullable=True),
        sa.Column("ballot", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.CheckConstraint("place > 1", name=op.f("ck_contest_further")),
        sa.ForeignKeyConstraint(["poll_no"], ["poll.poll_no"], name=op.f("fk_contest_poll_no")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_contest_pot_id")),
        sa.ForeignKeyConstraint(["locality_id"], ["locality.id"], name=op.f("fk_contest_locality_id")),
        sa.PrimaryKeyConstraint("poll_no", "place", name=op.f("pk_contest")),
        sa.UniqueConstraint("pot_id", name=op.f("uq_contest_pot_id")),
    ]
