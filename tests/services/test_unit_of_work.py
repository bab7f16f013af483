"""One change, one transaction, one log entry: or nothing at all."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from pb_app.actions import Action
from pb_app.events import SessionsRevoked
from pb_app.models.localities import Outcome
from pb_app.models.log import LogPending
from pb_app.models.partnerships import Partnership
from pb_app.refusals import Unaudited
from pb_app.unit_of_work import Change, UnitOfWork
from tests.world import World

Acting = Callable[[str | None], UnitOfWork]


def add(uow: UnitOfWork, here: World, change: Change) -> Partnership:
    uow.session.add(Outcome(partnership_id=here.partnership_id, title="Paths are safe"))
    return uow.session.get_one(Partnership, here.partnership_id)


def fall_over(_leaf: bytes) -> None:
    raise ZeroDivisionError


def titles(uow: UnitOfWork) -> list[str]:
    return sorted(uow.session.scalars(select(Outcome.title)))


def test_a_change_without_its_entry_is_rolled_back(uow_of: Acting, small_world: World) -> None:
    uow = uow_of("officer")
    with pytest.raises(Unaudited), uow.begin(Action.ADD_OUTCOME) as change:
        add(uow, small_world, change)
    assert titles(uow) == ["People live active, healthier lives"]


def test_an_entry_with_other_facts_than_its_rows_is_refused(uow_of: Acting, small_world: World) -> None:
    uow = uow_of("officer")
    with pytest.raises(Unaudited), uow.begin(Action.ADD_OUTCOME) as change:
        change.record(add(uow, small_world, change), title="Paths are safe")
    assert titles(uow) == ["People live active, healthier lives"]
    assert uow.session.scalars(select(LogPending)).all() == []


def test_an_exception_takes_the_entry_with_it(uow_of: Acting, small_world: World) -> None:
    uow = uow_of("officer")
    with pytest.raises(ZeroDivisionError), uow.begin(Action.ADD_OUTCOME) as change:
        fall_over(change.record(add(uow, small_world, change), partnership=1, outcome=2))
    assert uow.session.scalars(select(LogPending)).all() == []


def test_the_entry_names_an_officer_by_pseudonym_only(uow_of: Acting, small_world: World) -> None:
    uow = uow_of("officer")
    with uow.begin(Action.ADD_OUTCOME) as change:
        change.record(add(uow, small_world, change), partnership=1, outcome=2)
    body = uow.session.scalars(select(LogPending.body)).one()
    assert '"actor":"officer-officer"' in body
    assert "Oighrig" not in body
    assert "@" not in body


def test_a_void_change_keeps_nothing_and_owes_no_entry(uow_of: Acting, small_world: World) -> None:
    uow = uow_of("officer")
    with uow.begin(Action.ADD_OUTCOME) as change:
        add(uow, small_world, change)
        change.void()
    assert titles(uow) == ["People live active, healthier lives"]


def test_events_are_heard_after_the_commit_and_only_then(uow_of: Acting, small_world: World) -> None:
    uow, heard = uow_of("officer"), []
    uow.publisher = heard.append
    with pytest.raises(Unaudited), uow.begin(Action.ADD_OUTCOME) as change:
        change.publish(SessionsRevoked(1))
    assert heard == []
    with uow.begin(Action.ADD_OUTCOME) as change:
        change.publish(SessionsRevoked(1))
        change.record(add(uow, small_world, change), partnership=1, outcome=2)
        assert heard == []
    assert heard == [SessionsRevoked(1)]


def test_a_change_has_one_moment_by_the_databases_clock(uow_of: Acting) -> None:
    uow = uow_of("officer")
    with uow.begin(Action.SIGN_OUT) as change:
        first = change.at
        assert change.at == first
        assert uow.now() >= first
        assert first.tzinfo is not None
