"""Changes that people suggest to a proposal, and the messages that moved whoever revised one."""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

GUARDS = Path(__file__).resolve().parents[1] / "guards"
STATES = ("draft", "evaluating", "accepted", "rejected", "withdrawn", "promoted")
POINTERS = {"proposal_no": "proposal.proposal_no", "author_id": "person.id", "became_no": "proposal.proposal_no"}


def upgrade() -> None:
    """Make the table and the column, and put the guards up."""
    op.execute("ALTER TABLE proposal_revision ADD COLUMN cited TEXT NOT NULL DEFAULT ''")
    op.create_table("amendment", *_columns())
    for name in ("proposal_no", "author_id"):
        op.create_index(op.f(f"ix_amendment_{name}"), "amendment", [name])
    app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    for statement in _guards():
        op.get_bind().exec_driver_sql(statement.replace(":app", app_role))


def downgrade() -> None:
    """Take the guards, the table and the column away."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    kind, ending = ("TRIGGER", "") if is_sqlite else ("FUNCTION", "() CASCADE")
    for statement in _guards():
        for name in re.findall(rf"^CREATE {kind} (\w+)", statement, re.MULTILINE):
            op.get_bind().exec_driver_sql(f"DROP {kind} {name}{ending}")
    op.drop_table("amendment")
    op.execute("ALTER TABLE proposal_revision DROP COLUMN cited")


def _guards() -> list[str]:
    return (GUARDS / f"{op.get_bind().dialect.name}_amendments.sql").read_text("utf-8").split("\n--;\n")


def _columns() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_no", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("state", _word("amendmentstate", STATES), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("cited", sa.Text(), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("became_revision", sa.Integer(), nullable=True),
        sa.Column("became_no", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'accepted') = (became_revision IS NOT NULL)", name=op.f("ck_amendment_accepted_has_revision")
        ),
        sa.CheckConstraint(
            "(state = 'promoted') = (became_no IS NOT NULL)", name=op.f("ck_amendment_promoted_has_proposal")
        ),
        *(
            sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_amendment_{name}"))
            for name, target in POINTERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("became_no", name=op.f("uq_amendment_became_no")),
    ]


def _word(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
