"""Guards below the code: append-only tables, the sealed ledger, and what each role may do."""

from pathlib import Path

from alembic import context, op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"


def upgrade() -> None:
    """Put the guards up."""
    dialect = op.get_bind().dialect
    app_role = dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in (GUARDS / f"{dialect.name}.sql").read_text("utf-8").split("\n--;\n"):
        op.get_bind().exec_driver_sql(statement.replace(":app", app_role).replace("%", "%%") if dialect.name == "postgresql" else statement)


def downgrade() -> None:
    """Take the guards down."""
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        names = bind.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
        for name in names:
            bind.exec_driver_sql(f'DROP TRIGGER "{name}"')
        return
    bind.exec_driver_sql(
        "DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = "
        "p.pronamespace WHERE n.nspname = 'public' AND p.prorettype = 'trigger'::regtype LOOP "
        "EXECUTE 'DROP FUNCTION ' || f || ' CASCADE'; END LOOP; END $$"
    )
    bind.exec_driver_sql("DROP FUNCTION mix_box(uuid)")
