"""The chapter of a round's proposals: set up, put forward, changed, talked over, checked, accepted and refused."""

from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser.journey import Journey
from tests.browser.setting_up import FORUM, OBAN, OUTCOMES, task
from tests.browser.windows import Window

ROUND = "Oban spring round"


@dataclass(frozen=True, slots=True)
class Idea:
    """What somebody proposes, and what the officer makes of it: a cost in pounds, or a reason to say no."""

    who: str
    title: str
    costs: tuple[tuple[str, str], ...]
    stated: str = ""
    no: str = ""


HARBOUR = Idea("resident", "Light the harbour path", (("Lamps", "9,000"), ("Digging", "£2,500.50")), "12000")
SKATE = Idea("neighbour", "Skate park", (("Ramps", "7000"), ("Ground", "2000")), "9,000")
CLUB = Idea("neighbour", "After-school club", (("Hall", "2400"), ("Leaders", "3000"), ("Snacks", "600")), "6,000.00")
CASTLE = Idea("resident", "Buy the castle", (("Castle", "900000"),), no="The pot could never pay for a castle.")
IDEAS = (HARBOUR, SKATE, CLUB, CASTLE)


def set_up_round(journey: Journey) -> None:
    """The officer states the scope of a round, which is a draft at first, and moves it on to its call."""
    officer = task(journey, "A round")
    officer.press("Set up the round", status=422).sees("Choose the locality of the round")
    officer.pick("Locality", OBAN).pick("Forum that decides", FORUM)
    officer.write(
        {
            "Name of the round": ROUND,
            "What is the round for?": "Ideas from the people who live here.",
            "What is up for decision?": "Which projects are paid for from the pot.",
            "What is not up for decision? (optional)": "How large the pot is.",
            "Who may change what people decided, and how? (optional)": f"The {FORUM}, with a published reason.",
            **dates(),
        }
    )
    officer.tick("People decide by their vote").press("Set up the round").hears("The round is set up as a draft.")
    officer.follow("Scope and dates").write({"What is the round for?": "Ideas of people who live here."})
    officer.press("Keep these changes").hears("The scope and dates were changed.")
    officer.follow("See the page as people will see it").sees("This is a draft.")
    move_on(journey)


def dates() -> dict[str, str]:
    """The days of the round, from today on."""
    days = {
        "Last day for proposals (optional)": 14,
        "First day of the vote (optional)": 21,
        "Last day of the vote (optional)": 28,
        "Day by which the forum decides (optional)": 42,
    }
    return {label: (date.today() + timedelta(days=ahead)).isoformat() for label, ahead in days.items()}  # noqa: DTZ011


def at_round(journey: Journey) -> Window:
    """The officer's page of the round, from the desk."""
    officer = journey.of("officer").follow("Desk", exact=True)
    return officer.follow(ROUND, within=officer.main.get_by_role("region", name="Rounds you run"))


def move_on(journey: Journey) -> None:
    """Move the round to its next stage."""
    officer = at_round(journey).follow("See what will happen, and move on").sees("A round cannot be moved back.")
    officer.press("Move the round on").hears("The round has moved on.")


def propose(journey: Journey, idea: Idea) -> None:
    """Put an idea forward, from the front page to its own page."""
    author = journey.of(idea.who).go("/").follow(ROUND).follow("Put forward a proposal").follow("Start now")
    author.write({"Title": idea.title, "Where would it happen?": "Oban"})
    if idea is HARBOUR:
        author.press("Continue", status=422).sees("Say what you want to do and why")
    author.write(
        {
            "What do you want to do, and why?": f"{idea.title}.\n\nBecause people ask for it.",
            "Who would benefit?": "Everyone who lives here",
        }
    )
    author.pick("Which outcome of the local plan does it serve most?", OUTCOMES[0])
    for number, (item, amount) in enumerate(idea.costs):
        row = author.main.locator("[data-part=row]").nth(number)
        author.write({"Item": item, "Amount": amount}, within=row)
    author.press("Continue").sees("Check your answers", idea.title, "Because people ask for it.")
    author.press("Submit your proposal").sees("Your proposal is in")
    author.follow("See your proposal").sees(idea.title, "Waiting to be checked")


def revise(journey: Journey, idea: Idea) -> None:
    """The author changes the proposal and adds a cost; everybody sees what was changed."""
    author = journey.of(idea.who).go("/").follow(ROUND).follow(idea.title).follow("Change your proposal")
    author.write({"Who would benefit?": "Everyone who walks to the ferry"})
    rows = author.main.locator("[data-part=row]")
    before = rows.count()
    add = author.main.get_by_role("button", name="Add another cost")
    if journey.javascript:
        add.click()
    else:
        author.press("Add another cost")
    expect(rows).to_have_count(before + 1)
    author.write({"Item": "Switches", "Amount": "500"}, within=rows.last)
    author.press("Publish the change").hears("Your proposal was changed.").sees("£12,000.50")
    author.follow("see what was changed").sees("walks to the ferry", "Version 2")
    author.follow("Rhona").sees("Your proposals", idea.title)


def review(journey: Journey) -> None:
    """The officer goes through the proposals that wait, one after the other."""
    officer = at_round(journey).follow("Proposals to check")
    for idea in IDEAS:
        decide(officer.follow(idea.title), idea)
    officer.sees("No proposal waits.")


def decide(officer: Window, idea: Idea) -> None:
    """State a cost and how it was found, or say no with a reason that is published."""
    if idea.no:
        officer.press("Do not put it to the vote", status=422).sees("Give the reason.")
        officer.write({"Why it cannot be put to the vote": idea.no}).press("Do not put it to the vote")
        officer.hears("The proposal is not put to the vote.").sees(idea.no)
        return
    officer.write({"Cost as checked": idea.stated, "How you came to this cost": "The quotes were checked."})
    officer.press("Put it on the ballot paper").hears("The proposal is on the ballot paper as number")


def read_the_answers(journey: Journey) -> None:
    """The refused author reads why; everybody reads what the accepted cost."""
    author = journey.of(CASTLE.who).follow("Rhona").follow(CASTLE.title).sees("Not put to the vote", CASTLE.no)
    author.follow(ROUND).follow(HARBOUR.title).sees("This proposal can be voted on", "£12,000")
