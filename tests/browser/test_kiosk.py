"""A hall without a connection: a tablet takes ballots, loses its power, delivers once, and all is reconciled."""

import os
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from pb_app import box, receipts
from pb_app.queries import kiosks as queries
from pb_app.queries import polls
from pb_app.services import batches, kiosk_openings, kiosks, reconciliation, voting
from pb_app.services.kiosks import Invitation, Slip
from tests import world
from tests.browser.live import FLAGS, LiveServer
from tests.kiosk_stories import hand_out, identity, settle, slips
from tests.paper_stories import BLANK, Station, paper, station
from tests.world import POSTCODE

TABLET = {"width": 800, "height": 1280}
STORED = """async () => {
  const answer = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const base = await answer(indexedDB.open('moothill-kiosk'));
  const all = [{ ...localStorage }, { ...sessionStorage }];
  for (const name of ['outbox', 'sent']) all.push(await answer(base.transaction(name).objectStore(name).getAll()));
  base.close();
  return JSON.stringify(all);
}"""


@pytest.fixture
def hall(live_server: LiveServer) -> Station:
    """A hall in a poll that takes votes; a resident has voted online already."""
    found = station(live_server.parts, world.build(live_server.parts))
    with found.voting.acting("resident") as uow:
        voting.claim_vote(uow, found.voting.poll_no, POSTCODE)
        voting.cast_ballot(uow, found.voting.poll_no, ["P01"], bytes(16))
    return found


class Tablet:
    """A browser with a profile on disk, whose power can be cut."""

    def __init__(self, browser: Browser, server: LiveServer, profile: Path) -> None:
        self.browser, self.server, self.profile = browser, server, profile
        self.context: BrowserContext | None = None

    def on(self, *, offline: bool) -> Page:
        """Switch it on."""
        self.context = self.browser.browser_type.launch_persistent_context(
            str(self.profile),
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=list(FLAGS),
            base_url=self.server.url,
            viewport=TABLET,
        )
        self.context.set_offline(offline)
        return self.context.pages[0]

    def cut(self) -> None:
        """Cut the power: every process with this profile ends at once, and nothing can be written any more."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().decode("utf-8", "replace")
            except OSError:
                continue
            if f"--user-data-dir={self.profile}" in words:
                os.kill(int(folder.name), signal.SIGKILL)

    def off(self) -> None:
        """Switch it off."""
        if self.context is not None:
            self.context.close()


@pytest.fixture
def tablet(browser: Browser, live_server: LiveServer, tmp_path: Path) -> Iterator[Tablet]:
    """A tablet of the hall."""
    made = Tablet(browser, live_server, tmp_path / "profile")
    yield made
    made.off()


def invite(hall: Station) -> Invitation:
    with hall.voting.acting("officer") as uow:
        return kiosks.invite_kiosk(uow, hall.id, "Tablet 1", uow.now() + timedelta(hours=3))


def enrol(page: Page, invited: Invitation) -> None:
    page.goto(f"/kiosk#{invited.code}")
    expect(page.get_by_role("textbox", name="Code of this tablet")).to_have_value(invited.code)
    page.get_by_role("textbox", name="PIN of this tablet").fill("000000" if invited.pin != "000000" else "000001")
    page.get_by_role("button", name="Make it a kiosk").click()
    expect(page.get_by_role("alert").first).to_contain_text("not the PIN")
    page.get_by_role("textbox", name="PIN of this tablet").fill(invited.pin)
    page.get_by_role("button", name="Make it a kiosk").click()
    counted(page, 0, 0)


def counted(page: Page, saved: int, sent: int) -> None:
    expect(page.locator("[data-part=counter]:visible")).to_have_text(f"{saved} saved here, {sent} sent")


def begin(page: Page, slip: Slip | str) -> None:
    page.get_by_role("textbox", name="The code on your slip").fill(slip if isinstance(slip, str) else slip.code.lower())
    page.get_by_role("button", name="Begin").click()


def vote(page: Page, slip: Slip, *titles: str) -> str:
    """Vote; the tracking code."""
    begin(page, slip)
    expect(page.get_by_role("heading", name="Choose the projects you support")).to_be_visible()
    assert page.get_by_role("checkbox", checked=True).count() == 0
    for title in titles:
        page.get_by_role("checkbox", name=title).check()
    page.get_by_role("button", name="Check your ballot").click()
    page.get_by_role("button", name="Cast your vote").click()
    expect(page.get_by_role("heading", name="You have voted.")).to_be_visible()
    return page.locator("[data-part=code]").inner_text()


def finish(page: Page) -> None:
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("textbox", name="The code on your slip")).to_be_visible()
    expect(page.get_by_role("textbox", name="The code on your slip")).to_have_value("")


def nothing_is_left(page: Page, *codes: str) -> None:
    """Neither on the page nor in any store of the browser stands what somebody chose or was told."""
    told = page.evaluate(STORED) + page.content()
    for word in ("P01", "P02", "P03", "Harbour path", "Skate park", "Gaelic club", *codes):
        assert word not in told, word


def reconcile(hall: Station) -> None:
    """Two papers are keyed twice with one mismatch, a third person settles it, and the reconciliation is signed."""
    batch = hall.batch(2)
    hall.key("officer", batch, [paper("P01"), paper("P02")])
    hall.key("approver", batch, [paper("P01"), BLANK])
    with hall.voting.acting("second_officer") as uow:
        batches.settle_batch(uow, batch, {2: paper("P02")})
        batches.seal_batch(uow, batch)
    hall.account(in_box=2, spoilt=0, unused=8)
    with hall.voting.acting("approver") as uow:
        reconciliation.reconcile_paper(uow, hall.voting.poll_no)


def test_a_hall_without_connection_loses_no_ballot_and_counts_none_twice(tablet: Tablet, hall: Station) -> None:
    ordinary, *_more, mine, theirs = slips(hall, 2, 2)
    hand_out(hall, "Ann")
    for name in ("Una", "Eilidh"):
        hall.hand_out(name)
    invited = invite(hall)
    page = tablet.on(offline=False)
    enrol(page, invited)
    assert tablet.context is not None
    tablet.context.set_offline(True)
    begin(page, "AAAAA-AAAAA")
    expect(page.get_by_role("alert").first).to_contain_text("not the code of a slip")
    codes = [vote(page, ordinary, "Harbour path lights", "Skate park")]
    page.go_back()
    expect(page.get_by_role("textbox", name="The code on your slip")).to_be_visible()
    nothing_is_left(page, *codes)
    counted(page, 1, 0)
    begin(page, ordinary)
    expect(page.get_by_role("alert").first).to_contain_text("voted with this slip already")
    for slip, title in ((mine, "Gaelic club"), (theirs, "Skate park")):
        codes.append(vote(page, slip, title))
        finish(page)
    counted(page, 3, 0)
    tablet.cut()
    page = tablet.on(offline=True)
    page.goto("/kiosk")
    counted(page, 3, 0)
    nothing_is_left(page, *codes)
    deliver(tablet, page)
    page.get_by_role("textbox", name="PIN of this tablet").fill(invited.pin)
    page.get_by_role("button", name="End voting here").click()
    expect(page.get_by_role("heading", name="Everything was delivered")).to_be_visible()
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0
    assert settle(hall, mine.number, identity("Iain")) == "good"
    with hall.voting.acting("officer") as uow:
        kiosks.settle_slip(uow, hall.id, theirs.number, "resident@moothill.example")
    counted_in_the_end(hall, codes)


def deliver(tablet: Tablet, page: Page) -> None:
    """Back online; the first answer is lost on its way, and what was received is known when it comes again."""
    assert tablet.context is not None
    tablet.context.set_offline(False)
    lost: list[str] = []

    def lose(route: object) -> None:
        lost.append(str(route.fetch().status))  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/kiosk/deliveries", lose, times=1)
    page.get_by_role("button", name="For the officer").click()
    page.get_by_role("button", name="Fetch new slips and send what is saved").click()
    expect(page.get_by_role("alert").first).to_contain_text("There is no connection")
    counted(page, 3, 0)
    assert lost == ["200"]
    page.get_by_role("button", name="Fetch new slips and send what is saved").click()
    counted(page, 0, 3)


def counted_in_the_end(hall: Station, codes: list[str]) -> None:
    """Every ballot that counts is in the box once: one online, two of the kiosk, two papers; one is held."""
    hall.close()
    with hall.voting.acting("officer") as uow:
        (card,) = queries.cards_of(uow.session, hall.voting.poll_id)
        assert (card.counted, card.received, card.is_delivered) == (3, 3, True)
        row = kiosk_openings.open_kiosks(uow, hall.voting.poll_no)
        assert (row.received, row.ballots, row.invalid, row.held) == (3, 2, 0, 1)
    reconcile(hall)
    with hall.voting.system() as uow:
        poll = polls.poll_by_no(uow.session, hall.voting.poll_no)
        assert poll is not None
        assert poll.ballots == 5
        codes_in_box = {receipts.tracking_code(one) for one in box.hashes_of(uow.session, hall.voting.poll_id)}
    assert [code in codes_in_box for code in codes] == [True, True, False]
