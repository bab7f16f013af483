"""Which entries of the log belong to a round and to a locality, with the money that moved long after."""

from collections.abc import Callable
from contextlib import closing

from sqlalchemy import select

from pb_app.budgets.purposes import Purpose
from pb_app.models.budgets import Account
from pb_app.models.polls import Poll
from pb_app.queries.log import LogKind, log_page
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
