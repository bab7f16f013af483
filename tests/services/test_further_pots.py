"""A round has further pots for further contests of its paper, each under its own name, until rules are frozen."""

from collections.abc import Callable

import pytest

from pb_app.models.budgets import Pot
from pb_app.queries import budgets as queries
from pb_app.refusals import Conflict
from pb_app.services import budgets, polls
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.round_stories import draft_round
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]


def test_a_round_has_a_further_pot_under_another_name(uow_of: UowOf, small_world: World) -> None:
    officer, other = uow_of("officer"), uow_of("other_officer")
    round_no = draft_round(uow_of, small_world)
    name = budgets.open_pot(officer, round_no).name
    for taken in ("", name):
        with pytest.raises(Conflict, match="its own name"):
            budgets.open_pot(officer, round_no, name=taken)
    further = budgets.open_pot(officer, round_no, name="Pot of the young")
    assert queries.names_of_pots(officer.session, round_no) == [name, further.name]
    offered = queries.rounds_for_pots(officer.session, officer.actor, small_world.partnership_id)
    assert [one.round_no for one in offered] == [round_no]
    assert queries.rounds_for_pots(other.session, other.actor, small_world.partnership_id) == []


def test_once_the_rules_are_frozen_a_round_has_no_further_pot(parts: Installation, small_world: World) -> None:
    drafted = ballot_box.drafted(parts, small_world)
    with drafted.acting("officer") as uow:
        polls.freeze_poll(uow, drafted.poll_no)
        round_no = uow.session.query(Pot).one().round_no
        with pytest.raises(Conflict, match="can have no further pot"):
            budgets.open_pot(uow, round_no, name="Late")
        assert queries.rounds_for_pots(uow.session, uow.actor, small_world.partnership_id) == []
