"""From a proposal to its room, to a change that is taken up, to a ballot page that shows both sides."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import update

from pb_app.models.rounds import Round
from pb_app.queries.proposals import proposals_of
from pb_app.services import polls, reviews, rounds
from pb_app.services.reviews import Checked
from pb_app.stages import RoundStage
from tests import ballot_box, world
from tests.ballot_box import Voting
from tests.browser.live import DESK, PHONE, Browsers, LiveServer
from tests.browser.looks import IS_TOO_WIDE
from tests.browser.people import sign_in
from tests.world import POSTCODE

ANSWERS = {
    "title": "Light the harbour path",
    "what_and_why": "Forty lamps along the harbour path.",
    "place": "Harbour path",
    "who_benefits": "Everyone who walks to the ferry",
    "costs-0-item": "Lamps",
    "costs-0-amount": "9000",
}


@pytest.fixture
def voting(live_server: LiveServer) -> Voting:
    """A drafted poll with money in its pot, in a round that still takes proposals."""
    drafted = ballot_box.drafted(live_server.parts, world.build(live_server.parts))
    with drafted.system() as uow, drafted.parts.database.writing(uow.session):
        uow.session.execute(update(Round).values(stage=RoundStage.PROPOSALS))
        uow.session.commit()
    return drafted


def test_what_is_said_in_a_room_reaches_the_proposal_and_the_ballot_page(
    browsers: Browsers, live_server: LiveServer, voting: Voting
) -> None:
    rhona, niall = browsers.open(size=PHONE), browsers.open(size=DESK)
    sign_in(rhona, live_server, "resident@moothill.example")
    sign_in(niall, live_server, "neighbour@moothill.example")
    proposal = puts_forward(rhona)
    says(niall, proposal, "con", "Bats live along the path.")
    says(niall, proposal, "pro", "People stop walking there when it gets dark.")
    suggests(niall, proposal)
    takes_up(rhona, niall.url)
    expect(niall.locator("main")).to_contain_text("Put to the author")
    niall.goto(f"{proposal}/room")
    niall.get_by_role("link", name="Both sides: what was said for and against").click()
    niall.locator("form[action$='/points/1/mark'] button").click()
    expect(niall.locator("#point-1")).to_contain_text("This matters to you.")
    looks_right(niall)
    opens_the_vote(voting)
    shows_both_sides(rhona, voting)


def puts_forward(rhona: Page) -> str:
    """Put a proposal forward; its address."""
    rhona.goto("/rounds/1/proposals/new")
    for name, said in ANSWERS.items():
        rhona.locator(f"[name={name}]").fill(said)
    rhona.locator("[name=outcome_id]").select_option(index=1)
    rhona.get_by_role("button", name="Continue").click()
    rhona.get_by_role("button", name="Submit your proposal").click()
    rhona.wait_for_url("**/confirmation")
    return rhona.url.removesuffix("/confirmation")


def says(niall: Page, proposal: str, kind: str, words: str) -> None:
    niall.goto(f"{proposal}/room")
    niall.locator("summary", has_text="Say more about your message").click()
    niall.locator("[name=kind]").select_option(kind)
    niall.locator("[name=body]").fill(words)
    niall.get_by_role("button", name="Send").click()
    expect(niall.locator("#transcript")).to_contain_text(words)


def suggests(niall: Page, proposal: str) -> None:
    niall.goto(f"{proposal}/amendments/new?from=1")
    niall.locator("[name=what_and_why]").fill("Twenty shaded lamps along the harbour path.")
    niall.locator("[name=why]").fill("Bats need the dark.")
    niall.get_by_role("button", name="Keep as a draft and see the difference").click()
    expect(niall.locator("ins")).to_contain_text("Twenty shaded")
    looks_right(niall)
    niall.get_by_role("button", name="Put it to the author").click()


def takes_up(rhona: Page, change: str) -> None:
    rhona.goto(change)
    rhona.get_by_role("button", name="Take this change up").click()
    expect(rhona.locator("main")).to_contain_text("a change that Niall suggested")
    expect(rhona.locator("main")).to_contain_text("message 1")
    expect(rhona.locator("del")).to_contain_text("Forty")


def opens_the_vote(voting: Voting) -> None:
    """What officers do: they accept the proposal, fix the rules, and a second person opens the poll."""
    with voting.acting("officer") as uow:
        [found] = proposals_of(uow.session, 1)
        reviews.accept_proposal(uow, Checked(found.proposal_no, found.revision), 900_000, "The quotes were checked.")
        rounds.move_round(uow, 1, RoundStage.REVIEW)
        polls.freeze_poll(uow, voting.poll_no)
    with voting.acting("approver") as uow:
        polls.open_poll(uow, voting.poll_no)


def shows_both_sides(rhona: Page, voting: Voting) -> None:
    rhona.goto(f"/polls/{voting.poll_no}/vote")
    rhona.locator("[name=postcode]").fill(POSTCODE)
    rhona.locator("[name=declaration]").check()
    rhona.locator("form[action$='/roll'] button").click()
    beside = rhona.locator("details", has_text="of Light the harbour path")
    expect(beside.get_by_text("Bats live along the path.")).to_be_hidden()
    beside.locator("summary").click()
    for words in ("Bats live along the path.", "People stop walking there when it gets dark."):
        expect(beside.get_by_text(words)).to_be_visible()
    looks_right(rhona)


def looks_right(window: Page) -> None:
    found = Axe().run(window)
    assert found.violations_count == 0, found.generate_report()
    assert not window.evaluate(IS_TOO_WIDE)
