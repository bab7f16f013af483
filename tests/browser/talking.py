"""The chapter in a proposal's room: two people talk, a facilitator hides a message with a reason."""

from playwright.sync_api import expect

from tests.browser.journey import Journey
from tests.browser.windows import Window

LIVE = "Live: new messages appear by themselves."
UNKIND, WHY = "Something unkind about a neighbour", "It named a neighbour."
HIDDEN = f"Hidden by a facilitator: {WHY}"


def talk(journey: Journey, round_title: str, proposal: str) -> None:
    """Two people see the same messages in the same order; what is hidden goes from every window."""
    rhona = enter(journey, "resident", round_title, proposal)
    niall = enter(journey, "neighbour", round_title, proposal)
    said = ["Could the lamps be dimmed at night?", "Yes, the quote says so.", UNKIND]
    for window, words in zip((rhona, niall, rhona), said, strict=True):
        say(journey, window, words)
        refresh(journey, niall)
    shows(journey, rhona, said)
    shows(journey, niall, said)
    keeper = enter(journey, "facilitator", round_title, proposal)
    hide = keeper.main.get_by_role("link", name="Hide this message").last
    hide.click()
    keeper.page.wait_for_url("**/hiding")
    keeper.looks.at(keeper.page)
    keeper.write({"Why is it hidden?": WHY}).press("Hide this message").hears("The message is hidden.")
    for window in (rhona, niall):
        shows(journey, window, [*said[:2], HIDDEN])
        expect(window.main).not_to_contain_text(UNKIND)


def enter(journey: Journey, who: str, round_title: str, proposal: str) -> Window:
    """Somebody comes to the room from the front page."""
    window = journey.of(who).go("/").follow(round_title).follow(proposal).follow("Go to the room of this proposal")
    if journey.javascript:
        expect(window.page.locator("#room-state")).to_have_text(LIVE)
    return window


def say(journey: Journey, window: Window, words: str) -> None:
    """Write and send; the live page stays where it is."""
    box = window.main.get_by_label("Your message", exact=True)
    box.fill(words)
    if journey.javascript:
        window.main.get_by_role("button", name="Send").click()
        expect(box).to_have_value("")
    else:
        window.press("Send")


def refresh(journey: Journey, window: Window) -> None:
    """Without JavaScript, look again; a live page needs nothing."""
    if not journey.javascript:
        window.page.reload()


def shows(journey: Journey, window: Window, words: list[str]) -> None:
    """The room holds these messages, in this order."""
    if not journey.javascript:
        window.go(window.page.url.partition("?")[0].partition("#")[0])
    expect(window.page.locator("#transcript .mh-message__text")).to_have_text(words)
