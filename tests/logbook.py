"""What tests read of the log: the entries that wait for their place, newest last."""

import json
from typing import Any

from sqlalchemy import func, select

from pb_app.models.log import LogPending
from pb_app.unit_of_work import UnitOfWork


def newest(uow: UnitOfWork) -> dict[str, Any]:
    """The newest entry: `t` its type, `d` its facts, `actor` the pseudonym."""
    body = uow.session.scalars(select(LogPending.body).order_by(LogPending.id.desc()).limit(1)).one()
    entry: dict[str, Any] = json.loads(body)
    return entry


def number_of_entries(uow: UnitOfWork) -> int:
    """How many entries wait."""
    return uow.session.scalar(select(func.count()).select_from(LogPending)) or 0
