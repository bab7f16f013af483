"""What part of a project's cost would still be of use, for counts that give what is left in part."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. Its check stands in the column itself, so that both databases take it without a new table."""
    op.execute(
        "ALTER TABLE project ADD COLUMN least BIGINT "
        "CONSTRAINT ck_project_least_part_of_cost CHECK (least > 0 AND least <= cost)"
    )


def downgrade() -> None:
    """Take the column away, and its check with it."""
    op.execute("ALTER TABLE project DROP COLUMN least")
