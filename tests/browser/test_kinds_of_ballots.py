"""A vote on a small phone in every kind of ballot, by keyboard alone: axe objects to no paper, and no draft is lost."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ballots.rules import Greedy
from ballots.styles import Approval, BallotStyle, Points, Ranking, Scores, Spending
from tests import ballot_box, world
from tests.browser.live import Browsers, LiveServer
from tests.browser.people import sign_in
from tests.world import POSTCODE

SMALL_PHONE = {"width": 360, "height": 740}
FARTHEST = 80
HAS_FOCUS = "(wanted) => document.activeElement !== null && document.activeElement.matches(wanted)"
IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
TICK = "Space"
KINDS: dict[str, tuple[BallotStyle, dict[str, str], str, str]] = {
    "approval": (Approval(max_choices=2), {"P01": TICK, "P03": TICK}, "2 of 2 chosen", "Gaelic club"),
    "one": (Approval.exactly(1, none_of_these=True), {"P02": TICK}, "1 of 1 chosen", "Skate park"),
    "spending": (Spending(), {"P02": TICK, "P03": TICK}, "2 chosen", "£44,500; the pot holds £50,000"),
    "points": (Points(most_total=10), {"P01": "7", "P03": "3"}, "10 of 10 points given", "7 points"),
    "scores": (Scores(highest=5), {"P02": "5", "P01": "2"}, "2 scored", "5 points"),
    "ranking": (Ranking(), {"P03": "1", "P01": "2"}, "2 in order", "1. Gaelic club"),
}


@pytest.fixture
def polls(live_server: LiveServer) -> dict[str, int]:
    """An open poll of every kind; its number."""
    here = world.build(live_server.parts)
    opened = {
        kind: ballot_box.opened(live_server.parts, here, style=told[0], rule=Greedy()) for kind, told in KINDS.items()
    }
    return {kind: poll.poll_no for kind, poll in opened.items()}


def test_every_kind_of_ballot_is_cast_on_a_small_phone_by_keyboard_alone(
    browsers: Browsers, live_server: LiveServer, polls: dict[str, int]
) -> None:
    phone = browsers.open(size=SMALL_PHONE)
    sign_in(phone, live_server, "resident@moothill.example")
    for kind, poll_no in polls.items():
        _, given, told, checked = KINDS[kind]
        claim(phone, poll_no)
        for ref, keys in given.items():
            reach(phone, f"[name='number-{ref}'], [name=projects][value={ref}]")
            phone.keyboard.press(keys)
        expect(phone.locator("[data-part=count]")).to_have_text(told)
        looks_right(phone)
        phone.reload()
        expect(phone.locator("[data-part=draft-status]")).to_contain_text(f"{len(given)} chosen")
        press(phone, "/ballot/check")
        expect(phone.locator("main")).to_contain_text(checked)
        press(phone, "/ballot")
        expect(phone.locator("main")).to_contain_text("You have voted.")
    looks_right(phone)


def claim(phone: Page, poll_no: int) -> None:
    """Come to the paper, by keyboard."""
    phone.goto(f"/polls/{poll_no}/vote")
    reach(phone, "[name=postcode]")
    phone.keyboard.type(POSTCODE)
    reach(phone, "[name=declaration]")
    phone.keyboard.press("Space")
    press(phone, "/roll")
    expect(phone.locator("[data-part=draft-status]")).to_be_visible()


def reach(phone: Page, wanted: str) -> None:
    """Move the focus there with the tabulator alone."""
    for _ in range(FARTHEST):
        if phone.evaluate(HAS_FOCUS, wanted):
            return
        phone.keyboard.press("Tab")
    raise AssertionError(f"The focus never came to {wanted}.")


def press(phone: Page, action: str) -> None:
    """Send the form with this action by its button."""
    reach(phone, f"form[action$='{action}'] button[type=submit]")
    with phone.expect_navigation():
        phone.keyboard.press("Enter")


def looks_right(phone: Page) -> None:
    """Nothing is cut off at 360 px, and axe finds nothing."""
    assert not phone.evaluate(IS_TOO_WIDE), phone.url
    found = Axe().run(phone)
    assert found.violations_count == 0, found.generate_report()
