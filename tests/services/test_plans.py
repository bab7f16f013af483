"""The outcomes of a partnership's plan."""

from collections.abc import Callable

import pytest

from pb_app.queries import plans as queries
from pb_app.refusals import Forbidden, Invalid, NotVisible
from pb_app.services import plans
from pb_app.unit_of_work import UnitOfWork
from tests.logbook import newest, number_of_entries
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]


def test_an_outcome_is_added_and_logged_without_its_words(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    outcome = plans.add_outcome(uow, "lorn", "Our economy thrives", "Lorn outcomes improvement plan 2024-2034")
    titles = [one.title for one in queries.outcomes_of(uow.session, small_world.partnership_id)]
    assert titles == ["People live active, healthier lives", "Our economy thrives"]
    entry = newest(uow)
    assert (entry["t"], entry["actor"]) == ("outcome.added", "officer-officer")
    assert entry["d"] == {"partnership": small_world.partnership_id, "outcome": outcome.id}


@pytest.mark.parametrize(
    ("title", "plan", "field"),
    [
        ("", "", "title"),
        ("people live ACTIVE, healthier lives", "", "title"),
        ("x" * 161, "", "title"),
        ("Fresh", "y" * 161, "plan"),
    ],
)
def test_an_outcome_needs_a_title_of_its_own(uow_of: UowOf, title: str, plan: str, field: str) -> None:
    uow = uow_of("officer")
    with pytest.raises(Invalid) as refused:
        plans.add_outcome(uow, "lorn", title, plan)
    assert (refused.value.field, number_of_entries(uow)) == (field, 0)


@pytest.mark.parametrize("who", ["other_officer", "resident", None])
def test_only_those_who_run_the_partnership_add_outcomes(uow_of: UowOf, who: str | None) -> None:
    with pytest.raises(Forbidden):
        plans.add_outcome(uow_of(who), "lorn", "Our economy thrives")


def test_there_is_no_plan_of_a_partnership_that_is_not_there(uow_of: UowOf) -> None:
    with pytest.raises(NotVisible):
        plans.add_outcome(uow_of("officer"), "atlantis", "Our economy thrives")
