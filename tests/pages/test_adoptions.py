"""The forum's pages: adopt, vary with reasons or refer back, seen once more before it is recorded."""

from collections.abc import Callable

import pytest
from flask import Flask

from pb_app.adoption_records import Deciding
from pb_app.services.adoptions import adopt_result, post_awards
from pb_app.stages import Decision
from pb_app.unit_of_work import UnitOfWork
from tests.pages.poll_stories import sequence
from tests.pages.reader import Reader

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]


def test_a_variation_is_entered_checked_and_published_with_its_reasons(reader_as: ReaderAs, published: int) -> None:
    member = reader_as("councillor")
    page = member.open(f"/officers/polls/{published}/adoption")
    names = _names(page.text)
    entered = {names["Library corner"]: "0", names["Outdoor gym"]: "200"}
    answer = member.send("/adoption/check", decision="varied", **entered)
    assert answer.status_code == 422
    assert "Say why project" in answer.text
    reasons = {name.replace("amount", "reason"): f"For {name}" for name in entered}
    member.send("/adoption/check", decision="varied", **entered, **reasons)
    assert "Outdoor gym" in member.text
    assert "PLN200" in member.text
    member.send(f"/officers/polls/{published}/adoption")
    page_text = reader_as(None).open(f"/polls/{published}/result").text
    assert "adopted the result with changes" in page_text
    assert f"For {names['Outdoor gym']}" in page_text


def test_amounts_over_the_pot_are_refused_on_the_form(reader_as: ReaderAs, published: int) -> None:
    member = reader_as("councillor")
    names = _names(member.open(f"/officers/polls/{published}/adoption").text)
    gym = names["Outdoor gym"]
    entered = {gym: "100.01", gym.replace("amount", "reason"): "More."}
    answer = member.send("/adoption/check", decision="varied", **entered)
    assert answer.status_code == 422
    assert "more than the pot holds" in answer.text
    assert 'value="100.01"' in answer.text


def test_no_decision_and_a_referral_without_reason_are_refused(reader_as: ReaderAs, published: int) -> None:
    member = reader_as("councillor")
    member.open(f"/officers/polls/{published}/adoption")
    assert "Choose what the forum has decided" in member.send("/adoption/check").text
    answer = member.send("/adoption/check", decision="referred_back")
    assert "Say why the result is referred back" in answer.text


@pytest.mark.parametrize(("who", "status"), [("officer", 403), ("resident", 403)])
def test_only_the_forum_opens_the_page_of_its_decision(
    reader_as: ReaderAs, published: int, who: str, status: int
) -> None:
    assert reader_as(who).open(f"/officers/polls/{published}/adoption").status_code == status


def test_a_referral_back_stands_on_the_result_until_another_decision(
    reader_as: ReaderAs, acting: Acting, app: Flask, published: int
) -> None:
    adopt_result(acting("councillor"), published, Deciding(Decision.REFERRED_BACK, "Wrong cost."))
    anyone = reader_as(None)
    assert "referred the result back" in anyone.open(f"/polls/{published}/result").text
    adopt_result(acting("councillor"), published, Deciding(Decision.ADOPTED))
    assert "Earlier decisions of the forum" in anyone.open(f"/polls/{published}/result").text
    sequence(app)
    post_awards(acting("officer"), published)
    sequence(app)
    assert "Entry of the awards in the budget" in anyone.open(f"/polls/{published}/result").text


def _names(page: str) -> dict[str, str]:
    """The name of the amount's field of each project, by title."""
    found = {}
    for part in page.split('<legend class="mh-vary__title">')[1:]:
        title, _, rest = part.partition("</legend>")
        found[title] = rest.split('name="amount_')[1].split('"')[0]
    return {title: f"amount_{number}" for title, number in found.items()}
