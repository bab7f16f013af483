"""Voting on paper: stations, the papers issued to them, their accounts, the batches that are keyed, and the reckoning.

No table here names a voter. What was keyed stands by batch and line, as the papers lie in their bundle.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from pb_app.models.base import Base, Moment, word
from pb_app.models.box import box_ballot, box_inbox
from pb_app.models.polls import RollMark
from pb_app.paper import Difference

for _column in (box_inbox.c.poll_id, box_ballot.c.poll_id, RollMark.__table__.c.poll_id):
    _paper = _column.table.c.channel == "paper"
    Index(f"ix_{_column.table.name}_paper", _column, sqlite_where=_paper, postgresql_where=_paper)


class PaperStation(Base):
    """A place where people vote on paper in a poll. `hours` are words: they may span several days."""

    __tablename__ = "paper_station"
    __table_args__ = (UniqueConstraint("poll_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("poll.id"))
    name: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(200))
    hours: Mapped[str] = mapped_column(String(300))


class PaperIssue(Base):
    """Papers given to a station, by the first and the last number on their stubs."""

    __tablename__ = "paper_issue"
    __table_args__ = (CheckConstraint("first_stub > 0 AND last_stub >= first_stub", name="stubs"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("paper_station.id"))
    first_stub: Mapped[int]
    last_stub: Mapped[int]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), nullable=False)
    issued_at: Mapped[datetime] = mapped_column(Moment)


class PaperAccount(Base):
    """What a station says of its papers after the close: in its box, spoilt or handed back, and unused."""

    __tablename__ = "paper_account"
    __table_args__ = (CheckConstraint("in_box >= 0 AND spoilt >= 0 AND unused >= 0", name="counted"),)

    station_id: Mapped[int] = mapped_column(ForeignKey("paper_station.id"), primary_key=True, autoincrement=False)
    in_box: Mapped[int]
    spoilt: Mapped[int]
    unused: Mapped[int]
    told_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), nullable=False)
    told_at: Mapped[datetime] = mapped_column(Moment)


class PaperBatch(Base):
    """Papers from one station's box, keyed twice by two people and, where the two differ, settled by a third.

    `area` is the area whose papers they are, where the poll has papers of several.
    """

    __tablename__ = "paper_batch"
    __table_args__ = (
        UniqueConstraint("station_id", "batch_no"),
        CheckConstraint("papers > 0", name="papers"),
        CheckConstraint("keyer_a <> keyer_b", name="two_keyers"),
        CheckConstraint("settled_by <> keyer_a AND settled_by <> keyer_b", name="third_person"),
        CheckConstraint("sealed_at IS NULL OR discarded_at IS NULL", name="one_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("paper_station.id"))
    batch_no: Mapped[int]
    papers: Mapped[int]
    area: Mapped[str] = mapped_column(String(120), default="")
    keyer_a: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    keyer_b: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sealed_at: Mapped[datetime | None] = mapped_column(Moment)
    discarded_at: Mapped[datetime | None] = mapped_column(Moment)
    ballots: Mapped[int | None]


class PaperKey(Base):
    """One paper as it was read: by the first keyer (A), the second (B) or whoever settled the line (S)."""

    __tablename__ = "paper_key"
    __table_args__ = (
        CheckConstraint("reading IN ('A', 'B', 'S')", name="reading"),
        CheckConstraint("line_no > 0", name="line_no"),
        {"sqlite_with_rowid": False},
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("paper_batch.id"), primary_key=True, autoincrement=False)
    line_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reading: Mapped[str] = mapped_column(String(1), primary_key=True)
    body: Mapped[str] = mapped_column(Text)


class PaperExplanation(Base):
    """Why figures of a station differ, written by one person and confirmed by another for exactly this difference."""

    __tablename__ = "paper_explanation"
    __table_args__ = (
        UniqueConstraint("station_id", "kind"),
        CheckConstraint("confirmed_by <> written_by", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("paper_station.id"))
    kind: Mapped[Difference] = mapped_column(word(Difference))
    difference: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), nullable=False)
    written_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class PaperReckoning(Base):
    """That the papers of a poll are reconciled: the box as it was at the close, and as it is with the papers in it."""

    __tablename__ = "paper_reckoning"

    poll_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("poll.id"), primary_key=True)
    closed_ballots: Mapped[int]
    closed_root: Mapped[str] = mapped_column(String(64))
    ballots: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), nullable=False)
    signed_at: Mapped[datetime] = mapped_column(Moment)
