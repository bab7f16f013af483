"""The ledger as a journal: read back line by line it says what the accounts say, and names cannot forge a line."""

import re
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

from pb_app.budgets.purposes import Purpose
from pb_app.exports.journal import journal_text
from pb_app.models.budgets import Account
from pb_app.queries.journal import journal_of
from pb_app.queries.statements import trial_balances
from pb_app.services import movements
from pb_app.services.movements import NewMovement
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.money import awarded_poll, fund_of
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
HEAD = re.compile(r"\d{4}-\d\d-\d\d \* \(\d+\) \S.*")
POSTING = re.compile(r" {4}(\S+(?: \S+)*)  ([A-Z]{3}) (-?\d+(?:\.\d\d?)?)")


def read_back(text: str) -> tuple[dict[str, Decimal], int]:
    """What stands in each account by the journal alone, and how many entries there are; each must balance."""
    stands: dict[str, Decimal] = defaultdict(Decimal)
    entries = [block for block in text.split("\n\n")[1:] if block.strip()]
    for block in entries:
        head, seal, *lines = block.strip("\n").split("\n")
        assert HEAD.fullmatch(head), head
        assert re.fullmatch(r"    ; seal-sha256: [0-9a-f]{64}", seal), seal
        found = [POSTING.fullmatch(line) for line in lines]
        assert all(found), block
        assert sum(Decimal(one[3]) for one in found if one) == 0
        for one in found:
            if one:
                stands[one[1]] += Decimal(one[3])
    return stands, len(entries)


def test_the_journal_says_what_the_accounts_say(parts: Installation, small_world: World, uow_of: UowOf) -> None:
    awarded_poll(parts, uow_of)
    officer = uow_of("officer")
    fund_of(officer, small_world, name="Fund; of  two:names\t= 5 GBP")
    project = officer.session.query(Account.id).filter_by(code="project:1").scalar()
    movement = movements.propose_movement(officer, "lorn", NewMovement(Purpose.COMMIT, 105, "Go.", giver_id=project))
    movements.post_movement(officer, movement.id)
    text = journal_text(journal_of(officer.session, small_world.partnership_id))
    stands, entries = read_back(text)
    lines = [line for one in trial_balances(officer.session, small_world.partnership_id) for line in one.lines]
    by_number = {int(re.split("[ :]", name)[-1]): amount for name, amount in stands.items()}
    assert by_number == {line.account_id: Decimal(line.stands) / 100 for line in lines}
    assert entries == 5
    assert "Fund of two names 5 GBP" in text
    assert text.startswith("account ")


def test_without_entries_there_is_an_empty_journal(uow_of: UowOf, small_world: World) -> None:
    assert journal_text(journal_of(uow_of(None).session, small_world.partnership_id)).strip() == ""
