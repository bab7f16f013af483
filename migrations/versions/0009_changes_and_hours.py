"""Ballots that are changed with the receipt's key, hours that two people made longer, and who may vote"""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"
CHANGED = ("poll_rules_frozen", "box_inbox_kept", "box_ballot_kept")
"""Guards that are put up again in another form."""


def upgrade() -> None:
    """Add columns and table, and put the guards up."""
    op.add_column("poll", sa.Column("may_change", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("poll", sa.Column("eligibility", sa.Text(), nullable=False, server_default=""))
    op.add_column("box_voided", sa.Column("mixed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "poll_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_no", sa.Integer(), nullable=False),
        sa.Column("was", Moment(), nullable=False),
        sa.Column("closes_at", Moment(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["poll_no"], ["poll.poll_no"], name=op.f("fk_poll_extension_poll_no")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_poll_extension_proposed_by")),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_poll_extension_approved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_extension")),
        sa.CheckConstraint("closes_at > was", name=op.f("ck_poll_extension_later")),
        sa.CheckConstraint("approved_by <> proposed_by", name=op.f("ck_poll_extension_two_people")),
    )
    if _is_sqlite():
        for name in CHANGED:
            _run(f"DROP TRIGGER {name}")
    for statement in _guards("changes"):
        _run(statement.replace(":app", _app_role()))


def downgrade() -> None:
    """Take guards, table and columns away, and put back what stood there before."""
    wanted = "|".join(CHANGED)
    if _is_sqlite():
        for statement in _guards("changes"):
            for name in re.findall(r"^CREATE TRIGGER (\w+)", statement, re.MULTILINE):
                _run(f"DROP TRIGGER {name}")
        back = [one for one in _guards("") if re.search(rf"^CREATE TRIGGER ({wanted})\b", one, re.MULTILINE)]
    else:
        _run("DROP FUNCTION change_ballot(integer, integer, uuid, text, bytea, bytea, bytea, bytea, text, text)")
        for name in ("poll_hour_kept", "poll_extension_kept", "box_ballot_voided", "box_voided_once", "box_voided_kept"):
            _run(f"DROP FUNCTION {name}() CASCADE")
        _run("DROP TRIGGER box_ballot_kept ON box_ballot")
        _run("CREATE TRIGGER box_ballot_kept BEFORE UPDATE OR DELETE ON box_ballot FOR EACH ROW EXECUTE FUNCTION refuse_change()")
        _run(f"GRANT SELECT ON box_voided TO {_app_role()}")
        _run("DROP FUNCTION poll_rules_frozen() CASCADE")
        back = [one for one in _guards("") if re.search(r"(FUNCTION|TRIGGER) poll_rules_frozen\b(?!\(\),)", one)][:2]
    op.drop_table("poll_extension")
    _run("ALTER TABLE box_voided DROP COLUMN mixed")
    _run("ALTER TABLE poll DROP COLUMN eligibility")
    _run("ALTER TABLE poll DROP COLUMN may_change")
    for statement in back:
        _run(statement)
    if not _is_sqlite():
        casting = next(one for one in _guards("0004b") if "CREATE FUNCTION cast_ballot" in one)
        _run(casting.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
        _run("REVOKE ALL ON FUNCTION poll_rules_frozen() FROM PUBLIC")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _app_role() -> str:
    return op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement if _is_sqlite() else statement.replace("%", "%%"))


def _guards(number: str) -> list[str]:
    name = op.get_bind().dialect.name
    return (GUARDS / (f"{name}_{number}.sql" if number else f"{name}.sql")).read_text("utf-8").split("\n--;\n")
