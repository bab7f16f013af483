"""The small modules in Chromium, each on a page that holds little else and asks nobody but the test."""

import json
import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Browser, Page, Route, expect
from wtforms import FieldList, Form, FormField, StringField

from deliberation.lite import parts
from tests.server_fixtures import go_without

ROOT = Path(__file__).resolve().parents[2]
SITE = "http://moothill.test"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'"
HEAD = """<!DOCTYPE html><html lang="{{ language }}"><head><meta charset="utf-8"><title>Test</title>
{% for sheet in [design, "css/moothill.css", "css/components.css", "css/taking-part.css"] -%}
<link rel="stylesheet" href="/static/{{ sheet }}">{% endfor %}
<script type="module" src="/static/js/start.mjs"></script></head><body><main>"""
BALLOT = """{% from "components/display.html" import ballot_choice, budget_bar, status_bar %}
{% from "components/forms.html" import form_open %}{{ status_bar("not-voted") }}
{{ form_open(module="draft-ballot secret", data={"data-draft-key": "7", "data-draft-owner": owner}) }}
<input type="hidden" name="secret" value="000102030405060708090a0b0c0d0e0f">
{{ ballot_choice("project", 1, "Lights", 1200000, checked=ticked) }}
{{ ballot_choice("project", 2, "Skate park", 4000000) }}
{{ ballot_choice("project", 3, "After-school club", 450050) }}{{ budget_bar(5000000, "Check", most=2) }}</form>"""
RECEIPT = """{% from "components/display.html" import receipt %}
<div data-module="draft-ballot" data-clear-draft="7"></div>{{ receipt("VK7X-T6X3-0Z1V-FH9D") }}"""
SIGN_OUT = '<form data-module="forget-drafts" action="/away"><button>Sign out</button></form>'
COSTS = """{% from "components/cost_rows.html" import cost_rows %}
<form>{{ cost_rows(form.costs, "item", "amount", most=3) }}</form>"""
Show = Callable[..., None]


class Row(Form):
    """One row of costs."""

    item = StringField("Item")
    amount = StringField("Amount")


class Costs(Form):
    """A form with costs."""

    costs = FieldList(FormField(Row), label="Costs", min_entries=1)


def templates() -> Environment:
    """Return Jinja with stand-ins for what Flask provides."""
    made = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True, extensions=["jinja2.ext.i18n"])
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    made.filters["pounds"] = lambda pence, _currency="GBP": f"£{pence // 100:,}"
    made.filters["moment"] = str
    made.filters["own_words"] = str
    made.filters["lite"] = parts
    made.globals["csrf_token"] = lambda: "token"
    return made


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """A window on a telephone; a refused script or an error in one fails the test."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def show(window: Page) -> Show:
    """Draw a page in the window: `show(BALLOT, owner="a")`."""
    manifest = ROOT / "static" / "vendor" / "manifest.json"
    if not manifest.exists():
        go_without("The front-end packages are not built: python scripts/build_assets.py")
    design = json.loads(manifest.read_text(encoding="utf-8"))["assets"]["design-system.css"]["path"]
    drawn: dict[str, str] = {}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).partition("?")[0]
        kind = "text/html; charset=utf-8"
        body: str | bytes = drawn["page"]
        if path.startswith("/static/"):
            body = (ROOT / path.lstrip("/")).read_bytes()
            kind = "text/javascript" if path.endswith(".mjs") else str(mimetypes.guess_type(path)[0])
        route.fulfill(body=body, content_type=kind, headers={"Content-Security-Policy": POLICY})

    window.route("**/*", answer)

    def draw(page: str, language: str = "en-GB", **values: object) -> None:
        drawn["page"] = templates().from_string(HEAD + page).render(language=language, design=design, **values)
        window.goto(f"{SITE}/page", wait_until="networkidle")

    return draw


def test_the_bar_adds_up_what_is_ticked_and_tells_it_once(window: Page, show: Show) -> None:
    show(BALLOT, owner="a", ticked=False)
    window.check("#project-1")
    window.check("#project-3")
    expect(window.locator("[data-part=money]")).to_have_text("£16,500.50 of £50,000")
    expect(window.locator("[data-part=count]")).to_have_text("2 of 2 chosen")
    expect(window.locator("[data-part=live]")).to_have_text("You have chosen 2 projects for £16,500.50.")
    expect(window.locator("[data-part=draft-status]")).to_have_text("Not voted yet (2 chosen).")
    assert window.locator(".mh-budget").bounding_box()["height"] <= 64  # type: ignore[index]


def test_the_bar_says_that_it_is_too_much_and_leaves_the_button_alive(window: Page, show: Show) -> None:
    show(BALLOT, owner="a", ticked=False)
    for project in (1, 2, 3):
        window.check(f"#project-{project}")
    expect(window.locator("[data-part=live]")).to_contain_text("That is more than 2. Take something off")
    expect(window.locator(".mh-budget--over button")).to_be_enabled()


def test_ticks_are_kept_on_the_device_and_come_back(window: Page, show: Show) -> None:
    show(BALLOT, owner="a", ticked=False)
    window.check("#project-2")
    show(BALLOT, owner="a", ticked=False)
    expect(window.locator("#project-2")).to_be_checked()
    expect(window.locator("[data-part=count]")).to_have_text("1 of 2 chosen")


def test_ticks_of_somebody_else_on_the_same_device_do_not_come_back(window: Page, show: Show) -> None:
    show(BALLOT, owner="a", ticked=False)
    window.check("#project-2")
    show(BALLOT, owner="b", ticked=False)
    expect(window.locator("#project-2")).not_to_be_checked()


def test_what_the_server_ticked_stands_before_the_draft(window: Page, show: Show) -> None:
    show(BALLOT, owner="a", ticked=False)
    window.check("#project-2")
    show(BALLOT, owner="a", ticked=True)
    expect(window.locator("#project-1")).to_be_checked()
    expect(window.locator("#project-2")).not_to_be_checked()


@pytest.mark.parametrize("page", [RECEIPT, SIGN_OUT], ids=["receipt", "signing out"])
def test_the_receipt_and_signing_out_leave_no_draft(window: Page, show: Show, page: str) -> None:
    show(BALLOT, owner="a", ticked=False)
    window.check("#project-2")
    assert window.evaluate("localStorage.length") == 1
    show(page)
    if page == SIGN_OUT:
        window.click("text=Sign out")
        window.wait_for_url("**/away?")
    assert window.evaluate("localStorage.length") == 0


def test_the_secret_is_mixed_once_with_bytes_of_the_browser(window: Page, show: Show) -> None:
    show(BALLOT, owner="a", ticked=False)
    secret = window.locator("[name=secret]").input_value()
    assert secret != "000102030405060708090a0b0c0d0e0f"
    assert len(bytes.fromhex(secret)) == 16
    mixed = window.evaluate(
        "(hex) => import('/static/js/secret.mjs').then(({ mixed }) => mixed(hex, new Uint8Array(16).fill(17)))",
        "00ff10" + "00" * 13,
    )
    assert mixed == "11ee01" + "11" * 13


def test_the_code_is_copied_and_the_page_says_so(window: Page, show: Show) -> None:
    window.add_init_script(
        "const writeText = async (words) => { window.copied = words; };"
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText } });"
    )
    show(RECEIPT)
    window.click("[data-act=copy]")
    expect(window.locator("[data-copied]")).to_have_text("Copied.")
    assert window.evaluate("window.copied") == "VK7X-T6X3-0Z1V-FH9D"


def test_the_print_button_opens_the_print_window(window: Page, show: Show) -> None:
    window.add_init_script("window.print = () => { window.printed = true; }")
    show(RECEIPT)
    window.click("[data-act=print]")
    assert window.evaluate("window.printed") is True


def test_cost_rows_are_added_summed_and_taken_away_by_keyboard(window: Page, show: Show) -> None:
    show(COSTS, form=Costs(data={"costs": [{"item": "Posts", "amount": "£1,200.50"}]}))
    expect(window.locator("[data-part=sum]")).to_have_text("Total: £1,200.50")
    expect(window.locator("[data-act=remove]").first).to_be_hidden()
    window.focus("[data-act=add]")
    window.keyboard.press("Enter")
    assert window.evaluate("document.activeElement.name") == "costs-1-item"
    window.fill("[name=costs-1-amount]", "99.50")
    expect(window.locator("[data-part=sum]")).to_have_text("Total: £1,300")
    window.click("[data-act=add]")
    expect(window.locator("[data-act=add]")).to_be_hidden()
    window.locator("[data-act=remove]").nth(1).click()
    expect(window.locator("[data-part=sum]")).to_have_text("Total: £1,200.50")
    assert window.evaluate("document.activeElement.name") == "costs-2-item"


def test_a_sentence_is_chosen_by_the_plural_of_its_language(window: Page, show: Show) -> None:
    show("", language="gd")
    told = window.evaluate(
        "import('/static/js/words.mjs').then(({ plural }) => JSON.stringify([1, 2, 3, 20].map(plural)))"
    )
    assert json.loads(told) == ["one", "two", "few", "other"]


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("£4,500", 450000), ("4500", 450000), ("4,500.05", 450005), ("45,00", None), ("", None), ("1.5", None)],
)
def test_amounts_are_read_as_people_write_them(window: Page, show: Show, typed: str, pence: int | None) -> None:
    show("")
    assert (
        window.evaluate("(typed) => import('/static/js/words.mjs').then(({ pence }) => pence(typed))", typed) == pence
    )
