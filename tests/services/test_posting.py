"""Writing to the ledger: several entries in one change, each reading what the one before left."""

import pytest
from sqlalchemy import select

from pb_app.budgets.book import Overspent
from pb_app.budgets.ledger import AccountKind, EntryKind, Posting
from pb_app.models.budgets import Account, AccountBalance
from pb_app.posting import post
from pb_app.web.unit_of_work import Installation
from tests.world import SOME_TIME_AGO, World


def test_an_entry_reads_what_the_one_before_it_left(parts: Installation, small_world: World) -> None:
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        place = {"currency": "GBP", "partnership_id": small_world.partnership_id}
        outside = Account(code="outside", kind=AccountKind.CONTRA, **place)
        fund = Account(code="fund", kind=AccountKind.FUND, **place)
        pot = Account(code="pot", kind=AccountKind.POT, **place)
        uow.session.add_all([outside, fund, pot])
        uow.session.flush()
        held = uow.session.scalars(select(AccountBalance)).all()  # rows a session may still hold from before
        come_in = [Posting(outside.id, -500), Posting(fund.id, 500)]
        post(uow.session, EntryKind.FUND_IN, come_in, at=SOME_TIME_AGO, memo="")
        onwards = [Posting(fund.id, -500), Posting(pot.id, 500)]
        post(uow.session, EntryKind.ALLOT, onwards, at=SOME_TIME_AGO, memo="")
        with pytest.raises(Overspent):
            post(uow.session, EntryKind.ALLOT, onwards, at=SOME_TIME_AGO, memo="")
        assert len(held) == 3
        uow.session.rollback()
    uow.close()
