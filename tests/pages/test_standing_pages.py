"""The standing pages are there for everyone, and what they say is what the code does."""

from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pb_app.public.credits import Component, built_packages, python_packages
from pb_app.queries.people import ABSOLUTE, IDLE
from pb_app.services.mail import KEPT_FOR
from pb_app.services.people import CODE_LIFE
from pb_app.web.unit_of_work import installation

PAGES = ("/accessibility", "/privacy", "/cookies", "/credits")


@pytest.mark.parametrize("prefix", ["", "/gd"])
@pytest.mark.parametrize("address", PAGES)
def test_a_standing_page_is_there_in_both_languages(client: FlaskClient, prefix: str, address: str) -> None:
    answer = client.get(prefix + address)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("address", PAGES)
def test_every_page_leads_to_the_standing_pages(client: FlaskClient, address: str) -> None:
    assert f'href="{address}"' in client.get("/").text


def test_the_cookie_that_is_named_is_the_one_that_is_set(client: FlaskClient) -> None:
    named = client.get("/cookies").text
    assert "moothill" in named
    answer = client.get("/sign-in")
    assert [cookie.split("=")[0] for cookie in answer.headers.getlist("Set-Cookie")] == ["moothill"]
    assert ">moothill<" in named


def test_reading_sets_no_cookie(client: FlaskClient) -> None:
    for address in ("/", "/log", *PAGES):
        assert client.get(address).headers.getlist("Set-Cookie") == []


def test_the_times_that_are_named_are_those_that_hold(client: FlaskClient) -> None:
    cookies, privacy = client.get("/cookies").text, client.get("/privacy").text
    hours, days = IDLE.total_seconds() // 3600, ABSOLUTE.days
    assert f"after {hours:.0f} hours without use, and after {days} days" in cookies
    assert f"after {hours:.0f} hours without use and after {days} days" in privacy
    assert f"used for {CODE_LIFE.total_seconds() // 60:.0f} minutes, once" in privacy
    assert f"for {KEPT_FOR.total_seconds() // 3600:.0f} hours at the longest" in privacy


def test_a_service_that_shows_its_letters_says_so(app: Flask, client: FlaskClient) -> None:
    assert "Do not use an address that matters" in client.get("/privacy").text
    object.__setattr__(installation(app).settings, "mail", "smtp")
    assert "Do not use an address that matters" not in client.get("/privacy").text


def test_the_sources_are_credited_as_their_licences_ask(client: FlaskClient) -> None:
    told = unescape(client.get("/credits").text)
    for line in (
        "Contains public sector information licensed under the Open Government Licence v3.0.",
        "Contains OS data © Crown copyright and database right.",
        "Contains Royal Mail data © Royal Mail copyright and database right.",
        "Contains National Statistics data © Crown copyright and database right.",
        "Council names and codes: mySociety, CC BY 4.0.",
        "Scottish Government Design System, under the MIT licence",
    ):
        assert line in told


def test_packages_are_named_with_version_and_licence(client: FlaskClient, tmp_path: Path) -> None:
    told = client.get("/credits").text
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("# words\nflask>=3\nnot-installed-anywhere>=1\nsqlalchemy>=2\n")
    found = python_packages(requirements)
    assert [one.name.lower() for one in found] == ["flask", "sqlalchemy"]
    assert all(one.licence for one in found)
    assert all(one.name in told and one.version in told for one in found)


def test_packages_of_the_browser_are_read_from_what_was_built(tmp_path: Path) -> None:
    assert built_packages(tmp_path / "empty") == ()
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "manifest.json").write_text(
        '{"assets": {"b.js": {"package": "b", "version": "2", "licence": "MIT"},'
        ' "a.js": {"package": "A", "version": "1", "licence": "ISC"},'
        ' "c.css": {"package": "b", "version": "2", "licence": "MIT"}}}'
    )
    assert built_packages(tmp_path) == (Component("A", "1", "ISC"), Component("b", "2", "MIT"))
