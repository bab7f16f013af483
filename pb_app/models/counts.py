"""Counts of a poll, and what the deciding forum made of the result."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base, Moment, word
from pb_app.models.polls import Poll
from pb_app.publication import Publication
from pb_app.roles import Scope
from pb_app.stages import Decision, JobState, PollState


class Count(Base):
    """The count of record of a poll: its canonical record and that record's hash, the outcome in full, and greedy's.

    `publication` is what of the ballots is published, at most what was frozen; None until what they tell was looked at.
    """

    __tablename__ = "count"

    poll_no: Mapped[int] = mapped_column(ForeignKey("poll.poll_no"), primary_key=True, autoincrement=False)
    record: Mapped[str] = mapped_column(Text)
    record_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    pb_sha256: Mapped[str] = mapped_column(String(64))
    lot_seed: Mapped[str] = mapped_column(String(200))
    seed_value: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[str] = mapped_column(Text)
    greedy: Mapped[str] = mapped_column(Text)
    counted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    counted_at: Mapped[datetime] = mapped_column(Moment)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    publication: Mapped[Publication | None] = mapped_column(word(Publication))
    awards_entry_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)

    poll: Mapped[Poll] = relationship(lazy="raise")
    adoptions: Mapped[list["Adoption"]] = relationship(lazy="raise", back_populates="count", order_by="Adoption.id")
    further: Mapped[list["ContestCount"]] = relationship(lazy="raise", order_by="ContestCount.place")

    @property
    def scope(self) -> Scope:
        """The poll's scope."""
        return self.poll.scope

    @property
    def stage(self) -> PollState:
        """Where the poll stands."""
        return self.poll.state

    @property
    def shows_ballots(self) -> bool:
        """Whether ballots are published row by row, so that strangers can count again."""
        return self.publication is not Publication.TOTALS_ONLY

    @property
    def shows_codes(self) -> bool:
        """Whether each ballot is published with its tracking code and its nonce."""
        return self.publication is Publication.OPEN

    @property
    def is_public(self) -> bool:
        """A count is public once its result is published."""
        return self.poll.state is PollState.PUBLISHED


class ContestCount(Base):
    """The count of a contest after the first: the same as `Count` keeps of the first, and what its awards were."""

    __tablename__ = "contest_count"

    poll_no: Mapped[int] = mapped_column(ForeignKey("count.poll_no"), primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    record: Mapped[str] = mapped_column(Text)
    record_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    pb_sha256: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(Text)
    greedy: Mapped[str] = mapped_column(Text)
    awards_entry_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)


class CountJob(Base):
    """A count that was asked for and is not done yet: who asked, who carries it out, how far it is, why it failed.

    `worker` is the process that has it, by a name it gave itself; `seen_at` its last sign of life; `attempts` how
    often it was begun. `failure` is a sentence with its `figures` as JSON. The count itself takes its row away.
    """

    __tablename__ = "count_job"

    poll_no: Mapped[int] = mapped_column(ForeignKey("poll.poll_no"), primary_key=True, autoincrement=False)
    state: Mapped[JobState] = mapped_column(word(JobState))
    seed_value: Mapped[str] = mapped_column(String(200), default="")
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    begun_at: Mapped[datetime | None] = mapped_column(Moment)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    worker: Mapped[str] = mapped_column(String(40), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(Text, default="")
    figures: Mapped[str] = mapped_column(Text, default="")

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or runs, so that it need not be asked for again."""
        return self.state in {JobState.WAITING, JobState.RUNNING}


class Finding(Base):
    """What would have changed a published result for one project, worked out once: no record, for anyone can again.

    `body` is a `ballots.what_if.WhatIf` as JSON, empty until it is found; `attempts` how often the search was begun.
    """

    __tablename__ = "finding"

    poll_no: Mapped[int] = mapped_column(ForeignKey("count.poll_no"), primary_key=True, autoincrement=False)
    ref: Mapped[str] = mapped_column(String(60), primary_key=True)
    body: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=0)


class Adoption(Base):
    """A decision of the deciding forum on a result (settled.md 10); after a referral back another may follow.

    `place` is that of the contest on the paper.
    """

    __tablename__ = "adoption"

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_no: Mapped[int] = mapped_column(ForeignKey("count.poll_no"), index=True)
    place: Mapped[int] = mapped_column(default=1)
    decision: Mapped[Decision] = mapped_column(word(Decision))
    reason: Mapped[str] = mapped_column(default="")
    record: Mapped[str] = mapped_column(Text)
    record_sha256: Mapped[str] = mapped_column(String(64))
    log_leaf: Mapped[bytes] = mapped_column(LargeBinary(32))
    adopted_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    adopted_at: Mapped[datetime] = mapped_column(Moment)

    count: Mapped[Count] = relationship(lazy="raise", back_populates="adoptions")
    amounts: Mapped[list["AdoptedAmount"]] = relationship(
        lazy="raise", order_by="AdoptedAmount.project_id", cascade="all, delete-orphan"
    )


class AdoptedAmount(Base):
    """What the forum awards to a project, and why where that differs from the count."""

    __tablename__ = "adopted_amount"

    adoption_id: Mapped[int] = mapped_column(ForeignKey("adoption.id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    pence: Mapped[int] = mapped_column(BigInteger)
    counted_pence: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(default="")
