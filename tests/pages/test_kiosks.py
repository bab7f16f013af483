"""Kiosks by their pages: the officer's, and the addresses that a device speaks to."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from flask.testing import FlaskClient

from pb_app import kiosk
from pb_app.kiosk import CURVE
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.kiosk_stories import Tablet
from tests.pages.reader import Reader
from tests.paper_stories import Station
from tests.world import POSTCODE, World

Readers = Callable[[str | None], Reader]
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}")
ASKED = {"Accept": "application/json"}


@pytest.fixture
def opened(app: Flask, lorn: World) -> Voting:
    return ballot_box.opened(installation(app), lorn)


@pytest.fixture
def officer(reader_as: Readers, opened: Voting) -> Reader:
    """An officer with a station, a person on the roll, and the page of its kiosks open."""
    officer = reader_as("officer")
    officer.open(f"/officers/polls/{opened.poll_no}/stations")
    officer.send("/stations", name="Hall", place="Shore Street", hours="10 to 4")
    officer.open("/officers/stations/1")
    officer.send("/marks", button="to", name="Ann", born="1970-01-31", postcode=POSTCODE)
    officer.open("/officers/stations/1/kiosks")
    return officer


def invited(officer: Reader, name: str = "Tablet 1") -> tuple[str, str]:
    """Invite a tablet by its page: code and PIN."""
    hour = (datetime.now(UTC) + timedelta(hours=3)).astimezone(ZoneInfo("Europe/London")).strftime("%Y-%m-%dT%H:%M")
    officer.open("/officers/stations/1/kiosks")
    officer.send("/kiosks", name=name, closes_at=hour)
    code, pin = re.search(r'id="kiosk-code">([^<]+)', officer.text), re.search(r'id="kiosk-pin">(\d{6})<', officer.text)
    assert code
    assert pin
    assert f"/kiosk#{code[1]}" in officer.text
    return code[1], pin[1]


def ask(client: FlaskClient, address: str, told: object) -> tuple[int, dict[str, object]]:
    answer = client.post(address, json=told, headers=ASKED)
    return answer.status_code, json.loads(answer.text)


def enrolled(app: Flask, opened: Voting, told: tuple[str, str]) -> Tablet:
    """A tablet that was enrolled by its address."""
    key = ec.generate_private_key(CURVE)
    point = kiosk.public_point(key).hex()
    status, answer = ask(app.test_client(), "/kiosk/enrolment", {"code": told[0], "pin": told[1], "key": point})
    assert status == 200
    return Tablet(Station(opened, 1), json.loads(str(answer["manifest"]))["device"], key)


def test_a_hall_is_prepared_voted_in_and_opened_by_its_pages(
    app: Flask, opened: Voting, officer: Reader, reader_as: Readers
) -> None:
    assert "There is nothing to see yet" in officer.open("/officers/polls/1/kiosks").text
    officer.open("/officers/stations/1/kiosks")
    officer.send("/slips", ordinary="1", provisional="1")
    ordinary, provisional = CODE.findall(officer.text)
    assert "Provisional slip 2" in officer.text
    tablet = enrolled(app, opened, invited(officer))
    officer.open("/officers/stations/1/kiosks")
    assert ordinary not in officer.text
    officer.send("/handed-out", name="Ann", born="1970-01-31")
    assert "Hand out one ordinary slip" in officer.text
    tablet.take(ordinary, ["P01"])
    tablet.take(provisional, ["P02"])
    officer.open("/officers/polls/1")
    officer.send("/closed", reason="Everybody has voted")
    assert "neither delivered everything" in officer.open("/officers/polls/1/kiosks").text
    officer.send("/aside", **{f"kiosk-{tablet.id}-reason": "It is lost."})
    assert "A second person must confirm it" in officer.text
    assert "It is lost." not in reader_as(None).open("/polls/1").text
    tablet.end()
    sent = [{"slip": one.slip.hex(), "sealed": one.sealed.hex()} for one in tablet.sealed.values()]
    words = tablet.told(tablet.sealed.values())
    told = {"told": words.decode(), "signature": tablet.sign(words).hex(), "envelopes": sent}
    status, answer = ask(app.test_client(), "/kiosk/deliveries", told)
    assert (status, answer["received"], answer["whole"]) == (200, 2, True)
    assert "Hall: slip 2" in officer.open("/officers/polls/1/kiosks").text
    officer.open("/officers/stations/1/kiosks")
    officer.send("/settled", number="2", name="Ann", born="1970-01-31")
    assert "is held: what was cast with it is never opened" in officer.text
    approver = reader_as("approver")
    approver.open("/officers/polls/1/kiosks")
    approver.send("/kiosks")
    assert "The envelopes are opened" in approver.text
    assert "Marked at a kiosk" in approver.open("/officers/polls/1/papers").text


def test_why_a_tablet_was_set_aside_stands_on_the_public_page_of_its_poll(
    app: Flask, opened: Voting, officer: Reader, reader_as: Readers
) -> None:
    officer.open("/officers/stations/1/kiosks")
    tablet = enrolled(app, opened, invited(officer))
    officer.open("/officers/polls/1")
    officer.send("/closed", reason="Everybody has voted")
    officer.open("/officers/polls/1/kiosks")
    officer.send("/aside", **{f"kiosk-{tablet.id}-reason": "It fell into the <harbour>."})
    approver = reader_as("approver")
    approver.open("/officers/polls/1/kiosks")
    approver.send("/aside/confirmed")
    page = reader_as(None).open("/polls/1").text
    assert "It fell into the &lt;harbour&gt;." in page
    assert "Ballots that were on it and never arrived are not counted." in page


def test_a_tablet_asks_anew_what_there_is_and_nobody_else_does(app: Flask, opened: Voting, officer: Reader) -> None:
    tablet = enrolled(app, opened, invited(officer))
    told = json.dumps({"device": tablet.id}).encode()
    status, answer = ask(
        app.test_client(), "/kiosk/manifest", {"told": told.decode(), "signature": tablet.sign(told).hex()}
    )
    assert (status, json.loads(str(answer["manifest"]))["poll"]) == (200, str(opened.poll_id))
    status, answer = ask(app.test_client(), "/kiosk/manifest", {"told": told.decode(), "signature": "00" * 64})
    assert (status, answer["why"]) == (403, "This was not signed by a kiosk that is known here.")


@pytest.mark.parametrize("address", ["/kiosk/enrolment", "/kiosk/manifest", "/kiosk/deliveries"])
def test_what_no_kiosk_says_is_refused(app: Flask, opened: Voting, address: str) -> None:
    client = app.test_client()
    for told in (None, [], {}, {"told": 1, "code": 1}, {"told": "{}", "signature": "xy", "code": "A", "pin": "1"}):
        assert client.post(address, json=told).status_code == 400
    odd = {"told": "{", "signature": "00", "code": "Ä", "pin": "1", "key": "00"}
    assert client.post(address, json=odd).status_code in {404, 422}
    assert opened.poll_no == 1


def test_the_kiosk_is_a_page_and_its_worker_keeps_it_in_both_languages(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/kiosk")
    assert page.headers["Cache-Control"] == "no-store"
    assert "cannot work without JavaScript" in page.text
    worker = client.get("/kiosk-worker.js")
    assert worker.mimetype == "text/javascript"
    files = json.loads(worker.text.split("const FILES = ", 1)[1].split(";\n", 1)[0])
    assert {"/kiosk", "/gd/kiosk", "/static/js/kiosk-seal.mjs"} <= set(files)
    for name in files:
        with client.get(name) as answer:
            assert answer.status_code == 200, name


def test_what_the_forms_of_kiosks_refuse_comes_back_on_them(officer: Reader, reader_as: Readers) -> None:
    officer.send("/slips", ordinary="0", provisional="0")
    assert "Say how many slips to make" in officer.text
    officer.send("/kiosks", name="", closes_at="")
    assert "Another tablet" in officer.text
    officer.send("/kiosks", name="Tablet", closes_at="2020-01-01T10:00")
    assert "still to come" in officer.text
    officer.send("/handed-out", name="Iain", born="1970-01-31")
    assert "not on the roll yet" in officer.text
    officer.send("/settled", number="7", name="Ann", born="1970-01-31")
    assert "no provisional slip of this number" in officer.text
    officer.send("/settled", button="to", number="7", name="Iain", born="1970-01-31", postcode="ZE1 0AA")
    assert "not a postcode of this partnership" in officer.text
    officer.send("/settled", button="to", number="7", name="Iain", born="1970-01-31", postcode=POSTCODE)
    assert "Now settle the slip" in officer.text
    officer.send("/held", number="9")
    assert "no provisional slip of this number" in officer.text
    assert reader_as("other_officer").open("/officers/stations/1/kiosks").status_code == 404
    assert reader_as("officer").client.post("/officers/kiosks/9/aside").status_code in {400, 404, 419}
