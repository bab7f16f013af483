"""Two people in one room in Chromium: they see the same in the same order, and a lost line loses nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pb_app.services import rooms
from tests import world
from tests.browser.live import DESK, PHONE, Browsers, LiveServer
from tests.browser.people import sign_in
from tests.rooms_world import Talked, open_room
from tests.world import World

LIVE = "Live: new messages appear by themselves."


@pytest.fixture
def lorn(live_server: LiveServer) -> World:
    return world.build(live_server.parts)


@pytest.fixture
def room(live_server: LiveServer, lorn: World) -> Talked:
    return open_room(live_server.parts, lorn)


def enter(browsers: Browsers, room: Talked, who: str | None, *, phone: bool = False, javascript: bool = True) -> Page:
    """Somebody opens the room, signed in or not."""
    window = browsers.open(size=PHONE if phone else DESK, javascript=javascript)
    address = f"/proposals/{room.proposal_no}/room"
    if who is None:
        window.goto(address)
    else:
        sign_in(window, browsers.server, f"{who}@moothill.example", to=address)
    if javascript:
        expect(window.locator("#room-state")).to_have_text(LIVE)
    return window


def say(window: Page, words: str) -> None:
    window.locator("textarea").fill(words)
    window.locator("form[data-composer] button").click()


def texts(window: Page) -> list[str]:
    return window.locator("#transcript .mh-message__text").all_inner_texts()


def shows(window: Page, words: list[str]) -> None:
    expect(window.locator("#transcript .mh-message__text")).to_have_text(words)


def test_two_people_see_each_others_messages_in_the_same_order(browsers: Browsers, room: Talked) -> None:
    rhona = enter(browsers, room, "resident", phone=True)
    niall = enter(browsers, room, "neighbour")
    reader = enter(browsers, room, None)
    said = []
    for number in range(3):
        say(rhona, f"Rhona says {number}")
        said.append(f"Rhona says {number}")
        shows(niall, said)
        say(niall, f"Niall says {number}")
        said.append(f"Niall says {number}")
        shows(rhona, said)
    shows(reader, said)
    expect(rhona.locator("[data-delivery]")).to_have_text("Sent")
    expect(rhona.locator("textarea")).to_have_value("")
    expect(rhona.locator(".mh-message--mine .mh-message__text")).to_have_text(said[::2])
    expect(niall.locator(".mh-message--mine .mh-message__text")).to_have_text(said[1::2])
    for window in (rhona, niall, reader):
        drawn = window.locator("#transcript").inner_text()
        window.reload()
        assert texts(window) == said
        assert window.locator("#transcript").inner_text() == drawn


def test_both_talking_at_once_end_with_the_same_room(browsers: Browsers, room: Talked) -> None:
    rhona = enter(browsers, room, "resident")
    niall = enter(browsers, room, "neighbour")
    for number in range(5):
        for window, name in ((rhona, "Rhona"), (niall, "Niall")):
            window.locator("textarea").fill(f"{name} {number}")
        for window in (rhona, niall):
            window.locator("form[data-composer] button").click(no_wait_after=True)
        for window in (rhona, niall):
            expect(window.locator("textarea")).to_have_value("")
    for window in (rhona, niall):
        expect(window.locator(".mh-message")).to_have_count(10)
    assert texts(rhona) == texts(niall)
    assert sorted(texts(rhona)) == sorted(f"{name} {number}" for name in ("Rhona", "Niall") for number in range(5))


def test_a_lost_line_loses_nothing_and_says_what_was_missed(browsers: Browsers, room: Talked) -> None:
    rhona = enter(browsers, room, "resident", phone=True)
    niall = enter(browsers, room, "neighbour")
    say(niall, "Before")
    shows(rhona, ["Before"])
    rhona.context.set_offline(True)
    expect(rhona.locator("#room-state")).to_have_text("Reconnecting… You can keep writing.")
    say(niall, "While away 1")
    say_next(niall, "While away 2")
    say(rhona, "Written without a line")
    expect(rhona.locator("[data-delivery]")).to_contain_text("Not sent yet.")
    expect(rhona.locator("textarea")).to_have_value("Written without a line")
    rhona.context.set_offline(False)
    everything = ["Before", "While away 1", "While away 2", "Written without a line"]
    shows(rhona, everything)
    shows(niall, everything)
    expect(rhona.locator(".mh-missed")).to_have_text("You missed 2 messages.")
    expect(rhona.locator("#room-state")).to_have_text(f"You missed 2 messages. {LIVE}")
    order = rhona.locator("#transcript > li").evaluate_all("items => items.map((item) => item.className)")
    assert [name.split()[0] for name in order] == ["mh-message", "mh-missed", "mh-message", "mh-message", "mh-message"]
    expect(rhona.locator("textarea")).to_have_value("")


def test_a_server_that_crashed_and_came_back_has_lost_nothing(
    browsers: Browsers, live_server: LiveServer, room: Talked
) -> None:
    rhona = enter(browsers, room, "resident")
    niall = enter(browsers, room, "neighbour")
    say_next(rhona, "Before")
    live_server.crash()
    say(niall, "In the middle of it")
    expect(niall.locator("textarea")).to_have_value("", timeout=60_000)
    expect(rhona.locator("#room-state")).to_contain_text(LIVE, timeout=60_000)
    say_next(rhona, "After")
    for window in (rhona, niall):
        shows(window, ["Before", "In the middle of it", "After"])


def say_next(window: Page, words: str) -> None:
    """Say something once the last message has gone out."""
    expect(window.locator("textarea")).to_have_value("")
    say(window, words)
    expect(window.locator("textarea")).to_have_value("")


def test_a_facilitator_hides_a_message_and_it_goes_from_every_window(browsers: Browsers, room: Talked) -> None:
    rhona = enter(browsers, room, "resident")
    fearghas = enter(browsers, room, "facilitator")
    say(rhona, "Something unkind")
    shows(fearghas, ["Something unkind"])
    fearghas.get_by_role("link", name="Hide this message by Rhona").click()
    fearghas.get_by_label("Why is it hidden?").fill("It named a neighbour.")
    fearghas.get_by_role("button", name="Hide this message").click()
    expect(fearghas.locator(".ds_notification")).to_contain_text("The message is hidden.")
    for window in (rhona, fearghas):
        shows(window, ["Hidden by a facilitator: It named a neighbour."])
    assert "unkind" not in rhona.content()


def test_signing_out_in_one_window_ends_the_line_of_the_other(browsers: Browsers, room: Talked) -> None:
    rhona = enter(browsers, room, "resident")
    beside = rhona.context.new_page()
    beside.goto(f"/proposals/{room.proposal_no}/room")
    expect(beside.locator("#room-state")).to_have_text(LIVE)
    rhona.get_by_role("button", name="Sign out").click()
    expect(beside.locator("#room-state")).to_have_text("This page can no longer be live. Load it again.")
    expect(beside.get_by_role("link", name="Check for new messages")).to_be_visible()


def test_the_same_without_javascript(browsers: Browsers, room: Talked) -> None:
    live = enter(browsers, room, "neighbour")
    plain = enter(browsers, room, "resident", phone=True, javascript=False)
    expect(plain.locator("[data-nothing]")).to_have_text("Nobody has said anything yet.")
    say(plain, "By a plain form\nin two lines")
    shows(live, ["By a plain form\nin two lines"])
    shows(plain, ["By a plain form\nin two lines"])
    say(live, "And by a live one")
    expect(live.locator("textarea")).to_have_value("")
    plain.get_by_role("link", name="Check for new messages").click()
    shows(plain, ["And by a live one"])
    plain.get_by_role("link", name="Check for new messages").click()
    expect(plain.locator("[data-nothing]")).to_have_text("No new messages since you looked.")
    plain.get_by_role("link", name="All messages").click()
    shows(plain, ["By a plain form\nin two lines", "And by a live one"])


def test_a_long_room_is_turned_page_by_page(
    browsers: Browsers, live_server: LiveServer, lorn: World, room: Talked
) -> None:
    for number in range(1, 121):
        uow = world.acting(live_server.parts, lorn, "resident" if number % 2 else "neighbour")
        rooms.post_message(uow, room.room_id, f"message-{number:03d}", f"Number {number}")
        uow.close()
    window = enter(browsers, room, None, javascript=False)
    assert texts(window) == [f"Number {number}" for number in range(71, 121)]
    window.get_by_role("link", name="Earlier messages").click()
    assert texts(window) == [f"Number {number}" for number in range(21, 71)]
    window.get_by_role("link", name="Earlier messages").click()
    assert texts(window) == [f"Number {number}" for number in range(1, 21)]
    window.get_by_role("link", name="Later messages").click()
    assert texts(window) == [f"Number {number}" for number in range(21, 71)]


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_live_room_has_no_barrier_that_axe_finds(browsers: Browsers, room: Talked, size: dict[str, int]) -> None:
    fearghas = enter(browsers, room, "facilitator", phone=size is PHONE)
    say(fearghas, "Welcome. Write about the idea, not about the person.")
    expect(fearghas.locator(".mh-message")).to_have_count(1)
    found = Axe().run(fearghas)
    assert found.violations_count == 0, found.generate_report()
    fearghas.get_by_role("link", name="Hide this message").click()
    found = Axe().run(fearghas)
    assert found.violations_count == 0, found.generate_report()
