"""Getting into somebody else's account, staying in one's own too long, or keeping somebody out (A20-A22, A25-A29)."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from config import Settings
from pb_app.factory import create_app
from pb_app.models.people import OutboxMail, SignInSession
from pb_app.services import people
from pb_app.web.limits import limiter
from pb_app.web.unit_of_work import installation
from tests.abuse.doors import Acting, token_of
from tests.pages.reader import Reader
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
OWNER = "resident@moothill.example"
LINK = re.compile(r"/sign-in/link/[\w-]+")


@pytest.fixture(autouse=True)
def fresh_limits(app: Flask) -> None:
    """Nobody has asked for anything yet."""
    limiter.reset()


def ask(browser: Reader, email: str = OWNER, path: str = "/sign-in") -> int:
    browser.open(path)
    return browser.send("/sign-in", email=email).status_code


def letters(app: Flask) -> list[str]:
    """What was written so far, oldest first."""
    with closing(installation(app).database.session()) as session:
        return list(session.scalars(select(OutboxMail.body).order_by(OutboxMail.id)))


def sessions(app: Flask) -> int:
    with closing(installation(app).database.session()) as session:
        return len(session.scalars(select(SignInSession.token_hash)).all())


def guess(browser: Reader, code: str, email: str = OWNER) -> int:
    sent = {"csrf_token": token_of(browser), "code": code, "email": email}
    return browser.client.post("/sign-in/code", data=sent).status_code


def use(browser: Reader, letter: str) -> str:
    """Open the link of a letter and press its button; the page that follows."""
    found = LINK.search(letter)
    assert found
    browser.open(found[0])
    return browser.send(found[0]).text


def test_nothing_tells_who_is_known_here(app: Flask, lorn: World, reader_as: ReaderAs) -> None:
    told = []
    for email in (OWNER, "nobody@moothill.example"):
        browser = reader_as(None)
        browser.open("/sign-in")
        first = browser.client.post(
            "/sign-in", data={"csrf_token": browser.form("/sign-in").answers[0][1], "email": email}
        )
        second = browser.client.get(first.location)
        third = guess(browser, "000000", email)
        page = re.sub(r'value="[^"]*"', "", second.text.replace(email, ""))
        told.append((first.status_code, first.location, sorted(first.headers.keys()), second.status_code, page, third))
    assert told[0] == told[1]
    assert len(letters(app)) == 2


def test_guessing_is_slow_wherever_it_comes_from(app: Flask, lorn: World) -> None:
    """A crowd of addresses, each asking and guessing within what one address may."""
    spelled = (OWNER, OWNER.upper(), f" {OWNER}", OWNER.replace("@", "+x@"))
    heard = 0
    for number in range(40):
        browser = Reader(app.test_client())
        browser.client.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        ask(browser)
        for _ in range(3):
            heard += guess(browser, "no", spelled[number % len(spelled)]) == 422
    assert len(letters(app)) == 10
    assert heard == 10


def test_nobody_is_kept_out_by_others_who_ask_and_guess_in_their_name(
    app: Flask, lorn: World, reader_as: ReaderAs
) -> None:
    owner, others = reader_as(None), reader_as(None)
    assert ask(owner) == 200
    for _ in range(12):
        ask(others)
        for _ in range(6):
            guess(others, "no")
    assert "Rhona" in use(owner, letters(app)[0])
    assert sessions(app) == 1


def test_a_link_that_is_only_looked_at_is_not_used(app: Flask, lorn: World, reader_as: ReaderAs) -> None:
    owner, scanner = reader_as(None), app.test_client()
    ask(owner)
    address = LINK.search(letters(app)[0])
    assert address
    for _ in range(3):
        assert scanner.get(address[0]).status_code == 200
        scanner.head(address[0])
        scanner.options(address[0])
    assert sessions(app) == 0
    assert "Rhona" in use(owner, letters(app)[0])
    assert "Rhona" not in use(reader_as(None), letters(app)[0])
    assert sessions(app) == 1


def test_the_token_of_a_link_is_told_to_no_other_site(app: Flask, lorn: World, client: FlaskClient) -> None:
    answer = client.get(f"/sign-in/link/{'t' * 43}")
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert not re.search(r'(?:href|src)="https?://(?!localhost)[^"]*"', answer.text.split("<footer")[0])


def test_a_cookie_that_was_planted_is_worth_nothing_after_signing_in(
    app: Flask, lorn: World, reader_as: ReaderAs
) -> None:
    owner = reader_as(None)
    ask(owner)
    planted = owner.client.get_cookie("moothill")
    token = dict(owner.form("/sign-in/code").answers)["csrf_token"]
    use(owner, letters(app)[0])
    assert planted
    attacker = app.test_client()
    attacker.set_cookie("moothill", planted.value)
    assert attacker.get("/me").status_code == 302
    assert owner.client.get("/me").status_code == 200
    assert owner.client.post("/sign-out", data={"csrf_token": token}).status_code == 419


def test_a_role_given_or_taken_ends_what_was_open(app: Flask, lorn: World, reader_as: ReaderAs, acting: Acting) -> None:
    officer = reader_as("officer")
    assert officer.open("/officers/rounds").status_code == 200
    with closing(acting("administrator")) as uow:
        grants = uow.session.connection().exec_driver_sql(
            f"SELECT id FROM role_grant WHERE person_id = {lorn.people['officer']}"
        )
        people.revoke_role(uow, grants.scalar_one())
    assert officer.client.get("/officers/rounds").status_code == 302


@pytest.fixture
def in_production(embedded: Settings, tmp_path: Path) -> Iterator[FlaskClient]:
    create_app(embedded)  # makes the keys
    keys = {f"{name}_key_file": str(tmp_path / "keys" / f"{name}.key") for name in ("session", "log", "receipt")}
    settings = replace(
        embedded,
        environment="production",
        site_url="https://moothill.example",
        log_origin="moothill.example/real",
        mail="smtp",
        smtp_url="smtp://localhost:25",
        roll_keys_folder=str(tmp_path / "rolls"),
        **keys,
    ).checked()
    app = create_app(settings)
    yield app.test_client()
    installation(app).database.engine.dispose()


def test_the_cookie_of_a_real_service_is_for_this_host_and_no_script(in_production: FlaskClient) -> None:
    answer = in_production.get("/sign-in", base_url="https://moothill.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-moothill=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain=" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert in_production.get("/dev/outbox", base_url="https://moothill.example").status_code == 404


def test_a_real_service_takes_forms_of_its_own_pages_alone(in_production: FlaskClient) -> None:
    page = in_production.get("/sign-in", base_url="https://moothill.example")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token
    sent = {"csrf_token": token[1], "email": OWNER}
    for referrer, status in ((None, 419), ("https://evil.example/", 419), ("https://moothill.example/sign-in", 302)):
        headers = {"Referer": referrer} if referrer else {}
        answer = in_production.post("/sign-in", data=sent, headers=headers, base_url="https://moothill.example")
        assert answer.status_code == status, referrer


HOUSEHOLDS = (
    [f"2001:db8:0:1:{n:x}::1" for n in range(21)],
    ["203.0.113.7"] * 21,
)


@pytest.mark.parametrize("addresses", HOUSEHOLDS)
def test_one_household_asks_no_oftener_by_having_many_addresses(app: Flask, addresses: list[str]) -> None:
    statuses = []
    for number, address in enumerate(addresses):
        browser = Reader(app.test_client())
        browser.client.environ_base["REMOTE_ADDR"] = address
        statuses.append(ask(browser, f"somebody{number}@moothill.example", "/sign-in" if number % 2 else "/gd/sign-in"))
    assert statuses[:20] == [200] * 20
    assert statuses[20] == 429


FOREIGN = (
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "http:evil.example",
    "\\\\evil.example",
    "https:/evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "javascript:alert(1)",
    "////evil.example",
    "/.//evil.example",
    "http://localhost@evil.example/",
    "http://localhost.evil.example/",
    "https:evil.example",
    "\x01//evil.example",
    " //evil.example",
)


def test_signing_in_leads_to_no_other_site(app: Flask, lorn: World, reader_as: ReaderAs) -> None:
    browser = reader_as("resident")
    for wanted in FOREIGN:
        browser.open("/sign-in/name")
        sent = dict(browser.form("/sign-in/name").answers) | {"display_name": "Rhona", "next": wanted}
        answer = browser.client.post("/sign-in/name", data=sent)
        assert answer.status_code == 302
        assert re.match(r"/(?![/\\])", answer.location), (wanted, answer.location)
        assert "\n" not in answer.location
        assert "Location:" not in answer.headers.get("Set-Cookie", "")
