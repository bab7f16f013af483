"""Which entries of the log belong to a round and to a locality, with the money that moved long after."""

from collections.abc import Callable
from contextlib import closing

import pytest
from sqlalchemy import event, select

from pb_app.budgets.purposes import Purpose
from pb_app.models.budgets import Account
from pb_app.models.polls import Poll
from pb_app.queries.counts import entries_of
from pb_app.queries.log import LogKind, entries_of_types, log_page
from pb_app.queries.log_filters import LogFilter
from pb_app.services import movements
from pb_app.services.movements import NewMovement
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.money import awarded_poll
from tests.round_stories import calling_round
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]


def told(parts: Installation, **wanted: object) -> list[str]:
    """The types of the entries that fit, newest first."""
    with closing(parts.system_unit_of_work()) as uow:
        uow.sequence_log()
        return [entry.event for entry in log_page(uow.session, LogFilter(**wanted), 1).entries]  # type: ignore[arg-type]


def test_a_round_has_its_awards_and_the_money_that_moved_after_them(
    parts: Installation, small_world: World, uow_of: UowOf
) -> None:
    officer, poll_no = uow_of("officer"), awarded_poll(parts, uow_of)
    project = officer.session.scalars(select(Account.id).where(Account.code == "project:1")).one()
    first = officer.session.scalars(select(Poll.round_no).where(Poll.poll_no == poll_no)).one()
    movements.propose_movement(officer, "lorn", NewMovement(Purpose.COMMIT, 100, "It begins.", giver_id=project))
    other = calling_round(uow_of, small_world)
    assert told(parts, round_no=first, kind=LogKind.MONEY) == ["movement.proposed", "awards.posted"]
    assert told(parts, round_no=other) == ["round.moved", "round.created"]
    here = told(parts, locality_id=small_world.locality_id)
    assert here[:3] == ["round.moved", "round.created", "movement.proposed"]
    assert "awards.posted" in here
    assert told(parts, locality_id=small_world.other_locality_id) == []
    assert told(parts, locality_id=small_world.other_locality_id, round_no=first) == []


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
def test_no_filter_reads_the_whole_log(parts: Installation, uow_of: UowOf) -> None:
    poll_no = awarded_poll(parts, uow_of)
    asked: list[tuple[str, object]] = []
    engine = parts.database.engine
    with closing(parts.system_unit_of_work()) as uow:
        uow.sequence_log()
        session = uow.session
        poll, round_no = session.execute(select(Poll.id, Poll.round_no).where(Poll.poll_no == poll_no)).one()
        event.listen(engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
        for wanted in (
            LogFilter(kind=LogKind.VOTING),
            LogFilter(poll=poll),
            LogFilter(round_no=round_no, kind=LogKind.MONEY),
            LogFilter(locality_id=1),
        ):
            assert log_page(session, wanted, 1).total
        assert entries_of_types(session, LogFilter(round_no=round_no), ["awards.posted"])
        assert entries_of(session, poll)["awards.posted"]
        with engine.connect() as connection:
            explained = [
                connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", figures).all() for text, figures in asked[:]
            ]
    told = [row.detail for rows in explained for row in rows]
    assert any("log_mention" in one for one in told)
    assert [one for one in told if one.startswith("SCAN log_")] == []
