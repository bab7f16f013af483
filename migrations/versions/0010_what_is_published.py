"""What a poll publishes of its ballots: frozen with it, and fixed with the result."""

from pathlib import Path

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"
MODES = "('open', 'private', 'totals_only')"


def upgrade() -> None:
    """Add the columns, their checks in them, and the guard."""
    op.execute(
        "ALTER TABLE poll ADD COLUMN publication VARCHAR(40) NOT NULL DEFAULT 'private' "
        f"CONSTRAINT ck_poll_publication CHECK (publication IN {MODES})"
    )
    op.execute(
        'ALTER TABLE "count" ADD COLUMN publication VARCHAR(40) '
        f"CONSTRAINT ck_count_publication CHECK (publication IN {MODES})"
    )
    name = op.get_bind().dialect.name
    for statement in (GUARDS / f"{name}_publication.sql").read_text("utf-8").split("\n--;\n"):
        op.get_bind().exec_driver_sql(statement if name == "sqlite" else statement.replace("%", "%%"))


def downgrade() -> None:
    """Take guard and columns away."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER poll_publication_fixed")
        op.execute("DROP TRIGGER count_publication_fixed")
    else:
        op.execute("DROP FUNCTION poll_publication_fixed() CASCADE")
        op.execute("DROP FUNCTION count_publication_fixed() CASCADE")
    op.execute('ALTER TABLE "count" DROP COLUMN publication')
    op.execute("ALTER TABLE poll DROP COLUMN publication")
