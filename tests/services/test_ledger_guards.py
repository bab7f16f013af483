"""The ledger defends itself: what the application's own role tries past the use cases, the database refuses."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from pb_app.models.budgets import Account, AccountBalance, LedgerSeal
from pb_app.queries import budgets as queries
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.money import fed_pot
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]

ENTRY = "INSERT INTO ledger_entry (id, kind, made_at, memo) VALUES (:entry, 'allot', '2026-06-01 12:00:00+00:00', '')"
LINE = "INSERT INTO ledger_posting (entry_id, line_no, account_id, pence) VALUES (:entry, :line, :account, :pence)"
SEAL = "INSERT INTO ledger_seal (entry_id, leaf_sha256) VALUES (:entry, 'forged')"
NEW = 1_000


@pytest.fixture
def accounts(uow_of: UowOf, small_world: World) -> dict[str, int]:
    """The accounts of a pot that was fed £30,000 and £20,000, by kind; `fund` is the council's, now empty."""
    fed_pot(uow_of, small_world)
    rows = uow_of("officer").session.execute(select(Account.kind, Account.id).order_by(Account.id.desc())).all()
    return {kind.value: account_id for kind, account_id in rows}


def tried(parts: Installation, *statements: tuple[str, dict[str, object]]) -> str:
    """Run statements as the application's role in one transaction; return why the database refused, or nothing."""
    with parts.database.engine.connect() as connection:
        try:
            with connection.begin():
                for statement, figures in statements:
                    connection.execute(text(statement), figures)
        except DBAPIError as refused:
            return str(refused.orig)
    return ""


def entry(*lines: tuple[int, int], sealed: bool = True) -> list[tuple[str, dict[str, object]]]:
    """The statements that write an entry with these (account, pence) lines."""
    written: list[tuple[str, dict[str, object]]] = [(ENTRY, {"entry": NEW})]
    for number, (account, pence) in enumerate(lines, start=1):
        written.append((LINE, {"entry": NEW, "line": number, "account": account, "pence": pence}))
    return [*written, (SEAL, {"entry": NEW})] if sealed else written


def standing(parts: Installation) -> list[tuple[int, int]]:
    with parts.database.session() as session:
        wanted = select(AccountBalance.account_id, AccountBalance.pence).order_by(AccountBalance.account_id)
        return [(account, pence) for account, pence in session.execute(wanted)]


def test_a_whole_entry_goes_through(parts: Installation, accounts: dict[str, int]) -> None:
    before = dict(standing(parts))
    assert tried(parts, *entry((accounts["pot"], -100), (accounts["fund"], 100))) == ""
    after = dict(standing(parts))
    assert after[accounts["pot"]] == before[accounts["pot"]] - 100
    assert after[accounts["fund"]] == before[accounts["fund"]] + 100


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([("pot", -100), ("fund", 99)], "does not balance"),
        ([("pot", 100)], "does not balance"),
        ([], "does not balance"),
        ([("fund", -1), ("pot", 1)], "not_overspent"),
        ([("pot", -5_000_001), ("fund", 5_000_001)], "not_overspent"),
        ([("pot", 0), ("fund", 0)], "not_nought"),
    ],
)
def test_what_does_not_balance_or_overspends_is_refused(
    parts: Installation, accounts: dict[str, int], lines: list[tuple[str, int]], why: str
) -> None:
    before = standing(parts)
    assert why in tried(parts, *entry(*((accounts[kind], pence) for kind, pence in lines)))
    assert standing(parts) == before


def test_an_entry_in_two_currencies_is_refused(parts: Installation, accounts: dict[str, int]) -> None:
    zloty = (
        "INSERT INTO account (id, code, kind, currency, partnership_id) VALUES (900, 'z', 'fund', 'PLN', 1)",
        {},
    )
    assert "one currency" in tried(parts, zloty, *entry((accounts["pot"], -100), (900, 100)))


def test_an_award_without_its_decision_is_refused(parts: Installation, accounts: dict[str, int]) -> None:
    award = ENTRY.replace("'allot'", "'award'")
    assert "award_carries_its_decision" in tried(parts, (award, {"entry": NEW}))


def test_no_line_is_added_to_a_sealed_entry_and_no_seal_set_twice(
    parts: Installation, accounts: dict[str, int]
) -> None:
    (sealed,) = select_entries(parts)[:1]
    line = (LINE, {"entry": sealed, "line": 3, "account": accounts["pot"], "pence": 1})
    assert "sealed" in tried(parts, line)
    assert tried(parts, (SEAL, {"entry": sealed})) != ""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET memo = 'other'",
        "UPDATE ledger_posting SET pence = pence * 2",
        "UPDATE ledger_seal SET leaf_sha256 = 'other'",
        "DELETE FROM ledger_seal",
        "DELETE FROM ledger_posting",
        "DELETE FROM ledger_entry",
        "DELETE FROM account",
    ],
)
def test_what_stands_in_the_ledger_is_never_changed_or_deleted(
    parts: Installation, accounts: dict[str, int], statement: str
) -> None:
    entries = select_entries(parts)
    assert tried(parts, (statement, {})) != ""
    assert select_entries(parts) == entries


def test_what_stands_in_an_account_is_written_by_seals_alone(parts: Installation, accounts: dict[str, int]) -> None:
    if parts.database.is_sqlite:
        for pence in (-1, 1):
            moved = (f"UPDATE account_balance SET pence = {pence} WHERE floor = 0", {})
            assert "sealed entries alone" in tried(parts, moved)
    else:
        assert "permission denied" in tried(parts, ("UPDATE account_balance SET pence = 1", {}))


def test_an_unsealed_entry_counts_for_nothing(parts: Installation, uow_of: UowOf, accounts: dict[str, int]) -> None:
    uow = uow_of("officer")
    why = tried(parts, *entry((accounts["pot"], 700), (accounts["fund"], -700), sealed=False))
    assert why == "" if parts.database.is_sqlite else "left unsealed" in why
    pot_id = uow.session.scalars(select(Account.pot_id).where(Account.id == accounts["pot"])).one()
    assert pot_id is not None
    assert sum(one.pence for one in queries.contributions(uow.session, pot_id)) == 5_000_000
    assert queries.pot_pence(uow.session, pot_id) == 5_000_000


def select_entries(parts: Installation) -> list[int]:
    with parts.database.session() as session:
        return list(session.scalars(select(LedgerSeal.entry_id).order_by(LedgerSeal.entry_id)))
