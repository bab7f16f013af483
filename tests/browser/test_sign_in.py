"""Signing in and out in Chromium, with JavaScript and without."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import world
from tests.browser.live import PHONE, Browsers, LiveServer
from tests.browser.people import sign_in


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_signs_in_by_a_letter_and_out_again(
    browsers: Browsers, live_server: LiveServer, *, javascript: bool
) -> None:
    world.build(live_server.parts)
    window = browsers.open(javascript=javascript, size=PHONE)
    sign_in(window, live_server, "resident@moothill.example")
    expect(window.locator(".mh-account__name")).to_contain_text("Rhona")
    window.locator(".mh-account button").click()
    expect(window.locator(".mh-account__link")).to_be_visible()


def test_somebody_new_is_asked_what_to_be_called(browsers: Browsers, live_server: LiveServer) -> None:
    window = browsers.open()
    sign_in(window, live_server, "newcomer@moothill.example", "Nan")
    expect(window.locator(".mh-account__name")).to_contain_text("Nan")


def test_the_way_in_has_no_barrier_that_axe_finds(browsers: Browsers, live_server: LiveServer) -> None:
    window = browsers.open(size=PHONE)
    window.goto("/sign-in")
    found = Axe().run(window)
    assert found.violations_count == 0, found.generate_report()
