"""Noting why nothing more is signed, where every process and every officer can read it."""

import json
from datetime import datetime

from sqlalchemy.orm import Session

from pb_app.models.log import LogHalt
from pb_app.refusals import Refusal

_ONLY = 1


def halt_of(session: Session) -> LogHalt | None:
    """Why nothing more is signed; None while all is well."""
    return session.get(LogHalt, _ONLY, populate_existing=True)


def note_halt(session: Session, refusal: Refusal, at: datetime) -> None:
    """Note what was refused; what was noted before is kept with its moment, if it is the same."""
    figures = json.dumps({name: one if isinstance(one, int) else str(one) for name, one in refusal.figures.items()})
    noted = halt_of(session)
    if noted is None:
        session.add(LogHalt(id=_ONLY, template=refusal.template, figures=figures, since=at))
    elif (noted.template, noted.figures) != (refusal.template, figures):
        noted.template, noted.figures, noted.since = refusal.template, figures, at
    session.flush()


def clear_halt(session: Session) -> None:
    """Note that all is well again."""
    noted = halt_of(session)
    if noted is not None:
        session.delete(noted)
        session.flush()
