"""Rooms with a life of their own: an agenda, a state, seats; messages of a kind, replies, edits and drafts."""

import sqlalchemy as sa
from alembic import context, op

from pb_app.models.base import Moment

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

STATES = ("draft", "open", "frozen", "closed")
STAGES = ("gather", "explore", "weigh", "recommend")
KINDS = ("question", "evidence", "pro", "con", "concern", "change", "story")
CHANNELS = ("web", "form", "paper", "email")
ON_ONE_THING = "(proposal_no IS NULL) <> (round_no IS NULL)"
GUARDS = (
    "CREATE TRIGGER room_event_kept BEFORE DELETE ON room_event "
    "BEGIN SELECT RAISE(ABORT, 'what was said is kept in its place'); END",
    "CREATE TRIGGER room_event_once BEFORE INSERT ON room_event "
    "WHEN EXISTS (SELECT 1 FROM room_event WHERE room_id = NEW.room_id AND seq = NEW.seq) "
    "OR EXISTS (SELECT 1 FROM room_event WHERE room_id = NEW.room_id AND person_id = NEW.person_id AND key = NEW.key) "
    "BEGIN SELECT RAISE(ABORT, 'what was said is kept in its place'); END",
)


def upgrade() -> None:
    """Widen both tables and add seats and drafts."""
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(wide=True)
    else:
        _widen()
    op.create_index(op.f("ix_room_round_no"), "room", ["round_no"])
    op.create_table("room_seat", *_of_one_person("room_seat"), sa.Column("seat", sa.String(40), nullable=False),
                    sa.Column("invited_at", Moment(), nullable=False))  # fmt: skip
    op.create_table("room_draft", *_of_one_person("room_draft"), sa.Column("body", sa.String(2000), nullable=False),
                    sa.Column("saved_at", Moment(), nullable=False))  # fmt: skip
    if op.get_bind().dialect.name == "postgresql":
        app_role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON room_seat, room_draft TO {app_role}")


def downgrade() -> None:
    """Take it away again; rooms on rounds and what is no message go with it."""
    op.drop_table("room_draft")
    op.drop_table("room_seat")
    op.drop_index(op.f("ix_room_round_no"), table_name="room")
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(wide=False)
    else:
        _narrow()


def _rebuild(*, wide: bool) -> None:
    """On SQLite both tables are made anew, the one that points first to go and last to get its name."""
    op.create_table("room_new", *_room(wide=wide))
    op.create_table("room_event_new", *_event("room_new", wide=wide))
    kept = "" if wide else " WHERE proposal_no IS NOT NULL"
    old = "id, proposal_no, last_seq"
    op.execute(f"INSERT INTO room_new ({old}) SELECT {old} FROM room{kept}")
    old = "room_id, seq, kind, person_id, key, body, target_seq, hidden_by_seq, at"
    kept = "" if wide else " WHERE kind IN ('message', 'hiding') AND room_id IN (SELECT id FROM room_new)"
    op.execute(f"INSERT INTO room_event_new ({old}) SELECT {old} FROM room_event{kept}")
    op.execute("DROP TABLE room_event")
    op.execute("DROP TABLE room")
    op.execute("ALTER TABLE room_new RENAME TO room")
    op.execute("ALTER TABLE room_event_new RENAME TO room_event")
    for guard in GUARDS:
        op.get_bind().exec_driver_sql(guard)


def _widen() -> None:
    op.alter_column("room", "proposal_no", nullable=True)
    op.drop_constraint(op.f("ck_room_event_roomeventkind"), "room_event", type_="check")
    for column in _more_of_room():
        op.add_column("room", column)
    for column in _more_of_event():
        op.add_column("room_event", column)
    op.create_foreign_key(op.f("fk_room_round_no"), "room", "round", ["round_no"], ["round_no"])
    op.create_check_constraint(op.f("ck_room_on_one_thing"), "room", ON_ONE_THING)


def _narrow() -> None:
    op.execute("ALTER TABLE room_event DISABLE TRIGGER USER")
    op.execute("DELETE FROM room_event WHERE kind NOT IN ('message', 'hiding')")
    op.execute("DELETE FROM room_event WHERE room_id IN (SELECT id FROM room WHERE proposal_no IS NULL)")
    op.execute("ALTER TABLE room_event ENABLE TRIGGER USER")
    op.drop_constraint(op.f("ck_room_on_one_thing"), "room", type_="check")
    op.execute("DELETE FROM room WHERE proposal_no IS NULL")
    for column in _more_of_event():
        op.drop_column("room_event", column.name)
    for column in _more_of_room():
        op.drop_column("room", column.name)
    op.alter_column("room", "proposal_no", nullable=False)
    op.create_check_constraint(op.f("ck_room_event_roomeventkind"), "room_event", "kind IN ('message', 'hiding')")


def _room(*, wide: bool) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_no", sa.Integer(), nullable=wide),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        *(_more_of_room() if wide else []),
        *([sa.CheckConstraint(ON_ONE_THING, name=op.f("ck_room_on_one_thing"))] if wide else []),
        *([sa.ForeignKeyConstraint(["round_no"], ["round.round_no"], name=op.f("fk_room_round_no"))] if wide else []),
        sa.ForeignKeyConstraint(["proposal_no"], ["proposal.proposal_no"], name=op.f("fk_room_proposal_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("proposal_no", name=op.f("uq_room_proposal_no")),
    ]


def _more_of_room() -> list[sa.Column]:
    return [
        sa.Column("round_no", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(120), nullable=False, server_default=""),
        sa.Column("purpose", sa.String(1000), nullable=False, server_default=""),
        sa.Column("can_change", sa.String(1000), nullable=False, server_default=""),
        sa.Column("who_decides", sa.String(300), nullable=False, server_default=""),
        sa.Column("state", _word("roomstate", STATES), nullable=False, server_default="open"),
        sa.Column("agenda_stage", _word("roomstage", STAGES), nullable=True),
        sa.Column("stage_ends_at", Moment(), nullable=True),
        sa.Column("by_invitation", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("only_facilitators", sa.Boolean(), nullable=False, server_default=sa.false()),
    ]


def _event(room: str, *, wide: bool) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40) if wide else _word("roomeventkind", ("message", "hiding")), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("target_seq", sa.Integer(), nullable=True),
        sa.Column("hidden_by_seq", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        *(_more_of_event() if wide else []),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_room_event_person_id")),
        sa.ForeignKeyConstraint(["room_id"], [f"{room}.id"], name=op.f("fk_room_event_room_id")),
        sa.PrimaryKeyConstraint("room_id", "seq", name=op.f("pk_room_event")),
        sa.UniqueConstraint("room_id", "person_id", "key", name=op.f("uq_room_event_room_id_person_id_key")),
    ]


def _more_of_event() -> list[sa.Column]:
    return [
        sa.Column("message_kind", _word("messagekind", KINDS), nullable=True),
        sa.Column("headline", sa.String(180), nullable=False, server_default=""),
        sa.Column("source", sa.String(500), nullable=False, server_default=""),
        sa.Column("reply_to_seq", sa.Integer(), nullable=True),
        sa.Column("channel", _word("channel", CHANNELS), nullable=False, server_default="web"),
        sa.Column("edited_by_seq", sa.Integer(), nullable=True),
        sa.Column("withdrawn_by_seq", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=True),
    ]


def _of_one_person(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f(f"fk_{table}_room_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
        sa.PrimaryKeyConstraint("room_id", "person_id", name=op.f(f"pk_{table}")),
    ]


def _word(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
