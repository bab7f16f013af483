"""Polls that have come as far as a page's story needs: closed, counted, published, their entries in the log."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from ballots.rules import Completion, EqualShares, Rule
from pb_app.services.counts import publish_result, record_count
from pb_app.services.imports import import_poll
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation

SHARES = EqualShares(Completion.NONE)
Acting = Callable[[str | None], UnitOfWork]


def counted_poll(acting: Acting, source: Path | bytes, rule: Rule | None) -> int:
    """The number of a poll that the officer counted; `rule` None takes the one its file names."""
    poll_no: int = import_poll(acting("officer"), source, "Oban", rule).poll_no
    record_count(acting("officer"), poll_no)
    return poll_no


def published_poll(acting: Acting, source: Path | bytes, rule: Rule | None) -> int:
    """The number of a poll whose result the approver published."""
    poll_no = counted_poll(acting, source, rule)
    publish_result(acting("approver"), poll_no)
    return poll_no


def sequence(app: Flask) -> None:
    """Give every waiting entry its place in the log."""
    uow = installation(app).system_unit_of_work()
    uow.sequence_log()
    uow.close()
