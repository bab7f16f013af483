"""The tables of the application, a file a concept."""

from sqlalchemy.orm import configure_mappers

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

configure_mappers()  # once, before threads ask: two that begin together could see tables half tied together

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
