"""Signing in by code and by link through plain pages, and signing out everywhere."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader

Readers = Callable[[str | None], Reader]


@pytest.fixture
def reader(reader_as: Readers) -> Reader:
    return reader_as(None)


def ask(reader: Reader, address: str = "mairi@moothill.example") -> tuple[str, str]:
    reader.open("/sign-in?next=/me")
    reader.send("/sign-in", email=address)
    other = Reader(reader.client)
    letter = other.open("/dev/outbox").text
    code, link = re.search(r"code is (\d{6})", letter), re.search(r"/sign-in/link/[\w-]+", letter)
    assert code
    assert link
    return code[1], link[0]


def test_a_code_signs_in_and_asks_for_a_name_once(reader: Reader) -> None:
    code, _ = ask(reader)
    reader.send("/sign-in/code", code=code)
    assert "What should others call you?" in reader.text
    reader.send("/sign-in/name", display_name="")
    assert "Enter a name" in reader.text
    reader.send("/sign-in/name", display_name="Mairi")
    assert reader.page is not None
    assert reader.page.request.path == "/me"
    assert "Mairi" in reader.text


def test_a_link_is_used_by_a_press_and_not_by_being_opened(reader: Reader) -> None:
    _, link = ask(reader)
    assert "can be used once" in reader.open(link).text
    assert "can be used once" in reader.open(link).text
    reader.send(link)
    assert "What should others call you?" in reader.text
    again = Reader(reader.client)
    again.open(link)
    assert again.send(link).status_code == 422
    assert "used already" in again.text


def test_a_wrong_code_says_how_many_tries_are_left(reader: Reader) -> None:
    code, _ = ask(reader)
    wrong = "000000" if code != "000000" else "111111"
    assert reader.send("/sign-in/code", code=wrong).status_code == 422
    assert "4 more tries" in reader.text
    assert reader.send("/sign-in/code", code="").status_code == 422


def test_an_address_that_is_none_is_refused(reader: Reader) -> None:
    reader.open("/sign-in")
    assert reader.send("/sign-in", email="not an address").status_code == 422


def test_the_answer_is_the_same_whether_somebody_is_known_or_not(reader_as: Readers) -> None:
    told = []
    for address in ("officer@moothill.example", "nobody.at.all@moothill.example"):
        reader = reader_as(None)
        reader.open("/sign-in")
        told.append(reader.send("/sign-in", email=address).text.replace(address, "…"))
    tokens = re.compile(r'csrf_token" value="[^"]*"')
    assert tokens.sub("", told[0]) == tokens.sub("", told[1])


def test_a_code_page_without_a_request_asks_for_the_address(reader: Reader) -> None:
    assert "Sign in or sign up" in reader.open("/sign-in/code").text


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(app: Flask, reader_as: Readers) -> None:
    signed_in = reader_as("resident")
    copy = app.test_client()
    cookie = signed_in.client.get_cookie("moothill")
    assert cookie is not None
    copy.set_cookie("moothill", cookie.value)
    assert copy.get("/me").status_code == 200
    signed_in.open("/me")
    signed_in.send("/sign-out")
    assert "You are signed out" in signed_in.text
    assert copy.get("/me").status_code == 302


def test_the_session_of_before_is_not_carried_into_the_one_of_after(reader: Reader) -> None:
    code, _ = ask(reader)
    before = reader.client.get_cookie("moothill")
    reader.send("/sign-in/code", code=code)
    after = reader.client.get_cookie("moothill")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    with reader.client.session_transaction() as cookie:
        assert "asked_for" not in cookie


def test_a_session_long_out_of_sight_moves_its_coarse_time_on(app: Flask, reader_as: Readers) -> None:
    signed_in = reader_as("resident")
    uow = installation(app).system_unit_of_work()
    with installation(app).database.writing(uow.session):
        uow.session.connection().exec_driver_sql("UPDATE sign_in_session SET seen_at = datetime('now', '-2 hours')")
        uow.session.commit()
    signed_in.open("/me")
    seen = "SELECT seen_at > datetime('now', '-16 minutes') FROM sign_in_session"
    assert uow.session.connection().exec_driver_sql(seen).scalar_one() == 1
    uow.close()


def test_naming_oneself_needs_a_sign_in(reader: Reader) -> None:
    assert "Sign in or sign up" in reader.open("/sign-in/name").text
