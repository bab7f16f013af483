"""Which kind of ballot a poll has, with all its limits, instead of the number of choices alone."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

GUARD = "poll_rules_frozen"
OLD, NEW = "{0}min_choices, {0}max_choices", "{0}ballot"
TOLD = """'{' || CASE WHEN max_choices IS NULL THEN '' ELSE '"max_choices":' || max_choices || ',' END
  || '"min_choices":' || min_choices || ',"none_of_these":0,"style":"approval"}'"""


def upgrade() -> None:
    """Tell what stood there as the kind that all polls had, and have the guard watch the new column."""
    guard = _guard_taken_down()
    op.execute("ALTER TABLE poll ADD COLUMN ballot VARCHAR NOT NULL DEFAULT ''")
    op.get_bind().exec_driver_sql(f"UPDATE poll SET ballot = {TOLD}")
    op.execute("ALTER TABLE poll DROP COLUMN min_choices")
    op.execute("ALTER TABLE poll DROP COLUMN max_choices")
    _put_up(guard, OLD, NEW)


def downgrade() -> None:
    """Keep what the old columns can hold: the numbers of choices."""
    guard = _guard_taken_down()
    op.execute("ALTER TABLE poll ADD COLUMN min_choices INTEGER NOT NULL DEFAULT 0")
    op.execute("ALTER TABLE poll ADD COLUMN max_choices INTEGER")
    if op.get_bind().dialect.name == "sqlite":
        limit = "json_extract(ballot, '$.{0}')"
    else:
        limit = "CAST(CAST(NULLIF(ballot, '') AS json) ->> '{0}' AS INTEGER)"
    least, most = (limit.format(name) for name in ("min_choices", "max_choices"))
    op.execute(f"UPDATE poll SET min_choices = COALESCE({least}, 0), max_choices = {most} WHERE ballot <> ''")
    op.execute("ALTER TABLE poll DROP COLUMN ballot")
    _put_up(guard, NEW, OLD)


def _guard_taken_down() -> str:
    """The statement that makes the guard as it stands, which is dropped or may be made again."""
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        found = bind.scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": GUARD})
        op.execute(f"DROP TRIGGER {GUARD}")
    else:
        found = bind.scalar(sa.text(f"SELECT pg_get_functiondef('{GUARD}'::regproc)"))
        op.execute(f"ALTER TABLE poll DISABLE TRIGGER {GUARD}")
    return str(found)


def _put_up(guard: str, before: str, after: str) -> None:
    bind = op.get_bind()
    for row in ("", "NEW.", "OLD."):
        guard = guard.replace(before.format(row), after.format(row))
    bind.exec_driver_sql(guard if bind.dialect.name == "sqlite" else guard.replace("%", "%%"))
    if bind.dialect.name != "sqlite":
        op.execute(f"ALTER TABLE poll ENABLE TRIGGER {GUARD}")
