"""Online and paper by one person: a rule that is frozen with the poll"""

import re
from pathlib import Path

from alembic import context, op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"


def upgrade() -> None:
    """Add the column and put the guards up; that of a mark in another form."""
    _run(
        "ALTER TABLE poll ADD COLUMN two_channels VARCHAR(40) NOT NULL DEFAULT 'first' "
        "CONSTRAINT ck_poll_twochannels CHECK (two_channels IN ('first', 'paper_overrides'))"
    )
    if _is_sqlite():
        _run("DROP TRIGGER roll_mark_fixed")
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in _guards("_two_channels"):
        _run(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take guards and column away, and put back what stood there before."""
    if _is_sqlite():
        for statement in _guards("_two_channels"):
            for name in re.findall(r"^CREATE TRIGGER (\w+)", statement, re.MULTILINE):
                _run(f"DROP TRIGGER {name}")
        _run(next(one for one in _guards("") if "CREATE TRIGGER roll_mark_fixed" in one))
    else:
        _run("DROP FUNCTION override_online(integer, integer, uuid, bytea, bytea, integer)")
        for name in ("poll_two_channels_frozen", "roll_mark_to_paper"):
            _run(f"DROP FUNCTION {name}() CASCADE")
        _run("DROP TRIGGER roll_mark_kept ON roll_mark")
        _run("CREATE TRIGGER roll_mark_kept BEFORE UPDATE OR DELETE ON roll_mark FOR EACH ROW EXECUTE FUNCTION refuse_change()")
    _run("ALTER TABLE poll DROP COLUMN two_channels")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement if _is_sqlite() else statement.replace("%", "%%"))


def _guards(name: str) -> list[str]:
    return (GUARDS / f"{op.get_bind().dialect.name}{name}.sql").read_text("utf-8").split("\n--;\n")
