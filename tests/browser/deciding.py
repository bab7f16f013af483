"""The chapter in which a vote becomes money: close, look up, count, publish, adopt, award."""

from playwright.sync_api import expect

from tests.browser.journey import Journey
from tests.browser.polling import at_poll
from tests.browser.proposing import CLUB, ROUND, SKATE

EARLY = "Everybody who had said they would vote had voted."
DECIDED = "The deciding forum changed the result"
MOST_LOOKS = 200
LESS = "The club had raised £1,000 meanwhile."


def close(journey: Journey, ballots: int) -> None:
    """A second person closes before the hour, not the one who opened it; without a reason it stays open."""
    approver = at_poll(journey, "approver").sees("A second person must close it before its hour.")
    expect(approver.main.get_by_role("button", name="Close the poll now")).to_have_count(0)
    officer = at_poll(journey, "officer")
    officer.press("Close the poll now", status=422).sees("Say why voting closes before its hour.")
    officer.write({"Why does voting close before its hour?": EARLY}).press("Close the poll now")
    officer.hears(f"The poll is closed. {ballots} ballots are in the box.").follow("Count, publish and pay")


def look_up(journey: Journey, code: str) -> None:
    """Anybody finds the ballot of a receipt, and is told kindly of a code that is none."""
    reader = journey.anybody(phone=True).follow(ROUND).follow("What is voted on").sees(EARLY)
    reader.follow("Is my ballot in?")
    reader.write({"Tracking code": "VK7X-T6X3"}).press("Look it up", status=422)
    reader.write({"Tracking code": code.lower()}).press("Look it up").sees("Yes, your ballot is in the box")


def count(journey: Journey) -> None:
    """The officer counts, sees the outcome, and cannot publish it alone."""
    officer = at_poll(journey, "officer").press("Count the poll").sees("Private until published")
    officer.sees("A second person, not the one who ran the count, publishes the result.")
    expect(officer.main.get_by_role("button", name="Publish the result")).to_have_count(0)


def publish(journey: Journey) -> None:
    """The second person publishes."""
    approver = at_poll(journey, "approver")
    approver.follow("See what the ballots tell").sees("Ballots like no other", "fewer than 50 ballots")
    approver.press("Keep this", status=422).sees("Say that you have seen the figures")
    approver.tick("I have seen these figures").press("Keep this").hears("It is kept that you have seen these figures.")
    approver.press("Publish the result").hears("The result is published.").sees("Awaiting adoption")


def adopt(journey: Journey) -> None:
    """A member of the forum adopts with one change and its reason; a change without one is refused."""
    member = at_poll(journey, "councillor").tick("Adopt it with changes")
    row = member.main.locator("fieldset").filter(has_text=CLUB.title).last
    if not row.is_visible():
        member.main.get_by_text("Changes, if the result is adopted with changes").click()
    member.write({"Amount": "5,000"}, within=row).press("Check before recording", status=422)
    row = member.main.locator("fieldset").filter(has_text=CLUB.title).last
    row.get_by_label("Why it differs").fill(LESS)
    member.press("Check before recording").sees(LESS, "£5,000")
    member.press("Record the decision").hears("The decision of the forum is recorded and published.")


def award(journey: Journey) -> None:
    """The officer moves the money once the decision has its place in the log, which anybody can see."""
    reader = journey.anybody().follow("The log of every change")
    for _ in range(MOST_LOOKS):
        if reader.main.get_by_text(DECIDED).count():
            break
        reader.page.reload()
    reader.sees(DECIDED)
    officer = at_poll(journey, "officer").sees(LESS)
    officer.press("Post the awards").hears("The awards are posted").sees("£3,000 is left in the pot.")


def read_the_result(journey: Journey) -> None:
    """A reader goes from the round to the result, and asks why one project was funded and one was not."""
    reader = journey.anybody(phone=True).follow(ROUND).follow("The result, explained")
    reader.sees("2 of 3 projects are funded", "people voted.", "Not yet witnessed", "Varied", LESS)
    reader.follow(CLUB.title).sees(f"Why was “{CLUB.title}” funded?").follow("The result", exact=True)
    reader.follow(SKATE.title).sees(f"Why was “{SKATE.title}” not funded?", "What would have changed this")
    reader.follow("Check this yourself").sees("With it, anyone can count again on any computer")
    journey.windows["reader"] = reader


def read_the_budget(journey: Journey) -> None:
    """The budget says in pounds and in words who gave what to whom."""
    reader = journey.windows["reader"].follow("The budget of Oban")
    reader.sees("£20,000 came together in this pot: £12,000 from Lorn Council and £8,000 from NHS Lorn.")
    reader.sees("£17,000 of it was awarded to 2 projects.", "£3,000 is left in the pot.", "Every entry")


def read_the_log(journey: Journey) -> None:
    """The log says in words what was done, and names nobody."""
    reader = journey.anybody().follow("The log of every change").sees("newest first")
    expect(reader.main).not_to_contain_text("Oighrig")
    reader.follow("Entry ").sees("Entry")
