"""A person who is erased leaves the rolls of polls that were counted: a guard in another form."""

from pathlib import Path

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"


def upgrade() -> None:
    """Put the guard up in its new form."""
    for statement in _guards("_erasures"):
        _run(statement)


def downgrade() -> None:
    """Put back what stood there before."""
    _run("DROP TRIGGER roll_entry_fixed" if _is_sqlite() else "DROP FUNCTION roll_entry_fixed() CASCADE")
    _run(next(one for one in _guards("") if "CREATE TRIGGER roll_entry_fixed" in one))


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement if _is_sqlite() else statement.replace("%", "%%"))


def _guards(name: str) -> list[str]:
    return (GUARDS / f"{op.get_bind().dialect.name}{name}.sql").read_text("utf-8").split("\n--;\n")
