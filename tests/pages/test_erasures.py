"""Stories of people who have their account erased, by themselves or by somebody whom they asked."""

from collections.abc import Callable

from flask import Flask

from pb_app.roles import Role, Scope
from pb_app.services import people
from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader
from tests.rooms_world import open_room
from tests.services.test_erasures import EMAIL
from tests.world import World

ReaderAs = Callable[[str | None], Reader]


def test_somebody_erases_their_own_account(app: Flask, lorn: World, reader_as: ReaderAs) -> None:
    room = open_room(installation(app), lorn)
    reader = reader_as("resident")
    reader.open(f"/proposals/{room.proposal_no}/room")
    reader.send("/messages", body="I live beside it.")
    page = reader.open("/me").text
    assert 'href="/me/erasure"' in page
    page = reader.open("/me/erasure").text
    assert EMAIL in page
    assert "The words of 1 message in rooms" in page
    assert "1 proposal, without a name" in page
    assert "Say that you know it cannot be undone" in reader.send("/me/erasure").text
    page = reader.send("/me/erasure", for_good="y").text
    assert "Your account is erased." in page
    assert "/sign-in" in reader.open("/me/erasure").request.path
    page = reader_as(None).open(f"/proposals/{room.proposal_no}/room").text
    assert "The words are gone: whoever wrote them asked for their account to be erased." in page
    assert "I live beside it." not in page
    assert "Rhona" not in page
    uow = installation(app).system_unit_of_work()
    uow.sequence_log()
    uow.close()
    assert "The account of a person was erased because they asked for it." in reader.open("/log").text


def test_whoever_holds_a_role_is_told_to_give_it_back_first(reader_as: ReaderAs) -> None:
    reader = reader_as("officer")
    page = reader.open("/me/erasure").text
    assert "You hold a role here." in page
    assert 'name="for_good"' not in page


def test_an_administrator_erases_for_somebody_who_wrote(app: Flask, lorn: World, reader_as: ReaderAs) -> None:
    assert reader_as("administrator").open("/officers/erasures").status_code == 403
    system = installation(app).system_unit_of_work()
    people.grant_role(system, "neighbour@moothill.example", Role.ADMINISTRATOR, Scope())
    system.close()
    keeper = reader_as("neighbour")
    assert 'href="/officers/erasures"' in keeper.open("/officers/people").text
    for wrong, told in (("", "Enter the address"), ("x", "Nobody has"), ("nobody@moothill.example", "Nobody has")):
        keeper.open("/officers/erasures")
        assert told in keeper.send("/officers/erasures", email=wrong).text
    keeper.open("/officers/erasures")
    assert "Take the role back first." in keeper.send("/officers/erasures", email="officer@moothill.example").text
    keeper.open("/officers/erasures")
    page = keeper.send("/officers/erasures", email=EMAIL.upper()).text
    address = f"/officers/erasures/{lorn.people['resident']}"
    assert "Rhona" in page
    assert "Check first that the person themselves asked" in keeper.send(address).text
    assert "The account is erased." in keeper.send(address, asked="y").text
    assert keeper.open(address).status_code == 404
