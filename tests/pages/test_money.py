"""Stories of funds and pots on officers' pages, and of the budget that everybody reads."""

import csv
import io
import re
from collections.abc import Callable

from flask import Flask

from pb_app.services import budgets
from pb_app.unit_of_work import UnitOfWork
from tests.money import fed_pot, fund_of, opened_pot
from tests.pages.reader import Reader
from tests.round_stories import calling_round, draft_round
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]
HERE = "/officers/partnerships/lorn"


def fund_answers(world: World, **other: object) -> dict[str, object]:
    council = world.council_id
    return {
        "name": "Community choices fund",
        "partner": council,
        "holding_partner": council,
        "paying_partner": council,
        "kind": "revenue",
        "may_commit": "Head of finance",
        "amount": "£30,000",
        **other,
    }


def test_a_fund_is_taken_in_with_the_bodies_it_names(reader_as: ReaderAs, lorn: World) -> None:
    reader = reader_as("officer")
    reader.open(f"{HERE}/funds")
    page = reader.send("/funds", **fund_answers(lorn, paying_partner=lorn.health_board_id)).text
    assert "Community choices fund is taken in" in page
    listed = re.search(r"<h3>Community choices fund</h3>.*?</dl>", page, re.DOTALL)
    assert listed
    told = " ".join(re.sub(r"<[^>]+>", " ", listed[0]).split())
    assert told == (
        "Community choices fund Whose money Lorn Council Held by Lorn Council Paid out by NHS Lorn "
        "Who may commit it Head of finance Kind Revenue: for running costs Came in £30,000 Left £30,000"
    )


def test_what_is_wrong_with_a_fund_stands_on_its_form(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    reader = reader_as("officer")
    for wrong, told in (
        ({"partner": 0}, "Choose a partner of this partnership."),
        ({"amount": "lots"}, "Enter an amount in pounds, like 4500 or 4,500.50"),
        ({"amount": "0"}, "Enter an amount"),
        ({"may_commit": ""}, "Enter who may commit this money"),
    ):
        reader.open(f"{HERE}/funds")
        page = reader.send("/funds", **fund_answers(lorn, **wrong))
        assert page.status_code == 422, told
        assert told in page.text
        assert "There is no fund yet." in page.text


def test_a_pot_is_opened_and_fed_until_it_is_ready(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    round_no = draft_round(acting, lorn)
    council = fund_of(acting("officer"), lorn)
    health = fund_of(acting("officer"), lorn, name="Health fund", partner_id=lorn.health_board_id)
    reader = reader_as("officer")
    reader.open(f"{HERE}/pots")
    page = reader.send("/pots", round=round_no, outcome=lorn.outcome_id, name="").text
    assert "The pot is open. Now feed it." in page
    assert "How large the pot is." in page
    assert "Community choices fund of Lorn Council: £30,000 left" in page
    page = reader.send("/feeds", fund=council, amount="30,000").text
    assert "£30,000 went into the pot." in page
    assert "Two partners or more must feed this pot" in page
    page = reader.send("/feeds", fund=health, amount="19999.50").text
    assert "Two partners or more must feed this pot" not in page
    assert "£49,999.50" in page
    reader.open(f"{HERE}/pots")
    assert "Give a further one" in reader.send("/pots", round=round_no, outcome=lorn.outcome_id, name="").text


def test_more_than_the_fund_holds_is_a_sentence_on_the_form(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    pot_id = opened_pot(acting, lorn)
    council = fund_of(acting("officer"), lorn)
    reader = reader_as("officer")
    reader.open(f"/officers/pots/{pot_id}")
    page = reader.send("/feeds", fund=council, amount="30,000.01")
    assert page.status_code == 422
    assert "Community choices fund holds £30,000. £30,000.01 cannot be taken from it." in page.text
    assert "£30,000 left" in page.text
    assert "No money has been put into this pot yet." in reader_as(None).open("/localities/oban/budget").text


def test_a_pot_is_not_there_for_the_officer_of_another_locality(
    reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    pot_id = opened_pot(acting, lorn)
    council = fund_of(acting("officer"), lorn)
    other = reader_as("other_officer")
    page = other.open(f"{HERE}/pots")
    assert "Oban spring round" not in page.text
    assert other.open(f"/officers/pots/{pot_id}").status_code == 404
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    answer = other.client.post(
        f"/officers/pots/{pot_id}/feeds", data={"csrf_token": token[1], "fund": council, "amount": "1"}
    )
    assert answer.status_code == 404
    assert reader_as("officer").open("/officers/pots/999").status_code == 404


def test_the_budget_says_where_the_money_came_from_in_pounds_and_in_words(
    reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    fed_pot(acting, lorn)
    page = reader_as(None).open("/localities/oban/budget").text
    told = re.sub(r"\s+", " ", page)
    assert "£50,000 came together in this pot: £30,000 from Lorn Council and £20,000 from NHS Lorn." in told
    assert "Nothing has been awarded from it yet." in told
    assert "Community choices fund, of Lorn Council" in told
    assert told.count('class="mh-hash"') == 4
    seal = re.search(r'class="mh-hash">([0-9a-f]{64})<', page)
    assert seal
    assert f'<code class="mh-note">{seal[1][:8]}</code>' in page


def test_names_with_signs_stand_in_the_sentence_as_they_were_written(
    reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    pot_id = opened_pot(acting, lorn)
    fund_id = fund_of(acting("officer"), lorn, name="Arts & <b>Crafts</b>")
    budgets.feed_pot(acting("officer"), pot_id, fund_id, 100)
    page = reader_as(None).open("/localities/oban/budget").text
    assert "Arts &amp; &lt;b&gt;Crafts&lt;/b&gt;, of Lorn Council" in page
    assert "&amp;amp;" not in page
    assert "&amp;lt;" not in page


def test_the_budget_is_there_as_a_table(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    fed_pot(acting, lorn)
    answer = reader_as(None).open("/localities/oban/budget.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [int(row["amount_minor_units"]) for row in rows] == [3_000_000, 3_000_000, 3_000_000, 2_000_000]


def test_a_locality_shows_its_public_rounds_forum_and_money(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    fed_pot(acting, lorn)
    page = reader_as(None).open("/localities/oban")
    assert page.status_code == 200
    assert "No round is under way here yet." in page.text
    assert "Oban forum" in page.text
    assert "£50,000 came together in this pot" in page.text
    round_no = calling_round(acting, lorn)
    page = reader_as(None).open("/localities/oban")
    assert f'href="/rounds/{round_no}"' in page.text
    assert "There is no pot here yet." in reader_as(None).open("/localities/kilmartin").text


def test_a_partnership_shows_how_it_works_and_who_holds_the_money(
    reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    fund_of(acting("officer"), lorn)
    page = reader_as(None).open("/partnerships/lorn")
    for words in (
        "Oban forum",
        "NHS Lorn",
        "People live active, healthier lives",
        "Head of finance",
        "/localities/oban",
    ):
        assert words in page.text
    assert "no legal personality" in page.text


def test_what_is_not_there_is_not_found(reader_as: ReaderAs, lorn: World) -> None:
    reader = reader_as(None)
    for address in (
        "/partnerships/atlantis",
        "/localities/atlantis",
        "/localities/atlantis/budget",
        "/localities/atlantis/budget.csv",
    ):
        assert reader.open(address).status_code == 404


def test_the_pages_are_there_in_gaelic(app: Flask, reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    fed_pot(acting, lorn)
    for address in ("/gd/partnerships/lorn", "/gd/localities/oban", "/gd/localities/oban/budget"):
        assert reader_as(None).open(address).status_code == 200
