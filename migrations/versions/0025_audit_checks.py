"""What auditors checked, kept as written."""

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

FINDINGS = ("in_order", "open", "not_in_order")
KEPT = {
    "sqlite": (
        "CREATE TRIGGER audit_check_kept BEFORE DELETE ON audit_check"
        " BEGIN SELECT RAISE(ABORT, 'checks are kept'); END",
        "CREATE TRIGGER audit_check_fixed BEFORE UPDATE ON audit_check"
        " BEGIN SELECT RAISE(ABORT, 'checks are kept'); END",
        "CREATE TRIGGER audit_check_once BEFORE INSERT ON audit_check"
        " WHEN EXISTS (SELECT 1 FROM audit_check WHERE id = NEW.id)"
        " BEGIN SELECT RAISE(ABORT, 'checks are kept'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER audit_check_kept BEFORE UPDATE OR DELETE ON audit_check"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER audit_check_whole BEFORE TRUNCATE ON audit_check"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "GRANT SELECT, INSERT ON audit_check TO :app",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app",
    ),
}


def upgrade() -> None:
    """Make the table and put its guards up."""
    finding = sa.Enum(*FINDINGS, name="checkfinding", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "audit_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.BigInteger(), nullable=False),
        sa.Column("finding", finding, nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=False),
        sa.Column("pseudonym", sa.String(40), nullable=False),
        sa.Column("checked_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["checked_by"], ["person.id"], name=op.f("fk_audit_check_checked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_check")),
    )
    op.create_index(op.f("ix_audit_check_entry"), "audit_check", ["entry"])
    dialect = op.get_bind().dialect
    app_role = dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in KEPT[dialect.name]:
        op.get_bind().exec_driver_sql(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take the table away, and its guards with it."""
    op.drop_table("audit_check")
