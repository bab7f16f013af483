"""Everything that is stored can be recomputed; whatever was changed behind the log's back is found and named."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from pb_app.audit.log import Entry, append
from pb_app.budgets.ledger import EntryKind, Posting
from pb_app.models.budgets import Account
from pb_app.posting import post
from pb_app.services.imports import import_poll
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import whole_story
from tests.polls import SMALL
from tests.whole_story import verified
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]


@pytest.mark.parametrize(
    "until", ["drafted", "frozen", "open", "voted", "closed", "counted", "published", "adopted", "awards"]
)
def test_everything_fits_at_every_step_of_a_round(
    parts: Installation, uow_of: UowOf, small_world: World, until: str
) -> None:
    whole_story.told(parts, uow_of, small_world, until)
    report = verified(parts)
    assert [str(one) for one in report.misfits] == []
    assert (report.polls, report.waiting) == (1, 0)
    assert report.verdict.signed == report.verdict.checked > 10


def test_an_imported_poll_fits(parts: Installation, uow_of: UowOf) -> None:
    import_poll(uow_of("officer"), SMALL, "Oban")
    report = verified(parts)
    assert [str(one) for one in report.misfits] == []
    assert (report.ballots, report.waiting) == (11, 1)


def test_an_empty_installation_fits(parts: Installation, small_world: World) -> None:
    assert verified(parts).ok


def test_money_that_the_log_does_not_tell_of_is_named(parts: Installation, uow_of: UowOf, small_world: World) -> None:
    whole_story.told(parts, uow_of, small_world, "open")
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        codes = {account.code: account.id for account in uow.session.scalars(select(Account))}
        lines = [Posting(codes["outside:1:GBP"], -100), Posting(codes["fund:1"], 100)]
        posted = post(uow.session, EntryKind.FUND_IN, lines, at=uow.now(), memo="")
        uow.session.commit()
    uow.close()
    assert [str(one) for one in verified(parts).misfits] == [
        f"The log tells of no entry {posted.entry_id} of the ledger."
    ]


def test_a_poll_that_only_the_log_tells_of_is_named(parts: Installation, uow_of: UowOf, small_world: World) -> None:
    whole_story.told(parts, uow_of, small_world, "open")
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        append(uow.session, Entry("poll.drafted", uow.now(), {"round": 1, "poll_no": 2}, poll=UUID(int=2)))
        uow.session.flush()
        uow.session.commit()
    uow.close()
    (only,) = verified(parts).misfits
    assert str(only) == f"Entry {only.number} of the log is about poll {UUID(int=2)}, which is not there."
