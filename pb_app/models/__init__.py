"""The tables of the application, a file a concept."""

from sqlalchemy.orm import configure_mappers

from pb_app.models import (
    amendments,
    audits,
    box,
    budgets,
    cards,
    cases,
    claims,
    codes,
    contests,
    counts,
    kiosks,
    localities,
    log,
    moderation,
    movements,
    opinions,
    paper,
    partnerships,
    people,
    points,
    polls,
    proposals,
    reminders,
    rolls,
    rooms,
    rounds,
    vouchers,
    withdrawals,
    witnesses,
)
from pb_app.models.base import Base

METADATA = Base.metadata

configure_mappers()  # once, before threads ask: two that begin together could see tables half tied together

__all__ = [
    "METADATA",
    "amendments",
    "audits",
    "box",
    "budgets",
    "cards",
    "cases",
    "claims",
    "codes",
    "contests",
    "counts",
    "kiosks",
    "localities",
    "log",
    "moderation",
    "movements",
    "opinions",
    "paper",
    "partnerships",
    "people",
    "points",
    "polls",
    "proposals",
    "reminders",
    "rolls",
    "rooms",
    "rounds",
    "vouchers",
    "withdrawals",
    "witnesses",
]
