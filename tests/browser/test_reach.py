"""Within everybody's reach: by keyboard alone, with letters twice as large, and in Gaelic."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pb_app.services import rooms
from pb_app.unit_of_work import UnitOfWork
from tests import whole_story, world
from tests.browser.live import DESK, PHONE, Browsers, LiveServer
from tests.browser.looks import IS_TOO_WIDE, OPEN_DETAILS, TOO_WIDE
from tests.browser.people import sign_in
from tests.world import POSTCODE, World

UowOf = Callable[[str | None], UnitOfWork]
HARBOUR = "Light the harbour path"
MOST_TABS = 60
FOCUSED = """() => {
  const one = document.activeElement;
  const parts = [one, one.nextElementSibling].filter(Boolean)
    .flatMap((part) => [[part], [part, '::before'], [part, '::after']]);
  const looks = () => parts.map((part) => getComputedStyle(...part))
    .map((style) => [style.outlineWidth, style.boxShadow, style.filter, style.borderColor, style.borderWidth].join())
    .concat(JSON.stringify(one.getBoundingClientRect())).join(';');
  const focused = looks();
  one.blur();
  const plain = looks();
  one.focus();
  return { words: (one.innerText || one.value || '').trim(), id: one.id, shows: focused !== plain };
}"""
IS_IN_SIGHT = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const bar = document.querySelector('.mh-budget');
  const foot = bar && !bar.contains(one) ? bar.getBoundingClientRect().top : innerHeight;
  return box.bottom > 0 && box.bottom <= foot + 1;
}"""
LARGER = "document.documentElement.style.fontSize = '200%'"
CUT = """() => Array.from(document.querySelectorAll('main button, main a, main label, main h1, main p'))
  .filter((one) => getComputedStyle(one).overflow === 'hidden' && one.scrollWidth > one.clientWidth + 1)
  .filter((one) => !one.closest('.visually-hidden')).map((one) => one.outerHTML.slice(0, 160))"""


@pytest.fixture
def lorn(live_server: LiveServer) -> World:
    return world.build(live_server.parts)


@pytest.fixture
def uow_of(live_server: LiveServer, lorn: World) -> Iterator[UowOf]:
    made: list[UnitOfWork] = []

    def make(who: str | None) -> UnitOfWork:
        made.append(world.acting(live_server.parts, lorn, who))
        return made[-1]

    yield make
    for uow in made:
        uow.close()


@pytest.fixture
def poll_no(live_server: LiveServer, lorn: World, uow_of: UowOf) -> int:
    """A poll that is open."""
    return whole_story.told(live_server.parts, uow_of, lorn, until="open")


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus says this; whatever has it on the way shows it and is not covered."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        page.wait_for_function(IS_IN_SIGHT)
        found = page.evaluate(FOCUSED)
        assert found["shows"], found
        if words in (found["words"], found["id"]):
            return
    raise AssertionError(f"The Tab key does not lead to “{words}” on {page.url}")


def press(page: Page, key: str = "Enter") -> None:
    """Press what has the focus, and wait for the page it leads to."""
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_somebody_votes_by_keyboard_alone_and_always_sees_where_they_are(
    browsers: Browsers, live_server: LiveServer, poll_no: int, size: dict[str, int]
) -> None:
    page = browsers.open(size=size)
    sign_in(page, live_server, "resident@moothill.example", to=f"/polls/{poll_no}")
    tab_to(page, "Vote now")
    press(page)
    tab_to(page, "postcode")
    page.keyboard.type(POSTCODE)
    tab_to(page, "declaration")
    page.keyboard.press("Space")
    tab_to(page, "Continue")
    press(page)
    tab_to(page, "projects-P01")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name=HARBOUR)).to_be_checked()
    tab_to(page, "Check your ballot")
    press(page)
    tab_to(page, "Cast your vote")
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your vote is in")
    tab_to(page, "Copy the tracking code")


def test_the_first_tab_offers_the_way_past_the_header(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    assert urlsplit(page.url).fragment == "main-content"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_letters_twice_as_large_push_nothing_off_the_ballot(
    browsers: Browsers, live_server: LiveServer, poll_no: int, size: dict[str, int]
) -> None:
    page = browsers.open(size=size)
    sign_in(page, live_server, "resident@moothill.example", to=f"/polls/{poll_no}/vote")
    enlarged(page)
    claim(page)
    enlarged(page)
    page.get_by_role("checkbox", name=HARBOUR).check()
    page.locator(".mh-budget button").click()
    page.wait_for_url("**/ballot/check")
    enlarged(page)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_letters_twice_as_large_push_nothing_off_result_and_room(
    browsers: Browsers, live_server: LiveServer, lorn: World, uow_of: UowOf, size: dict[str, int]
) -> None:
    poll_no = whole_story.told(live_server.parts, uow_of, lorn, until="published")
    rooms.post_message(uow_of("neighbour"), 1, "message-one", "Could the lamps be dimmed at night?")
    page = browsers.open(size=size)
    for address in (f"/polls/{poll_no}/result", f"/polls/{poll_no}/result/P02", "/proposals/1/room"):
        page.goto(address)
        enlarged(page)


def claim(page: Page) -> None:
    """Give the postcode and come to the paper, whatever the language."""
    page.locator("input[name=postcode]").fill(POSTCODE)
    page.locator("input[name=declaration]").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/ballot")


def enlarged(page: Page) -> None:
    """With its letters doubled the page still fits, and nothing on it is cut."""
    page.evaluate(OPEN_DETAILS)
    page.evaluate(LARGER)
    assert not page.evaluate(IS_TOO_WIDE), page.evaluate(TOO_WIDE)
    assert page.evaluate(CUT) == []


def test_somebody_votes_in_gaelic(browsers: Browsers, live_server: LiveServer, poll_no: int) -> None:
    page = browsers.open(size=PHONE, locale="gd")
    sign_in(page, live_server, "resident@moothill.example", to=f"/gd/polls/{poll_no}/vote")
    in_gaelic(page)
    claim(page)
    in_gaelic(page)
    page.get_by_role("checkbox", name=HARBOUR).check()
    expect(page.locator("[data-part=draft-status]")).to_contain_text("1")
    page.locator(".mh-budget button").click()
    page.wait_for_url("**/ballot/check")
    in_gaelic(page)
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"**/polls/{poll_no}/ballot")
    expect(page.get_by_role("checkbox", name=HARBOUR)).to_be_checked()
    page.get_by_role("link", name="Gàidhlig").click()
    page.locator(".mh-budget button").click()
    page.locator("form[action$='/ballot'] button").click()
    expect(page.locator("#receipt-code")).to_be_visible()
    in_gaelic(page)


def in_gaelic(page: Page) -> None:
    """The page says that it is Gaelic, stays under its address, and has no barrier that axe finds."""
    assert urlsplit(page.url).path.startswith("/gd/")
    expect(page.locator("html")).to_have_attribute("lang", "gd")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
