"""A voter leaves the tablet in the middle of a ballot: a minute later nothing of theirs is there for the next one."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from ballots.rules import Greedy
from ballots.styles import Ranking
from pb_app.services import kiosks
from tests import world
from tests.browser.live import Browsers, LiveServer
from tests.browser.test_kiosk import STORED, TABLET, begin
from tests.kiosk_stories import hand_out, slips
from tests.paper_stories import Station, station

QUIET, LAST = 45_000, 15_000
RANKED = {"Skate park": "1", "Gaelic club": "2"}


@pytest.fixture
def hall(live_server: LiveServer) -> Station:
    """A hall in a poll in which projects are put in order."""
    return station(live_server.parts, world.build(live_server.parts), style=Ranking(), rule=Greedy())


def enrolled(browsers: Browsers, hall: Station) -> Page:
    """An enrolled tablet whose clock the story moves; it knows the slips that there are."""
    page = browsers.open(size=TABLET)
    page.clock.install()
    with hall.voting.acting("officer") as uow:
        invited = kiosks.invite_kiosk(uow, hall.id, "Tablet 1", uow.now() + timedelta(hours=3))
    page.goto(f"/kiosk#{invited.code}")
    page.get_by_role("textbox", name="PIN of this tablet").fill(invited.pin)
    page.get_by_role("button", name="Make it a kiosk").click()
    expect(page.get_by_role("textbox", name="The code on your slip")).to_be_visible()
    return page


def test_a_ballot_that_is_left_alone_is_cleared_for_the_next_voter(hall: Station, browsers: Browsers) -> None:
    first, second = slips(hall, 2)
    hand_out(hall, "Ann")
    tablet = enrolled(browsers, hall)
    begin(tablet, first)
    for title, number in RANKED.items():
        tablet.get_by_label(title).fill(number)
    tablet.get_by_role("button", name="Check your ballot").click()
    expect(tablet.locator('[data-part="chosen"]')).to_contain_text("Skate park")
    tablet.clock.fast_forward(QUIET)
    expect(tablet.get_by_role("alertdialog")).to_be_visible()
    tablet.get_by_role("button", name="I am still here").click()
    expect(tablet.get_by_role("alertdialog")).to_be_hidden()
    tablet.clock.fast_forward(QUIET)
    expect(tablet.get_by_role("alertdialog")).to_be_visible()
    tablet.clock.fast_forward(LAST)
    expect(tablet.get_by_role("textbox", name="The code on your slip")).to_have_value("")
    told = tablet.evaluate(STORED) + tablet.content()
    for word in ("P02", "P03", "Skate park", "Gaelic club", first.code):
        assert word not in told, word
    tablet.go_back()
    expect(tablet.get_by_role("textbox", name="The code on your slip")).to_have_value("")
    begin(tablet, second)
    for title in RANKED:
        expect(tablet.get_by_label(title)).to_have_value("")
