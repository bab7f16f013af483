"""The chapter in which people vote: postcode, choose, check, cast, receipt; and a second vote that is refused."""

import re
from collections.abc import Sequence

from playwright.sync_api import expect

from tests.browser.journey import Journey
from tests.browser.proposing import ROUND
from tests.browser.windows import Window

POSTCODE_OF = {"resident": "PA34 4AB", "neighbour": "pa344ab", "newcomer": "PA34 5DS"}
DECLARATION = "What I say here is true"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}")


def vote(journey: Journey, who: str, titles: Sequence[str]) -> str:
    """Vote from the front page on; the tracking code of the receipt."""
    window = claim(journey, who)
    for title in titles:
        tick(window, title)
    return cast(journey, window, titles)


def claim(journey: Journey, who: str) -> Window:
    """Come to the paper: by the round, the poll and the postcode; somebody new signs up on the way."""
    if who not in journey.windows:
        journey.windows[who] = journey.anybody(phone=True)
    window = journey.windows[who].go("/").follow(ROUND).follow("Go to the vote").follow("Vote now")
    if "/sign-in" in window.page.url:
        journey.sign_in(who)
    window.write({"Your postcode": POSTCODE_OF[who]}).tick(DECLARATION).press("Continue")
    return window.sees("Choose the projects you support", "Not voted yet.")


def refuse_strangers(journey: Journey, who: str) -> None:
    """No postcode, a postcode of elsewhere, no declaration: each is told what to do."""
    window = journey.of(who).go("/").follow(ROUND).follow("Go to the vote").follow("Vote now")
    window.press("Continue", status=422).sees("Enter a postcode, like PA34 4AB", "Say that this is your only vote")
    window.write({"Your postcode": "PA31 8RQ"}).tick(DECLARATION).press("Continue", status=422)
    window.sees("PA31 8RQ lies in Kilmartin, not in Oban.")


def choose_too_many(journey: Journey, who: str, titles: Sequence[str]) -> str:
    """One more than the paper allows is refused without losing a tick; then it is taken off and cast."""
    window = claim(journey, who).follow("Show A to Z")
    for title in titles:
        tick(window, title)
    window.press("Check your ballot", status=422)
    window.main.get_by_role("checkbox", name=titles[-1]).uncheck()
    return cast(journey, window, titles[:-1])


def tick(window: Window, title: str) -> None:
    """Tick a project by its words, with what it costs."""
    window.main.get_by_role("checkbox", name=title).check()


def cast(journey: Journey, window: Window, titles: Sequence[str]) -> str:
    """Check, go back once to look again, and cast; the page with the receipt stands at no address of its own."""
    if journey.javascript:
        expect(window.page.locator("[data-part=draft-status]")).to_have_text(f"Not voted yet ({len(titles)} chosen).")
    window.press("Check your ballot").sees("You have not voted yet", *titles)
    window.press("Change your choices").press("Check your ballot").sees(*titles)
    window.press("Cast your vote", status=201).sees("Your vote is in", "You have voted.")
    code = window.main.locator("#receipt-code").inner_text()
    assert CODE.fullmatch(code)
    assert code not in window.page.url
    return code


def vote_again(journey: Journey, who: str) -> None:
    """Somebody who has voted is told so, and nothing is changed."""
    window = journey.of(who).go("/").follow(ROUND).follow("Go to the vote").follow("Vote now")
    window.sees("You have voted", "It cannot be changed")


def cast_an_old_paper(journey: Journey, who: str, titles: Sequence[str]) -> None:
    """A paper left open in a second window is refused kindly once its voter has voted in the first."""
    first = claim(journey, who)
    second = Window(first.page.context.new_page(), first.looks)
    journey.looks.listen(second.page)
    second.go(first.page.url.removeprefix(journey.browsers.server.url))
    for window in (first, second):
        tick(window, titles[0])
        window.press("Check your ballot")
    first.press("Cast your vote", status=201)
    second.press("Cast your vote", status=409).sees("You have voted", "It cannot be changed")
    second.page.close()
    first.press("Sign out").hears("You are signed out.")
