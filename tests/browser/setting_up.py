"""The chapter in which a partnership is set up, from nothing: people and roles, places, plan, postcodes, funds."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.journey import Journey, address_of
from tests.browser.people import CODE
from tests.browser.windows import Window

PARTNERSHIP = "Lorn Community Planning Partnership"
COUNCIL, HEALTH = "Lorn Council", "NHS Lorn"
OBAN, KILMARTIN = "Oban", "Kilmartin"
FORUM = "Oban forum"
OUTCOMES = ("People live active, healthier lives", "Children have the best start")
POSTCODES = f"postcode,area\nPA34 4AB,{OBAN}\nPA34 5DS,{OBAN}\nPA31 8RQ,{KILMARTIN}\n"
WRONG = "postcode,area\nPA34 4AB,Atlantis\n"


def begin(journey: Journey) -> None:
    """The operator makes an administrator by command; the administrator signs in by the letter of the outbox."""
    reader = journey.anybody()
    reader.sees("No partnership has been set up here yet.")
    journey.command("create-administrator", address_of("administrator"))
    reader.follow("Sign in", exact=True)
    reader.press("Send me a code", status=422).sees("Enter your email address")
    reader.write({"Email address": address_of("administrator")}).press("Send me a code")
    reader.follow("Letters this test service has written").sees(address_of("administrator"))
    code = CODE.findall(reader.main.locator("article").first.inner_text())[0]
    reader.page.go_back()
    wrong = "000000" if code != "000000" else "000001"
    reader.write({"Six-digit code": wrong}).press("Sign in", status=422)
    reader.write({"Six-digit code": code}).press("Sign in").sees("What should others call you?")
    reader.write({"Display name": "Adair"}).press("Continue").sees("Adair")
    journey.windows["administrator"] = reader


def create_partnership(journey: Journey) -> None:
    """From the desk, which says what there is to do."""
    admin = journey.of("administrator").follow("Desk", exact=True).follow("Set up a partnership")
    admin.press("Set up the partnership", status=422).sees("Enter the name of the partnership")
    admin.write({"Name of the partnership": PARTNERSHIP}).press("Set up the partnership")
    admin.hears(f"{PARTNERSHIP} is set up.").sees("Ready for a round")
    for who, role in (("officer", "Officer"), ("approver", "Approver"), ("facilitator", "Facilitator")):
        grant(journey, who, role)


def grant(journey: Journey, who: str, role: str, place: str = "The whole") -> None:
    """Give somebody a role; they need not have signed up."""
    admin = journey.of("administrator").follow("Desk", exact=True).follow("People", exact=True)
    admin.write({"Email address": address_of(who)}).tick(role).pick("For", place)
    admin.press("Give the role").hears("The role is given.").sees(address_of(who))


def add_bodies(journey: Journey) -> None:
    """Partners, localities and the forum that decides; the administrator seats its member."""
    officer = task(journey, "Partners")
    for name, kind in ((COUNCIL, "Council"), (HEALTH, "Health board")):
        officer.write({"Name of the partner": name}).pick("What sort of body it is", kind)
        officer.press("Add the partner").hears(f"{name} is a partner now.")
    task(journey, "Localities")
    for name, gaelic in ((OBAN, "An t-Òban"), (KILMARTIN, "Cille Mhàrtainn")):
        officer.write({"Name of the locality": name, "Its name in Gaelic (optional)": gaelic})
        officer.press("Add the locality").hears(f"{name} is a locality now.")
    task(journey, "Forums").write({"Name of the forum": FORUM, "What it decides (optional)": "The locality's budget."})
    officer.press("Add the forum", status=422)
    officer.pick("Its locality, if it is a locality forum", OBAN).press("Add the forum").hears(f"{FORUM} is a forum")
    grant(journey, "councillor", "Member of a forum", FORUM)


def add_plan(journey: Journey) -> None:
    """Outcomes, and a table of postcodes: a wrong one is refused with its line."""
    officer = task(journey, "Outcomes")
    for title in OUTCOMES:
        officer.write({"Outcome": title, "The plan it stands in (optional)": "Local outcomes improvement plan"})
        officer.press("Add the outcome").hears("The outcome is in the plan now.")
    task(journey, "Postcodes")
    hand_in(officer, journey.folder / "wrong.csv", WRONG).press("Take in the file", status=422)
    officer.sees("What is wrong in the file", "Nothing of the file was kept.")
    hand_in(officer, journey.folder / "postcodes.csv", POSTCODES).press("Take in the file")
    officer.hears("3 postcodes are new")


def hand_in(officer: Window, path: Path, words: str) -> Window:
    """Choose a file that holds these words."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(words, "utf-8")
    officer.main.get_by_label("File of postcodes (CSV)").set_input_files(path)
    return officer


def add_funds(journey: Journey) -> None:
    """Two funds of two partners, each with the bodies that hold and pay it."""
    officer = task(journey, "Funds")
    for name, partner, kind, pounds in (
        ("Community choices fund", COUNCIL, "Capital", "£30,000"),
        ("Wellbeing fund", HEALTH, "Revenue", "12,000.50"),
    ):
        officer.write(
            {"Name of the fund": name, "Who may commit it": "Head of finance", "Amount that comes in": pounds}
        )
        officer.pick("Partner whose money it is", partner).pick("Body that holds it", partner)
        officer.pick("Body that pays it out", COUNCIL).tick(kind).press("Take in the fund").hears(f"{name} is taken in")


def task(journey: Journey, title: str) -> Window:
    """The officer opens a task of the desk."""
    return journey.of("officer").follow("Desk", exact=True).follow(title, exact=True)


def read_about_it(journey: Journey) -> None:
    """What anybody reads of the partnership and its locality."""
    reader = journey.anybody(phone=True).follow("Partners, forums and plan").sees(COUNCIL, HEALTH, FORUM, *OUTCOMES)
    reader.sees("A partnership has no legal personality").follow(OBAN, exact=True).sees(FORUM)
    expect(reader.main).not_to_contain_text("Adair")
    for page in ("Accessibility statement", "Privacy", "Cookies", "Sources and licences"):
        reader.follow(page, exact=True)
