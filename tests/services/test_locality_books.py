"""A locality's budget as people read it, and as the table they take away."""

import csv
import io
from collections.abc import Callable

from pb_app.budgets.ledger import AccountKind, EntryKind
from pb_app.exports.budgets import HEAD, budget_csv
from pb_app.queries.ledger import LocalityBook, locality_book
from pb_app.queries.localities import locality_by_slug
from pb_app.services import budgets
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.money import awarded_poll, fed_pot, fund_of
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]


def book_of(uow: UnitOfWork, slug: str = "oban") -> LocalityBook:
    locality = locality_by_slug(uow.session, slug)
    assert locality is not None
    return locality_book(uow.session, locality)


def told(book: LocalityBook) -> list[tuple[str, str, str, int]]:
    return [
        (entry.kind.value, one.giver.name or one.taker.partner, one.taker.name, one.pence)
        for entry in book.entries
        for one in entry.transfers
    ]


def test_the_budget_begins_where_the_money_came_from(uow_of: UowOf, small_world: World) -> None:
    fed_pot(uow_of, small_world)
    book = book_of(uow_of(None))
    assert told(book) == [
        ("fund_in", "Lorn Council", "Community choices fund", 3_000_000),
        ("allot", "Community choices fund", "Oban spring round", 3_000_000),
        ("fund_in", "NHS Lorn", "Health improvement fund", 3_000_000),
        ("allot", "Health improvement fund", "Oban spring round", 2_000_000),
    ]
    (story,) = book.pots
    assert [(one.partner, one.pence) for one in story.card.contributions] == [
        ("Lorn Council", 3_000_000),
        ("NHS Lorn", 2_000_000),
    ]
    assert (story.awarded, story.projects, story.card.left) == (0, 0, 5_000_000)
    assert [(one.party.name, one.pence) for one in book.standings] == [("Oban spring round", 5_000_000)]


def test_funds_that_fed_nothing_here_are_not_in_its_budget(uow_of: UowOf, small_world: World) -> None:
    fed_pot(uow_of, small_world)
    fund_of(uow_of("officer"), small_world, name="Kept back")
    assert "Kept back" not in str(told(book_of(uow_of(None))))
    assert book_of(uow_of(None), "kilmartin").entries == ()


def test_awards_stand_in_the_budget_with_what_decided_them(
    parts: Installation, uow_of: UowOf, small_world: World
) -> None:
    awarded_poll(parts, uow_of)
    book = book_of(uow_of(None))
    award = book.entries[-1]
    assert (award.kind, award.pence, len(award.transfers)) == (EntryKind.AWARD, 1_000_00, 3)
    assert {one.giver.kind for one in award.transfers} == {AccountKind.POT}
    assert all(len(digest or "") == 64 for digest in (award.seal_sha256, award.count_sha256, award.adoption_sha256))
    assert award.log_index is not None
    (story,) = book.pots
    assert (story.awarded, story.projects, story.card.left) == (1_000_00, 3, 100_00)
    assert sum(one.pence for one in book.standings) == 1_100_00


def test_the_table_has_a_line_a_movement_and_whole_minor_units(
    parts: Installation, uow_of: UowOf, small_world: World
) -> None:
    awarded_poll(parts, uow_of)
    rows = list(csv.DictReader(io.StringIO(budget_csv(book_of(uow_of(None))))))
    assert tuple(rows[0]) == HEAD
    assert [row["kind"] for row in rows] == ["fund_in", "allot", "award", "award", "award"]
    assert sum(int(row["amount_minor_units"]) for row in rows if row["kind"] == "award") == 1_000_00
    assert rows[0]["from"] == "Imported (test)"
    assert {row["count_sha256"] for row in rows[:2]} == {""}
    assert all(len(row["adoption_sha256"]) == 64 for row in rows[2:])


def test_no_cell_of_the_table_is_taken_for_a_formula(uow_of: UowOf, small_world: World) -> None:
    pot_id = fed_pot(uow_of, small_world)
    officer = uow_of("officer")
    budgets.feed_pot(officer, pot_id, fund_of(officer, small_world, name='=HYPERLINK("http://evil")'), 100)
    text = budget_csv(book_of(uow_of(None)))
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert '\'=HYPERLINK("http://evil")' in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
