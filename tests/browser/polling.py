"""The chapter before the vote: a pot fed by two partners; a poll drafted, previewed, frozen, opened by two people."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.browser.journey import Journey
from tests.browser.proposing import CLUB, HARBOUR, ROUND, SKATE, at_round
from tests.browser.setting_up import OUTCOMES, task
from tests.browser.windows import Window

HOURS = "%Y-%m-%dT%H:%M"


def fill_the_pot(journey: Journey) -> None:
    """Open it and feed it; more than the fund holds is refused."""
    officer = task(journey, "A pot for each round").pick("Round", ROUND).pick("Outcome it serves", OUTCOMES[0])
    officer.press("Open the pot").hears("The pot is open. Now feed it.")
    feed(officer, "Wellbeing fund", "12,001", status=422)
    feed(officer, "Wellbeing fund", "8,000").hears("£8,000 went into the pot.").sees("Two partners or more must feed")
    feed(officer, "Community choices fund", "£12,000").hears("£12,000 went into the pot.").sees("£20,000")


def feed(officer: Window, fund: str, pounds: str, status: int = 200) -> Window:
    """Put money from a fund into the pot."""
    return officer.pick("Fund", fund).write({"Amount": pounds}).press("Put the money in", status=status)


def draft(journey: Journey) -> None:
    """Draft the poll: hours that make no sense are refused, the paper is previewed, nothing is missing."""
    officer = at_round(journey).follow("The poll")
    now = datetime.now(ZoneInfo("Europe/London"))
    begin, end = ((now + timedelta(days=days)).strftime(HOURS) for days in (0, 7))
    officer.write({"Voting opens": end, "Voting closes": begin})
    officer.press("Keep the draft", status=422).sees("Voting must close after it opens.")
    officer.write({"Voting opens": begin, "Voting closes": end, "Most projects a ballot may name (optional)": "2"})
    officer.press("Keep the draft").hears("The draft is kept.")
    officer.follow("See the paper as a voter").sees("This is a preview.", HARBOUR.title, SKATE.title, CLUB.title)
    officer.follow("Back", exact=True)


def freeze_and_open(journey: Journey) -> None:
    """One person freezes, another opens; then the round moves on to the vote."""
    officer = at_round(journey).follow("The poll").press("Freeze the rules").hears("The rules are frozen and hashed.")
    officer.sees("A second person, not the one who froze the rules, must open the poll.")
    expect(officer.main.get_by_role("button", name="Open the poll")).to_have_count(0)
    approver = at_poll(journey, "approver").press("Open the poll").hears("The poll is open from its hour on.")
    approver.sees("No figures are shown while voting is open")


def at_poll(journey: Journey, who: str) -> Window:
    """The page on which somebody does what comes next for the vote, from the desk."""
    window = journey.of(who).follow("Desk", exact=True)
    return window.follow(ROUND, within=window.main.get_by_role("region", name="Votes"))
