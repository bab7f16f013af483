"""Setting up a partnership: itself, its partners, its forums."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from pb_app.models.partnerships import Forum, ForumKind, Partner, PartnerKind, Partnership
from pb_app.queries import partnerships as queries
from pb_app.refusals import Forbidden, Invalid, NotVisible
from pb_app.roles import Role, Scope
from pb_app.services import partnerships, people
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.logbook import newest, number_of_entries
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]


@pytest.fixture
def keeper(parts: Installation, uow_of: UowOf) -> UnitOfWork:
    """The administrator of the whole installation."""
    person_id = people.grant_role(
        parts.system_unit_of_work(), "keeper@moothill.example", Role.ADMINISTRATOR, Scope()
    ).person_id
    return parts.unit_of_work(person_id)


def count(uow: UnitOfWork, table: type) -> int:
    return uow.session.scalar(select(func.count()).select_from(table)) or 0


def test_an_administrator_of_the_installation_makes_a_partnership(keeper: UnitOfWork) -> None:
    made = partnerships.create_partnership(keeper, "  Skye &  Lochalsh ", "An t-Eilean Sgitheanach")
    assert (made.name, made.slug, made.name_gd) == ("Skye & Lochalsh", "skye-lochalsh", "An t-Eilean Sgitheanach")
    entry = newest(keeper)
    assert (entry["t"], entry["d"]) == ("partnership.created", {"partnership": made.id})


def test_two_names_that_read_alike_in_addresses_get_words_of_their_own(keeper: UnitOfWork) -> None:
    first, second = (partnerships.create_partnership(keeper, name) for name in ("Skye-Lochalsh", "Skye & Lochalsh"))
    assert (first.slug, second.slug) == ("skye-lochalsh", "skye-lochalsh-2")


@pytest.mark.parametrize("who", ["administrator", "officer", "resident", None])
def test_nobody_else_makes_one(uow_of: UowOf, who: str | None) -> None:
    uow = uow_of(who)
    with pytest.raises(Forbidden):
        partnerships.create_partnership(uow, "Skye")
    assert count(uow, Partnership) == 1


@pytest.mark.parametrize("name", ["", " ", "lorn community planning PARTNERSHIP", "x" * 121, "–"])
def test_a_partnership_needs_a_name_of_its_own(keeper: UnitOfWork, name: str) -> None:
    before = number_of_entries(keeper)
    with pytest.raises(Invalid) as refused:
        partnerships.create_partnership(keeper, name)
    assert refused.value.field == "name"
    assert (count(keeper, Partnership), number_of_entries(keeper)) == (1, before)


@pytest.mark.parametrize("who", ["administrator", "officer"])
def test_a_partner_is_added(uow_of: UowOf, small_world: World, who: str) -> None:
    uow = uow_of(who)
    partner = partnerships.add_partner(uow, "lorn", "Lorn College", PartnerKind.COLLEGE)
    named = [one.name for one in queries.partners_of(uow.session, small_world.partnership_id)]
    assert named == ["Lorn College", "Lorn Council", "NHS Lorn"]
    entry = newest(uow)
    assert (entry["t"], entry["d"]) == (
        "partner.added",
        {"partnership": small_world.partnership_id, "partner": partner.id},
    )
    assert "Lorn College" not in str(entry)


def test_a_partner_is_added_once(uow_of: UowOf) -> None:
    with pytest.raises(Invalid, match="partner of this name already"):
        partnerships.add_partner(uow_of("officer"), "lorn", "lorn council", PartnerKind.COUNCIL)


@pytest.mark.parametrize("who", ["other_officer", "councillor", "resident", None])
def test_only_those_who_run_the_whole_partnership_add_partners(uow_of: UowOf, who: str | None) -> None:
    uow = uow_of(who)
    with pytest.raises(Forbidden):
        partnerships.add_partner(uow, "lorn", "Lorn College", PartnerKind.COLLEGE)
    assert count(uow, Partner) == 2


def test_nothing_is_added_to_a_partnership_that_is_not_there(uow_of: UowOf) -> None:
    with pytest.raises(NotVisible):
        partnerships.add_partner(uow_of("officer"), "atlantis", "Lorn College", PartnerKind.COLLEGE)


def test_the_board_sits_for_all_and_a_locality_forum_for_its_own(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    there = small_world.other_locality_id
    board = partnerships.add_forum(uow, "lorn", "The board", ForumKind.BOARD, locality_id=there, remit="The plan.\n")
    forum = partnerships.add_forum(uow, "lorn", "Kilmartin forum", ForumKind.LOCALITY_FORUM, locality_id=there)
    assert (board.locality_id, board.remit, forum.locality_id) == (None, "The plan.", there)
    cards = [(card.forum.name, card.members) for card in queries.forums_of(uow.session, small_world.partnership_id)]
    assert cards == [("The board", 0), ("Kilmartin forum", 0), ("Oban forum", 0)]
    assert newest(uow)["d"] == {"partnership": small_world.partnership_id, "forum": forum.id}


def test_the_members_of_a_forum_hold_the_councillor_role_for_it(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("administrator")
    seat = Scope(small_world.partnership_id, small_world.locality_id, small_world.forum_id)
    people.grant_role(uow, "neighbour@moothill.example", Role.COUNCILLOR, seat)
    cards = queries.forums_of(uow.session, small_world.partnership_id)
    assert [(card.forum.name, card.locality.name if card.locality else "", card.members) for card in cards] == [
        ("Oban forum", "Oban", 1)
    ]


def test_a_locality_forum_needs_a_locality_of_this_partnership(
    uow_of: UowOf, keeper: UnitOfWork, small_world: World
) -> None:
    elsewhere = partnerships.create_partnership(keeper, "Skye")
    for locality_id in (None, 9_999):
        with pytest.raises(Invalid) as refused:
            partnerships.add_forum(uow_of("officer"), "lorn", "F", ForumKind.LOCALITY_FORUM, locality_id=locality_id)
        assert refused.value.field == "locality"
    with pytest.raises(Invalid):
        partnerships.add_forum(
            keeper, elsewhere.slug, "F", ForumKind.LOCALITY_FORUM, locality_id=small_world.locality_id
        )
    assert count(keeper, Forum) == 1


def test_people_see_the_partnerships_in_which_they_hold_a_role(uow_of: UowOf, keeper: UnitOfWork) -> None:
    partnerships.create_partnership(keeper, "Skye")
    names = {
        who: [one.slug for one in queries.partnerships_of(uow.session, uow.actor)]
        for who, uow in {"keeper": keeper, **{who: uow_of(who) for who in ("other_officer", "resident")}}.items()
    }
    assert names == {"keeper": ["lorn", "skye"], "other_officer": ["lorn"], "resident": []}
