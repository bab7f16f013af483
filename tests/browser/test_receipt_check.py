"""What the browser checks by itself on "is my ballot in?": proof vectors, the proof shown, own choices."""

import json
import mimetypes
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from ballots.poll import Poll as Contested
from ballots.poll import Project
from ballots.rules import Greedy
from ballots.styles import Approval, BallotStyle, Boosted, Choice, Contest, Paper, Points, Ranking, Scores
from config import ROOT
from pb_app import marks
from pb_app.definitions import Asked
from pb_app.public.own_marks import own_marks
from pb_app.receipts import tracking_code
from pb_app.services import polls, voting
from pb_app.web.unit_of_work import installation
from tests import ballot_box, world
from tests.pages.reader import Reader
from tests.unit.test_receipts import BALLOT, POLL, SECRET
from tests.world import POSTCODE

SITE = "https://moothill.test"  # what hashes in a browser is there on safe lines alone
VOTERS = ("resident", "neighbour", "facilitator", "auditor", "councillor")
KEY = "5ec4e7" * 5 + "00"
JUDGED = """async (told) => {
  const { leads } = await import("/static/js/rfc6962.mjs");
  const bytes = (text) => Uint8Array.from(atob(text ?? ""), (sign) => sign.charCodeAt(0));
  return Promise.all(JSON.parse(told).map(({ at, size, leaf, path, root }) =>
    leads(at, size, bytes(leaf), path.map(bytes), bytes(root))));
}"""
MARKED = """async (area) => {
  const { choicesOf } = await import("/static/js/own-choices.mjs");
  return choicesOf([...document.querySelectorAll("[data-marks]")], area);
}"""
HASHED = """async ([poll, secret]) => {
  const { bytesOfHex, hashOf, hexOf, trackingCode } = await import("/static/js/ballot-hash.mjs");
  const hash = await hashOf(poll, ["P03", "P07", "P12"], "online", bytesOfHex(secret));
  return [hexOf(hash), trackingCode(hash)];
}"""


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """A telephone; an error in a script fails the test."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def show(window: Page, html: str) -> list[str]:
    """Draw a page as the site would send it; the addresses that are asked for afterwards."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).partition("?")[0]
        asked.append(f"{route.request.method} {path} {route.request.post_data or ''}")
        if not path.startswith("/static/"):
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
            return
        kind = "text/javascript" if path.endswith(".mjs") else str(mimetypes.guess_type(path)[0])
        route.fulfill(body=(ROOT / path.lstrip("/")).read_bytes(), content_type=kind)

    window.route("**/*", answer)
    window.goto(f"{SITE}/page", wait_until="networkidle")
    asked.clear()
    return asked


def test_the_browser_judges_the_published_proofs_as_published(window: Page, real_data: Path) -> None:
    """A61: the 98 inclusion vectors, good and malformed."""
    lines = (real_data / "rfc6962" / "inclusion.jsonl").read_text("utf-8").splitlines()
    vectors = [json.loads(line) for line in lines]
    told = [
        {
            "at": str(one["leafIdx"]),
            "size": str(one["treeSize"]),
            "leaf": one["leafHash"],
            "path": one["proof"] or [],
            "root": one["root"],
        }
        for one in vectors
    ]
    show(window, "<!DOCTYPE html><title>Test</title>")
    judged = window.evaluate(JUDGED, json.dumps(told))
    assert [one["name"] for one, holds in zip(vectors, judged, strict=True) if holds is one["wantErr"]] == []
    assert len(judged) == 98


def test_the_browser_makes_the_hash_and_the_code_of_a_ballot_as_the_server_does(window: Page) -> None:
    show(window, "<!DOCTYPE html><title>Test</title>")
    hashed, code = window.evaluate(HASHED, [str(POLL), SECRET.hex()])
    assert (hashed, code) == (BALLOT.hex(), tracking_code(BALLOT))


def test_the_browser_writes_marks_of_every_kind_as_the_server_does(window: Page, app: Flask) -> None:
    lights, park, club = (Project(ref, 100, ref) for ref in ("P10", "P2", "P3"))
    poll = Contested((lights, park, club), 300)
    styles: dict[str, BallotStyle | Boosted] = {"a": Approval(), "b": Points(), "c": Scores(default=2), "d": Ranking()}
    styles["e"] = Boosted(Approval(), ("P2", "P3"))
    paper = Paper(tuple(Contest(name, poll, style, "North" * (name == "d")) for name, style in styles.items()))
    asked = [Asked(one.contest_id, "pot", one, Greedy()) for one in paper.contests]
    cast = {
        "a": Choice(("P10", "P3")),
        "b": Choice(("P10", "P2"), (3, 1)),
        "c": Choice(("P2", "P3"), (0, 5)),
        "d": Choice(("P3", "P10")),
        "e": Choice(("P2",), boost="P3"),
    }
    with app.test_request_context():
        macro = app.jinja_env.get_template("components/receipt_check.html").module
        part = macro.own_choices_part({"id": "x"}, [own_marks(one) for one in asked], "00")  # type: ignore[attr-defined]
    show(window, f"<!DOCTYPE html><title>Test</title>{part}")
    for at, ref in ((1, 1), (1, 3), (5, 2)):
        window.evaluate("(id) => { document.getElementById(id).checked = true; }", f"own-{at}-{ref}")
    typed = {"own-2-1": "3", "own-2-2": "1", "own-3-1": "2", "own-3-2": "0", "own-3-3": "5"}
    typed |= {"own-4-3": "1", "own-4-1": "2", "own-5-extra": "P3"}
    for id_, words in typed.items():
        window.evaluate("([id, words]) => { document.getElementById(id).value = words; }", [id_, words])
    told = window.evaluate(MARKED, "North")
    assert told == json.loads(json.dumps(marks.encode(paper, cast)))
    assert window.evaluate(MARKED, "South").keys() == {"a", "b", "c", "e"}


@pytest.fixture
def found(app: Flask) -> str:
    """The page that the closed box shows to somebody who enters their code."""
    parts = installation(app)
    poll = ballot_box.opened(parts, world.build(parts))
    codes = []
    for number, who in enumerate(VOTERS):
        with poll.acting(who) as uow:
            voting.claim_vote(uow, poll.poll_no, POSTCODE)
            secret = bytes([number]) * 16 if number else bytes.fromhex(KEY)
            codes.append(voting.cast_ballot(uow, poll.poll_no, ["P01", "P03"], secret).code)
    with poll.acting("officer") as uow:
        polls.close_poll(uow, poll.poll_no, "Everybody has voted")
    with closing(parts.system_unit_of_work()) as uow:
        uow.sequence_log()
    reader = Reader(app.test_client())
    reader.open("/polls/1/box")
    return str(reader.send("/box", code=codes[0]).text)


def test_the_browser_checks_the_proof_and_opens_the_ballot_without_sending_anything(window: Page, found: str) -> None:
    asked = show(window, found)
    expect(window.locator(".mh-check")).to_contain_text("Your browser has checked it too: the proof below leads")
    own = window.locator("[data-module=own-choices]")
    own.get_by_role("button").click()
    expect(own.locator("[data-part=answer]")).to_contain_text("Enter the receipt key")
    own.get_by_label("Receipt key").fill(KEY.upper())
    own.get_by_label("Harbour path lights").check()
    own.get_by_role("button").click()
    expect(own.locator("[data-part=answer]")).to_contain_text("does not hold these choices")
    own.get_by_label("Gaelic club").check()
    own.get_by_role("button").click()
    expect(own.locator("[data-part=answer]")).to_have_text("Yes: this ballot holds exactly these choices.")
    assert asked == []
    assert window.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("wrong", ["data-root", "index ", "data-code"])
def test_a_page_whose_proof_leads_elsewhere_is_told_on_by_the_browser(window: Page, found: str, wrong: str) -> None:
    lies = {
        "data-root": ('data-root="', 'data-root="00'),
        "index ": ("\nindex ", "\nindex 1"),
        "data-code": ('data-code="', 'data-code="A'),
    }
    show(window, found.replace(*lies[wrong], 1))
    expect(window.locator(".mh-check--fails")).to_contain_text("does not lead from your code to the root")
