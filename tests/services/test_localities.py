"""Localities, and the table of postcodes that is taken whole or not at all."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from pb_app.models.localities import Postcode
from pb_app.postcode_files import WrongFile
from pb_app.queries import localities as queries
from pb_app.refusals import Forbidden, Invalid, NotVisible, TooLarge
from pb_app.services import localities, partnerships
from pb_app.services.localities import LARGEST_FILE, ImportedPostcodes
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.logbook import newest, number_of_entries
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]


def kept(uow: UnitOfWork) -> int:
    return uow.session.scalar(select(func.count()).select_from(Postcode)) or 0


@pytest.mark.parametrize("who", ["administrator", "officer"])
def test_a_locality_is_added_with_an_address_of_its_own(uow_of: UowOf, small_world: World, who: str) -> None:
    uow = uow_of(who)
    locality = localities.add_locality(uow, "lorn", "Mid Argyll", "Meadhan Earra-Ghàidheal")
    found = queries.locality_by_slug(uow.session, "mid-argyll")
    assert found is not None
    assert (found.id, found.partnership.slug) == (locality.id, "lorn")
    entry = newest(uow)
    assert (entry["t"], entry["d"]) == (
        "locality.added",
        {"partnership": small_world.partnership_id, "locality": locality.id},
    )


@pytest.mark.parametrize("name", ["", "OBAN", "x" * 121, "!"])
def test_a_locality_needs_a_name_of_its_own(uow_of: UowOf, name: str) -> None:
    uow = uow_of("officer")
    with pytest.raises(Invalid) as refused:
        localities.add_locality(uow, "lorn", name)
    assert (refused.value.field, number_of_entries(uow)) == ("name", 0)


@pytest.mark.parametrize("who", ["other_officer", "resident", None])
def test_only_those_who_run_the_partnership_add_localities(uow_of: UowOf, who: str | None) -> None:
    with pytest.raises(Forbidden):
        localities.add_locality(uow_of(who), "lorn", "Mid Argyll")


def test_postcodes_are_added_moved_and_left(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    data = b"postcode,area\nPA34 4AB,oban\nFK1 1AA,Oban\nPA31 8RQ,Kilmartin\n"
    assert localities.import_postcodes(uow, "lorn", data) == ImportedPostcodes(1, 1, 1, 2)
    assert queries.postcodes_of(uow.session, small_world.partnership_id) == {
        "PA344AB": small_world.locality_id,
        "FK11AA": small_world.locality_id,
        "PA318RQ": small_world.other_locality_id,
    }
    cards = queries.localities_of(uow.session, small_world.partnership_id)
    assert [(card.locality.name, card.postcodes) for card in cards] == [("Kilmartin", 1), ("Oban", 2)]
    entry = newest(uow)
    assert (entry["t"], entry["d"]) == (
        "postcodes.imported",
        {"partnership": small_world.partnership_id, "postcodes": 3, "localities": 2},
    )


def test_a_file_with_one_wrong_line_leaves_everything_as_it_was(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    before = queries.postcodes_of(uow.session, small_world.partnership_id)
    with pytest.raises(WrongFile) as refused:
        localities.import_postcodes(uow, "lorn", b"PA31 8RQ,oban\nFK1 1AA,oban\nPA34 4ZZ,atlantis\n")
    assert [str(fault) for fault in refused.value.faults] == ["Line 3: “atlantis” is no locality here."]
    assert queries.postcodes_of(uow.session, small_world.partnership_id) == before
    assert number_of_entries(uow) == 0


def test_a_hundred_thousand_lines_are_taken_in(uow_of: UowOf) -> None:
    uow = uow_of("officer")
    pairs = [f"{first}{second}" for first in "ABDEFGHJLN" for second in "ABDEFGHJLN"]
    lines = [
        f"KA{district}{sector} {unit}{pair},oban"
        for district in range(10)
        for sector in range(10)
        for unit in range(10)
        for pair in pairs
    ]
    done = localities.import_postcodes(uow, "lorn", "\n".join(lines).encode())
    assert (done.added, kept(uow)) == (100_000, 100_002)


def test_a_file_past_the_limit_is_refused_unread(uow_of: UowOf) -> None:
    with pytest.raises(TooLarge):
        localities.import_postcodes(uow_of("officer"), "lorn", b"x" * (LARGEST_FILE + 1))


@pytest.mark.parametrize("who", ["other_officer", "councillor", "resident", None])
def test_only_those_who_run_the_partnership_import_postcodes(uow_of: UowOf, who: str | None) -> None:
    uow = uow_of(who)
    with pytest.raises(Forbidden):
        localities.import_postcodes(uow, "lorn", b"PA31 8RQ,oban\n")
    assert kept(uow) == 2


def test_there_is_no_table_of_a_partnership_that_is_not_there(uow_of: UowOf) -> None:
    with pytest.raises(NotVisible):
        localities.import_postcodes(uow_of("officer"), "atlantis", b"PA31 8RQ,oban\n")


def test_a_file_that_only_moves_postcodes_adds_none(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    moved = localities.import_postcodes(uow, "lorn", b"postcode,area\nPA34 4AB,Kilmartin\n")
    assert moved == ImportedPostcodes(0, 1, 0, 1)


def test_a_partnership_without_localities_takes_no_postcodes(parts: Installation, uow_of: UowOf) -> None:
    system = parts.system_unit_of_work()
    bare = partnerships.create_partnership(system, "Bare")
    with pytest.raises(Invalid, match="no locality yet"):
        localities.import_postcodes(system, bare.slug, b"postcode,area\nPA34 4AB,Oban\n")
    system.close()
