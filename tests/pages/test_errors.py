"""Bad input and bad luck: each gets its own sentence and status, and nothing is half done."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy.exc import OperationalError

from ballots.errors import BadBallot, FileFault
from config import Settings
from pb_app.database import Database
from pb_app.factory import create_app
from pb_app.web.errors import in_words
from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader

Readers = Callable[[str | None], Reader]
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'"


def test_a_page_that_is_not_there_says_so(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "<h1" in answer.text


def test_a_form_without_its_token_is_refused(client: FlaskClient) -> None:
    assert client.post("/sign-in", data={"email": "a@moothill.example"}).status_code == 419


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data; boundary=x"])
def test_a_form_in_another_dress_is_refused_too(client: FlaskClient, kind: str) -> None:
    assert client.post("/sign-in", data=b"email=a@moothill.example", content_type=kind).status_code == 419


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    assert client.post("/sign-in", data=b"x" * 1_000_001, content_type="text/plain").status_code == 413


def test_a_hundred_thousand_fields_are_refused(client: FlaskClient) -> None:
    fields = "\r\n".join(f'--x\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\n1' for n in range(3_000))
    kind = "multipart/form-data; boundary=x"
    assert client.post("/sign-in", data=f"{fields}\r\n--x--\r\n", content_type=kind).status_code == 413


def test_the_wrong_method_is_no_crash(client: FlaskClient) -> None:
    assert client.post("/log").status_code in (400, 405, 419)


def test_too_many_codes_asked_for_are_slowed_down(reader_as: Readers) -> None:
    reader = reader_as(None)
    for _ in range(21):
        reader.open("/sign-in")
        answer = reader.send("/sign-in", email="somebody@moothill.example")
    assert answer.status_code == 429


def test_a_database_that_is_gone_answers_503_and_says_what_to_do(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    installation(app).database = Database(f"sqlite:///{tmp_path}/nowhere/gone.sqlite3")
    for address in ("/", "/readyz", "/polls/1"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert "<h1" in answer.text


def test_a_signed_in_reader_gets_the_same_answer_when_the_database_is_gone(
    app: Flask, reader_as: Readers, tmp_path: Path
) -> None:
    reader = reader_as("resident")
    installation(app).database = Database(f"sqlite:///{tmp_path}/nowhere/gone.sqlite3")
    assert reader.open("/me").status_code == 503


def test_the_process_answers_for_itself_without_the_database(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    installation(app).database = Database(f"sqlite:///{tmp_path}/nowhere/gone.sqlite3")
    assert client.get("/healthz").status_code == 200


def test_a_database_lost_halfway_leaves_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, reader_as: Readers
) -> None:
    reader = reader_as(None)
    reader.open("/sign-in")

    def lost(*_: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("gone"))

    with monkeypatch.context() as patch:
        patch.setattr("sqlalchemy.orm.Session.commit", lost)
        assert reader.send("/sign-in", email="somebody@moothill.example").status_code == 503
    uow = installation(app).system_unit_of_work()
    assert uow.session.connection().exec_driver_sql("SELECT count(*) FROM outbox_mail").scalar_one() == 0
    uow.close()


def test_an_unforeseen_fault_shows_no_trace(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall_over() -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setitem(app.view_functions, "public.home.show_home", fall_over)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text


def test_every_answer_carries_the_policy(client: FlaskClient) -> None:
    for address in ("/", "/nowhere", "/gd/", "/sign-in", "/healthz"):
        headers = client.get(address).headers
        assert headers["Content-Security-Policy"].startswith(POLICY)
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_somebody_signed_in_leaves_no_copies_in_caches(reader_as: Readers) -> None:
    reader = reader_as("resident")
    assert reader.open("/").headers["Cache-Control"] == "no-store"


def test_a_foreign_address_to_return_to_is_ignored(reader_as: Readers) -> None:
    for foreign in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        page = reader_as(None).open(f"/sign-in?next={foreign}").text
        assert "evil.example" not in page.split("<main")[1]
        assert "javascript:" not in page.split("<main")[1]


def test_pages_that_need_a_role_refuse_those_without(reader_as: Readers) -> None:
    assert reader_as("resident").open("/officers").status_code == 403
    assert "Sign in" in reader_as(None).open("/officers").text


def test_signing_in_from_a_gaelic_page_leads_back_to_it(reader_as: Readers) -> None:
    page = reader_as(None).open("/gd/me").text
    assert 'value="/gd/me"' in page


def ask_often(app: Flask, forwarded: str) -> int:
    reader = Reader(app.test_client())
    reader.client.environ_base["HTTP_X_FORWARDED_FOR"] = forwarded
    for number in range(21):
        reader.open("/sign-in")
        answer = reader.send("/sign-in", email=f"somebody{number}@moothill.example")
    return answer.status_code


def test_nobody_escapes_the_limit_by_saying_who_they_were_forwarded_for(app: Flask) -> None:
    assert ask_often(app, "203.0.113.1") == 429
    assert ask_often(app, "203.0.113.2") == 429


def test_people_behind_a_proxy_of_ours_are_told_apart(embedded: Settings) -> None:
    behind = create_app(replace(embedded, proxies=1))
    assert ask_often(behind, "203.0.113.1") == 429
    client = behind.test_client()
    client.environ_base["HTTP_X_FORWARDED_FOR"] = "203.0.113.2"
    reader = Reader(client)
    reader.open("/sign-in")
    assert reader.send("/sign-in", email="somebody@moothill.example").status_code == 200
    installation(behind).database.engine.dispose()


def test_an_address_of_a_form_alone_leads_to_the_page_above_it(client: FlaskClient) -> None:
    for address, page in (
        ("/polls/3/ballot/check", "/polls/3/ballot"),
        ("/polls/3/roll", "/polls/3"),
        ("/gd/rounds/1/proposals/answers", "/gd/rounds/1"),
        ("/sign-out", "/"),
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.location) == (303, page)
    assert client.head("/log/checkpoint").status_code == 404


def test_the_answer_to_a_form_links_to_the_forms_page_in_the_other_language(client: FlaskClient) -> None:
    assert 'hreflang="gd" href="/gd/polls/3"' in client.post("/polls/3/roll").text


def test_a_fault_inside_a_fault_is_said_in_the_same_language(app: Flask) -> None:
    why = BadBallot("Choose at most %(most)d projects.", most=3)
    fault = FileFault("Line %(line)d: this ballot is not allowed. %(why)s", 7, why=why)
    with app.test_request_context("/"), force_locale("gd"):
        assert in_words(fault).endswith("Na taghaibh còrr is 3 de phròiseactan.")
    assert str(fault) == "Line 7: this ballot is not allowed. Choose at most 3 projects."
