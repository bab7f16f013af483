"""The macros: labels, hints and errors are tied to their fields, figures stand beside every bar, text stays text."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, Optional

from ballots.rules import EqualShares, Greedy, Phragmen, Rule
from deliberation.lite import parts
from pb_app.web.filters import host

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


class CostRow(Form):
    """One row of costs."""

    item = StringField("Item", validators=[InputRequired("Say what has to be paid for")])
    amount = StringField("Amount")


class Example(Form):
    """One field of each kind."""

    postcode = StringField(
        "Postcode", description="Like PA34 4AB", validators=[InputRequired("Enter a postcode"), Length(max=8)]
    )
    age = RadioField("Age", choices={"12": "12 to 15", "16": "16 or over"}, validators=[InputRequired("Choose")])
    themes = SelectMultipleField("Themes", choices={"p": "Places", "y": "Young people"})
    outcome = SelectField("Outcome", choices={"a": "Health"}, validators=[Optional()])
    declared = BooleanField("I live here", validators=[InputRequired("Tick the box")])
    day = DateField("Day", validators=[Optional()])
    costs = FieldList(FormField(CostRow), label="What it costs", min_entries=1)


@pytest.fixture(scope="module")
def environment() -> Environment:
    """Jinja as pages have it, with stand-ins for what Flask provides."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    made.filters["pounds"] = lambda pence, _currency="GBP": f"£{pence // 100:,}"
    made.filters["moment"] = lambda at: Markup("<time>{}</time>").format(at)
    made.filters["own_words"] = str
    made.filters["lite"] = parts
    made.filters["host"] = host
    made.filters["told_parameters"] = lambda _rule, _currency, _steps: []
    made.globals["csrf_token"] = lambda: "forgery-token"
    return made


def drawn(environment: Environment, imports: str, call: str, **values: Any) -> str:
    """Return what a macro draws, on one line."""
    page = environment.from_string(f"{{% from {imports} %}}{call}").render(**values)
    return re.sub(r"\s+", " ", page)


def refused() -> Example:
    """A form that was sent empty."""
    form = Example()
    assert not form.validate()
    return form


def error_of(form: Example, field: str) -> str:
    return str(form[field].errors[0])


def test_a_field_says_its_hint_and_its_error(environment: Environment) -> None:
    html = drawn(
        environment, '"components/forms.html" import text_input', "{{ text_input(form.postcode) }}", form=refused()
    )
    assert '<label class="ds_label" for="postcode">Postcode</label>' in html
    assert 'id="postcode-hint">Like PA34 4AB</div>' in html
    assert 'id="postcode-error"> <span class="visually-hidden">Error:</span> Enter a postcode </p>' in html
    assert 'aria-describedby="postcode-hint postcode-error" aria-invalid="true"' in html
    assert " required" not in html
    assert " maxlength" not in html


def test_a_field_without_a_fault_says_nothing_of_one(environment: Environment) -> None:
    html = drawn(
        environment,
        '"components/forms.html" import text_input',
        "{{ text_input(form.postcode, width=10) }}",
        form=Example(),
    )
    assert 'aria-describedby="postcode-hint"' in html
    assert "ds_input--fixed-10" in html
    assert "error" not in html
    assert "aria-invalid" not in html


def test_what_a_person_typed_is_shown_as_text_only(environment: Environment) -> None:
    form = Example(data={"postcode": '"><script>alert(1)</script>'})
    html = drawn(environment, '"components/forms.html" import text_input', "{{ text_input(form.postcode) }}", form=form)
    assert "<script" not in html


def test_an_optional_field_is_marked_and_another_is_not(environment: Environment) -> None:
    call = "{{ date_input(form.day) }}|{{ text_input(form.postcode) }}"
    day, postcode = drawn(
        environment, '"components/forms.html" import date_input, text_input', call, form=Example()
    ).split("|")
    assert "(optional)" in day
    assert 'type="date"' in day
    assert "(optional)" not in postcode


def test_radios_are_a_group_whose_legend_can_be_the_heading(environment: Environment) -> None:
    call = '{{ radios(form.age, heading=true, hints={"16": "You may stand."}) }}'
    html = drawn(environment, '"components/forms.html" import radios', call, form=refused())
    assert '<fieldset aria-describedby="age-error">' in html
    assert '<h1 class="mh-question-heading">Age</h1>' in html
    assert 'id="age-1" name="age" type="radio" value="16" aria-describedby="age-1-hint">' in html
    assert '<label class="ds_radio__label" for="age-1">16 or over</label>' in html


def test_tick_boxes_carry_their_data(environment: Environment) -> None:
    call = '{{ checkboxes(form.themes, data={"p": {"data-pence": 1200}}) }}'
    html = drawn(environment, '"components/forms.html" import checkboxes', call, form=Example(data={"themes": ["p"]}))
    assert 'id="themes-0" name="themes" type="checkbox" value="p" checked data-pence="1200">' in html


def test_the_error_summary_leads_to_every_field_in_its_own_words(environment: Environment) -> None:
    form = refused()
    form.form_errors.append("Voting has closed.")
    html = drawn(environment, '"components/forms.html" import error_summary', "{{ error_summary(form) }}", form=form)
    assert 'role="alert"' in html
    assert "<li>Voting has closed.</li>" in html
    for anchor, field in (("postcode", "postcode"), ("age-0", "age"), ("declared", "declared")):
        assert f'<li><a href="#{anchor}">{error_of(form, field)}</a></li>' in html
    assert '<li><a href="#costs-0-item">Say what has to be paid for</a></li>' in html


def test_there_is_no_error_summary_without_an_error(environment: Environment) -> None:
    html = drawn(
        environment, '"components/forms.html" import error_summary', "{{ error_summary(form) }}", form=Example()
    )
    assert html.strip() == ""


def test_a_form_that_posts_carries_its_token_and_one_that_gets_does_not(environment: Environment) -> None:
    imports = '"components/forms.html" import form_open'
    assert 'name="csrf_token" value="forgery-token"' in drawn(environment, imports, '{{ form_open("/x") }}')
    assert "csrf_token" not in drawn(environment, imports, '{{ form_open("/x", method="get") }}')


def test_cost_rows_have_labels_and_a_template_for_the_next(environment: Environment) -> None:
    html = drawn(
        environment,
        '"components/cost_rows.html" import cost_rows',
        '{{ cost_rows(form.costs, "item", "amount") }}',
        form=refused(),
    )
    assert '<label class="ds_label" for="costs-0-item">Item</label>' in html
    assert 'aria-describedby="costs-0-item-error"' in html
    assert 'name="costs-__n__-amount"' in html
    assert 'name="add_row" value="1"' in html


def test_a_table_has_a_caption_a_scope_for_each_head_and_a_region_to_scroll(environment: Environment) -> None:
    call = '{{ table("Results", ["Project", "Votes"], [["Path <b>", "412"]], numeric=[1], foot=["Total", "412"]) }}'
    html = drawn(environment, '"components/display.html" import table', call)
    assert 'role="region" tabindex="0" aria-label="Results"' in html
    assert "<caption>Results</caption>" in html
    assert '<th scope="row">Path &lt;b&gt;</th><td class="mh-numeric">412</td>' in html
    assert html.count('scope="col"') == 2


def test_a_bar_is_never_without_its_figures(environment: Environment) -> None:
    call = """{{ svg_bar("Why", [{"label": "Left", "value": 30, "display": "£30"}, {"label": "Spent", "value": 10,
    "display": "£10", "look": "dashed"}], marker={"label": "Cost", "value": 20, "display": "£20"}) }}"""
    html = drawn(environment, '"components/display.html" import svg_bar', call)
    assert 'x="75.000%" y="6" width="25.000%"' in html
    assert 'x1="50.000%"' in html
    for words in ("Left", "£30", "Spent", "£10", "Cost", "£20"):
        assert words in html


def test_the_power_statement_names_who_decides_and_who_may_vary(environment: Environment) -> None:
    about = SimpleNamespace(
        up_for_decision="How £50,000 is shared.",
        not_up_for_decision="",
        level="delegate",
        who_may_vary="The board, with reasons.",
    )
    call = '{{ power_statement(round, "Oban Forum") }}'
    html = drawn(environment, '"components/display.html" import power_statement', call, round=about)
    for words in ("How £50,000 is shared.", "Oban Forum.", "People decide by their vote", "The board, with reasons."):
        assert words in html
    assert "Not up for decision" not in html


def test_the_budget_bar_carries_every_sentence_and_its_button(environment: Environment) -> None:
    call = '{{ budget_bar(5000000, "Check your ballot", most=3) }}'
    html = drawn(environment, '"components/display.html" import budget_bar', call)
    assert 'data-chosen-one="You have chosen {n} project for {sum}."' in html
    assert 'data-chosen-other="You have chosen {n} projects for {sum}."' in html
    assert 'data-count="{n} of 3 chosen"' in html
    assert '<button class="ds_button mh-budget__button" type="submit">Check your ballot</button>' in html


def test_a_hidden_message_shows_why_and_not_what(environment: Environment) -> None:
    call = '{{ message(7, "Heather", "noon", "a private name", hidden_reason="it named a person") }}'
    html = drawn(environment, '"components/display.html" import message', call)
    assert "a private name" not in html
    assert "Hidden by a facilitator: it named a person" in html
    assert 'id="message-7" data-seq="7"' in html


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            Greedy(),
            "as long as the pot lasts. One that no longer fits is passed over.",
        ),
        (Greedy(misfit="stop"), "as long as the pot lasts. At the first project that no longer fits the count ends."),
        (Greedy(by="value", part_funding=True), "The project with most votes for its money is funded first"),
        (Phragmen(), "Even loads:"),
        (EqualShares(), "Equal shares:"),
    ],
)
def test_a_rule_is_told_as_it_is_and_not_as_it_is_by_default(environment: Environment, rule: Rule, said: str) -> None:
    html = drawn(environment, '"components/rule.html" import rule_words', "{{ rule_words(rule) }}", rule=rule)
    assert said in html
