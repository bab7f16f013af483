"""A heated room in three windows: a word that hurts, a report, a decision by keys alone, and a pause."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests import world
from tests.browser.live import DESK, PHONE, Browsers, LiveServer
from tests.browser.people import sign_in
from tests.rooms_world import Talked, open_room

LIVE = "Live: new messages appear by themselves."
UNKIND = "Only scum would vote for a bench"


@pytest.fixture
def room(live_server: LiveServer) -> Talked:
    return open_room(live_server.parts, world.build(live_server.parts))


def enter(browsers: Browsers, room: Talked, who: str, size: dict[str, int]) -> Page:
    window = browsers.open(size=size)
    sign_in(window, browsers.server, f"{who}@moothill.example", to=f"/rooms/{room.room_id}")
    expect(window.locator("#room-state")).to_have_text(LIVE)
    return window


def press(target: Locator, key: str = "Enter") -> None:
    """Reach something as the keyboard does, and press a key on it."""
    target.focus()
    expect(target).to_be_focused()
    target.press(key)


def write(window: Page, words: str) -> None:
    window.locator("#body").focus()
    window.keyboard.type(words)
    press(window.get_by_role("button", name="Send"))


def test_a_heated_room_by_keyboard_alone(browsers: Browsers, room: Talked) -> None:
    niall, rhona = enter(browsers, room, "neighbour", DESK), enter(browsers, room, "resident", PHONE)
    fearghas = enter(browsers, room, "facilitator", DESK)
    is_asked_first(niall)
    heard_as_a_log(rhona)
    reports(rhona, room)
    decides_by_keys(fearghas)
    for window in (niall, rhona):
        expect(window.locator("#message-1 .mh-message__text")).to_have_text(
            "Hidden by a facilitator: It insults people."
        )
    assert "scum" not in rhona.content()
    pauses(fearghas, room)
    expect(rhona.get_by_role("log")).to_contain_text("paused the room for 5 minutes.")
    write(rhona, "May I say something?")
    expect(rhona.locator("[data-delivery]")).to_contain_text("A facilitator has paused this room.")
    expect(rhona.locator("#body")).to_have_value("May I say something?")


def is_asked_first(niall: Page) -> None:
    """The words stay where they are, and a second button posts them."""
    write(niall, UNKIND)
    expect(niall.locator("[data-delivery]")).to_contain_text("These words can hurt, and people may stop reading: scum")
    expect(niall.locator("#body")).to_have_value(UNKIND)
    assert Axe().run(niall).violations_count == 0
    press(niall.get_by_role("button", name="Post it as it is"))
    expect(niall.locator("#body")).to_have_value("")


def heard_as_a_log(rhona: Page) -> None:
    """What comes live is announced politely, and the focus stays where it was."""
    log = rhona.get_by_role("log", name="Messages, oldest first")
    expect(log).to_contain_text(UNKIND)
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_have_attribute("aria-relevant", "additions")
    expect(rhona.locator("body")).to_be_focused()


def reports(rhona: Page, room: Talked) -> None:
    press(rhona.get_by_role("link", name=re.compile("^Report")))
    rhona.wait_for_url("**/report")
    press(rhona.get_by_label("Something else"), " ")
    rhona.locator("[name=note]").focus()
    rhona.keyboard.type("It insults whoever wants a bench.")
    press(rhona.get_by_role("button", name="Report this message"))
    expect(rhona.locator(".ds_notification")).to_contain_text("Nobody in the room learns that it was you.")
    expect(rhona.locator("#room-state")).to_have_text(LIVE)


def decides_by_keys(fearghas: Page) -> None:
    fearghas.goto("/moderation")
    expect(fearghas.locator(".mh-keys")).to_be_visible()  # from now on it listens to keys
    fearghas.keyboard.press("j")
    fearghas.keyboard.press("Enter")
    fearghas.wait_for_url("**/moderation/cases/1")
    expect(fearghas.locator(".mh-keys")).to_be_visible()
    fearghas.keyboard.press("?")
    expect(fearghas.locator(".mh-keys kbd").first).to_be_visible()
    assert Axe().run(fearghas).violations_count == 0
    fearghas.keyboard.press("x")
    expect(fearghas.locator("#verdict-2")).to_be_checked()
    fearghas.keyboard.press("w")
    fearghas.keyboard.type("It insults people.")
    press(fearghas.get_by_role("button", name="Decide"))
    expect(fearghas.get_by_role("button", name="Take it back")).to_be_visible()


def pauses(fearghas: Page, room: Talked) -> None:
    fearghas.goto(f"/rooms/{room.room_id}/measures")
    press(fearghas.get_by_label(re.compile("^Pause")), " ")
    fearghas.locator("[name=amount]").focus()
    fearghas.keyboard.type("5")
    fearghas.locator("[name=note]").focus()
    fearghas.keyboard.type("Let us take a breath.")
    press(fearghas.locator("main form button[type=submit]"))
    expect(fearghas.locator(".ds_notification")).to_contain_text("It holds from now on.")
