"""Rounds of participatory budgeting: what is up for decision, who decides, and where the round stands."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base, Moment, word
from pb_app.models.localities import Locality
from pb_app.models.partnerships import Forum
from pb_app.roles import Scope
from pb_app.stages import RoundStage


class PowerLevel(StrEnum):
    """How much is handed over, from being told to deciding (domain.md F3)."""

    INFORM = "inform"
    CONSULT = "consult"
    INVOLVE = "involve"
    COPRODUCE = "coproduce"
    DELEGATE = "delegate"


class Round(Base):
    """One round, from the call for proposals to the report on what came of it."""

    __tablename__ = "round"

    round_no: Mapped[int] = mapped_column(primary_key=True)
    locality_id: Mapped[int] = mapped_column(ForeignKey("locality.id"), index=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"))
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(default="")
    stage: Mapped[RoundStage] = mapped_column(word(RoundStage), default=RoundStage.DRAFT)
    level: Mapped[PowerLevel] = mapped_column(word(PowerLevel))
    up_for_decision: Mapped[str] = mapped_column(default="")
    not_up_for_decision: Mapped[str] = mapped_column(default="")
    who_may_vary: Mapped[str] = mapped_column(default="")
    proposals_until: Mapped[date | None]
    voting_from: Mapped[date | None]
    voting_until: Mapped[date | None]
    decision_by: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Moment)

    locality: Mapped[Locality] = relationship(lazy="raise")
    forum: Mapped[Forum] = relationship(lazy="raise")

    @property
    def scope(self) -> Scope:
        """The locality's scope; the locality must have been loaded."""
        return self.locality.scope

    @property
    def is_public(self) -> bool:
        """Whether anyone may see it: from the call for proposals on."""
        return self.stage is not RoundStage.DRAFT
