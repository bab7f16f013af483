"""Stories of how roles are given and taken back, each by whom and for what."""

import re
from collections.abc import Callable

from flask import Flask

from pb_app.roles import Role, Scope
from pb_app.services import people
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]
HERE = "/officers/partnerships/lorn"


def summary(page: str) -> str:
    """What the error summary of a page says."""
    found = re.search(r"ds_error-summary__list.*?</ul>", page, re.DOTALL)
    return found[0] if found else ""


def test_a_role_is_given_for_a_forum_and_taken_back(reader_as: ReaderAs, lorn: World) -> None:
    reader = reader_as("administrator")
    seat = f"forum-{lorn.forum_id}"
    page = reader.open(f"{HERE}/people?role=councillor&place={seat}").text
    assert re.search(r'value="councillor" checked', page)
    assert re.search(rf'<option selected value="{seat}">Oban forum', page)
    page = reader.send("/people", email="Neighbour@moothill.example").text
    assert "The role is given." in page
    row = re.search(r"neighbour@moothill\.example.*?</tr>", page, re.DOTALL)
    assert row
    assert "Member of a forum" in row[0]
    assert "Oban forum" in row[0]
    link = re.search(r'href="(/officers/roles/\d+)"', row[0])
    assert link
    assert "Held since" in reader.open(link[1]).text
    page = reader.send("/revocation").text
    assert "The role is taken back." in page
    assert "neighbour@moothill.example" not in page


def test_a_role_fits_its_place(reader_as: ReaderAs, lorn: World) -> None:
    reader = reader_as("administrator")
    for role, place, told in (
        ("councillor", "whole", "Choose the forum this person sits on"),
        ("officer", f"forum-{lorn.forum_id}", "This role is not held for a forum"),
    ):
        reader.open(f"{HERE}/people")
        page = reader.send("/people", email="neighbour@moothill.example", role=role, place=place)
        assert (page.status_code, told in summary(page.text)) == (422, True)
    reader.open(f"{HERE}/people")
    page = reader.send("/people", email="officer@moothill.example", role="officer", place="whole")
    assert "This person holds that role already." in summary(page.text)


def test_roles_are_given_by_administrators_alone_and_each_in_their_own_partnership(
    app: Flask, reader_as: ReaderAs, lorn: World
) -> None:
    for path in (f"{HERE}/people", "/officers/people"):
        assert reader_as("officer").open(path).status_code == 403
    assert reader_as("administrator").open("/officers/people").status_code == 403
    keeper = people.grant_role(
        installation(app).system_unit_of_work(), "k@moothill.example", Role.ADMINISTRATOR, Scope()
    )
    assert reader_as("administrator").open(f"/officers/roles/{keeper.id}").status_code == 404


def test_administrators_of_the_installation_are_appointed(app: Flask, reader_as: ReaderAs, lorn: World) -> None:
    people.grant_role(
        installation(app).system_unit_of_work(), "administrator@moothill.example", Role.ADMINISTRATOR, Scope()
    )
    reader = reader_as("administrator")
    reader.open("/officers/people")
    page = reader.send("/people", email="second@moothill.example", role="administrator")
    assert "second@moothill.example" in page.text
