"""Batches of papers of one area, where a poll has papers of several."""

from alembic import op

revision = "0034"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; the papers of earlier polls are of no area."""
    op.execute("ALTER TABLE paper_batch ADD COLUMN area VARCHAR(120) NOT NULL DEFAULT ''")


def downgrade() -> None:
    """Take it away."""
    op.execute("ALTER TABLE paper_batch DROP COLUMN area")
