"""The tables of the application, a file a concept."""

from pb_app.models import (
    box,
    budgets,
    counts,
    localities,
    log,
    paper,
    partnerships,
    people,
    polls,
    proposals,
    rooms,
    rounds,
)
from pb_app.models.base import Base

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "box",
    "budgets",
    "counts",
    "localities",
    "log",
    "paper",
    "partnerships",
    "people",
    "polls",
    "proposals",
    "rooms",
    "rounds",
]
