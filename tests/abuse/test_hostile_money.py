"""Money that is given twice, from nothing, below nought or past every number (A43, A44)."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import func, select

from pb_app.adoption_records import Deciding
from pb_app.audit.canonical import LARGEST_INTEGER
from pb_app.models.budgets import AccountBalance, LedgerEntry
from pb_app.refusals import Refusal
from pb_app.services import adoptions, budgets, counts
from pb_app.stages import Decision
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import whole_story, world
from tests.abuse.doors import Acting
from tests.money import fund_of, opened_pot
from tests.whole_story import verified
from tests.world import World

AT_ONCE = 6
Deed = Callable[[UnitOfWork], object]


def at_once(parts: Installation, here: World, who: tuple[str, ...], deed: Deed) -> list[object]:
    """Let these people do it all at once, several times each; what came of it, refusals included."""
    start = threading.Barrier(AT_ONCE)

    def one(number: int) -> object:
        with closing(world.acting(parts, here, who[number % len(who)])) as uow:
            start.wait()
            try:
                return deed(uow)
            except Refusal as refused:
                return refused

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(AT_ONCE)))


def done(answers: list[object]) -> int:
    return sum(not isinstance(answer, Refusal) for answer in answers)


RACES: dict[str, tuple[str, tuple[str, ...], Callable[[int], Deed]]] = {
    "count": ("closed", ("officer", "second_officer"), lambda no: lambda uow: counts.record_count(uow, no)),
    "publish": ("acknowledged", ("approver", "second_officer"), lambda no: lambda uow: counts.publish_result(uow, no)),
    "adopt": (
        "published",
        ("councillor",),
        lambda no: lambda uow: adoptions.adopt_result(uow, no, Deciding(Decision.ADOPTED)),
    ),
    "award": ("adopted", ("officer", "second_officer"), lambda no: lambda uow: adoptions.post_awards(uow, no)),
}


@pytest.mark.parametrize("race", RACES)
def test_what_is_done_at_once_by_many_is_done_once(
    parts: Installation, uow_of: Acting, small_world: World, race: str
) -> None:
    until, who, deed = RACES[race]
    poll_no = whole_story.told(parts, uow_of, small_world, until)
    answers = at_once(parts, small_world, who, deed(poll_no))
    assert done(answers) == 1, answers
    report = verified(parts)
    assert report.ok, [str(one) for one in report.misfits]


def test_no_more_is_adopted_than_the_pot_holds_and_nothing_below_nought(
    parts: Installation, uow_of: Acting, small_world: World
) -> None:
    poll_no = whole_story.told(parts, uow_of, small_world, "published")
    for amounts in (
        {"P01": 2_000_001},
        {"P01": 1_999_999, "P02": 2},
        {"P01": -1},
        {"P01": 2_000_001, "P02": -1},
        {"P01": LARGEST_INTEGER + 1},
        {"P99": 1},
        {"P01": 10**400},
    ):
        deciding = Deciding(Decision.VARIED, amounts=amounts, reasons={"P01": "More", "P02": "More"})
        with pytest.raises(Refusal):
            adoptions.adopt_result(uow_of("councillor"), poll_no, deciding)
    with pytest.raises(Refusal):
        adoptions.post_awards(uow_of("officer"), poll_no)
    assert verified(parts).ok


def test_no_fund_and_no_feed_of_an_amount_that_is_none(parts: Installation, uow_of: Acting, small_world: World) -> None:
    officer = uow_of("officer")
    pot_id = opened_pot(uow_of, small_world)
    fund_id = fund_of(officer, small_world)
    for pence in (0, -1, LARGEST_INTEGER + 1, 2**63, 10**400):
        with pytest.raises(Refusal):
            fund_of(officer, small_world, name="Another", pence=pence)
        with pytest.raises(Refusal):
            budgets.feed_pot(officer, pot_id, fund_id, pence)
    assert entries(parts) == 1


def test_funds_past_every_number_are_refused_with_a_sentence(
    parts: Installation, uow_of: Acting, small_world: World
) -> None:
    officer = uow_of("officer")
    fund_of(officer, small_world, pence=LARGEST_INTEGER)
    with pytest.raises(Refusal):
        fund_of(officer, small_world, name="Another", pence=LARGEST_INTEGER)
    with parts.database.session() as session:
        assert session.scalar(select(func.min(AccountBalance.pence))) == -LARGEST_INTEGER
    assert entries(parts) == 1


def entries(parts: Installation) -> int:
    with parts.database.session() as session:
        return session.scalar(select(func.count(LedgerEntry.id))) or 0
