"""Values that no page of ours sends, in every address and every form, on the database that minds most (A34, A36)."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import Settings
from pb_app.factory import create_app
from pb_app.refusals import Forbidden, sentence
from pb_app.web.limits import limiter
from pb_app.web.unit_of_work import installation
from tests.abuse.busy import FORMS, Written, in_use
from tests.abuse.doors import Acting, Door, doors, token_of
from tests.pages.reader import Reader
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
NUMBERED = ("poll_no", "round_no", "proposal_no", "pot_id", "grant_id", "index", "seq")
NOT_THERE = (404, 405)
BAD = (
    "a\x00b \ufffd\u202e\u200b %(name)s %n {0} {{7*7}} '; DROP TABLE person; --",
    "a" * 60_000,
    "9" * 40,
    "-1",
    "9999-12-31T23:59",
    "0001-01-01T00:00",
)
ASKED = (
    *(
        f"/log?{query}"
        for query in ("page=-1", f"page={10**40}", f"page={2**63}", f"poll={10**40}", "kind=%00&poll=%00")
    ),
    *(f"/proposals/1/room?{query}" for query in ("after=%00", f"before={10**40}", "after=%D9%A1")),
    *(f"{path}/%00" for path in ("", "/localities", "/partnerships", "/polls/1/result", "/sign-in/link", "/static")),
    *(f"/sign-in?next={wanted}" for wanted in ("%00", "http://[", "//[::1", "%ff", "a" * 5_000)),
    *(f"/static/{path}config.py" for path in ("../", "%2e%2e/", "..%2f", "..%5c", "/")),
    "/gd/%ff",
    "/polls/%D9%A3",
    "/polls/1/result/../../../config.py",
    "/localities/oban/budget.csv%00",
)


@pytest.fixture
def app(served: Settings) -> Iterator[Flask]:
    """The application on PostgreSQL."""
    made = create_app(served)
    yield made
    installation(made).database.engine.dispose()


@pytest.fixture
def busy(app: Flask, lorn: World, acting: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)
    in_use(app, lorn, acting)


def would_be_kept(session: Session) -> None:
    """Stand for a commit: write everything, then refuse, so that the next value finds everything as it was."""
    session.flush()
    raise Forbidden(sentence("It would be kept."))


def broken_by(reader: Reader, form: Written, token: str) -> Iterator[str]:
    """What breaks the application when it stands in a field of this form."""
    for name in form.answers:
        for bad in BAD:
            answer = reader.client.post(form.action, data={"csrf_token": token} | form.answers | {name: bad})
            if answer.status_code >= 500:
                yield f"{form.action} {name}={bad[:40]!r}: {answer.status_code}"


@pytest.mark.usefixtures("busy")
def test_no_value_in_any_form_breaks_anything(reader_as: ReaderAs, monkeypatch: pytest.MonkeyPatch) -> None:
    readers = {who: reader_as(who) for who in {form.who for form in FORMS}}
    tokens = {who: token_of(reader) for who, reader in readers.items()}
    monkeypatch.setattr(Session, "commit", would_be_kept)
    found = [told for form in FORMS for told in broken_by(readers[form.who], form, tokens[form.who])]
    assert not found, "\n".join(found)


@pytest.mark.usefixtures("busy")
def test_no_question_in_an_address_breaks_anything(app: Flask, reader_as: ReaderAs) -> None:
    for reader in (reader_as(None), reader_as("officer")):
        for address in ASKED:
            assert reader.client.get(address).status_code < 500, address
    token = token_of(reader)
    for number in (2**31, 2**63, 10**40):
        for door in numbered(app, number):
            sent = {"data": {"csrf_token": token, "to": "review"}} if door.method == "POST" else {}
            assert reader.client.open(door.address, method=door.method, **sent).status_code in NOT_THERE, door


def numbered(app: Flask, number: int) -> list[Door]:
    """Every door with a number in its address, and this number there."""
    names = dict.fromkeys(NUMBERED, number)
    found = [*doors(app, "GET", **names), *doors(app, "POST", **names)]
    return [door for door in found if door.names & names.keys()]


@pytest.mark.usefixtures("busy")
def test_a_fault_of_the_database_is_answered_by_a_page_and_quotes_no_row(
    app: Flask, reader_as: ReaderAs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A ballot whose hash is none: the box refuses the row."""
    monkeypatch.setattr("pb_app.receipts.ballot_hash", lambda _body: b"no hash")
    secret, reader = "5ec4e7" * 5 + "00", reader_as("neighbour")
    cast = {"csrf_token": token_of(reader), "projects": "P03", "secret": secret}
    answer = reader.client.post("/polls/3/ballot", data=cast)
    assert answer.status_code == 500
    assert "<h1" in answer.text
    assert "Content-Security-Policy" in answer.headers
    assert "Unforeseen" in caplog.text
    for private in ("P03", secret, "resident@", "no hash", '"b":'):
        assert private not in caplog.text
