"""An officer's pages of a poll: draft, preview, freeze, open, close."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from ballots.styles import Approval, BallotStyle, Boosted, Points, Ranking, Scores, Spending
from pb_app import definitions
from pb_app.models.proposals import Project
from pb_app.queries import polls as queries
from pb_app.services import polls
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.world import World

Readers = Callable[[str | None], Reader]
HOURS = {"opens_at": "2026-01-05T09:00", "closes_at": "2099-06-12T17:00"}


@pytest.fixture
def drafted(app: Flask, lorn: World) -> Voting:
    return ballot_box.drafted(installation(app), lorn)


def status(reader: Reader) -> int:
    assert reader.page is not None
    return reader.page.status_code


def test_a_poll_goes_from_draft_to_closed_by_its_pages(reader_as: Readers, drafted: Voting) -> None:
    officer, approver = reader_as("officer"), reader_as("approver")
    officer.open("/officers/rounds/1/poll")
    officer.send("/poll", **HOURS, min_choices="1", max_choices="2", rule="equal-shares", increment="2.50")
    assert "The draft is kept" in officer.text
    assert "£2.50" in officer.text
    assert "This is a preview" in officer.open("/officers/polls/1/preview").text
    officer.open("/officers/polls/1")
    officer.send("/frozen")
    assert "The rules are frozen and hashed" in officer.text
    assert "A second person" in officer.text
    approver.open("/officers/polls/1")
    approver.send("/opened")
    assert "The poll is open from its hour on" in approver.text
    officer.open("/officers/polls/1")
    officer.send("/closed", reason="")
    assert status(officer) == 422
    assert "The reason is published" in officer.text
    officer.send("/closed", reason="Everybody has voted")
    assert "The poll is closed" in officer.text


def test_most_votes_first_can_be_chosen(reader_as: Readers, drafted: Voting) -> None:
    officer = reader_as("officer")
    officer.open("/officers/rounds/1/poll")
    officer.send("/poll", **HOURS, rule="greedy", seed_source="The draw of 13 June 2099")
    assert "Most votes first" in officer.text
    assert "The draw of 13 June 2099" in officer.text
    again = officer.open("/officers/rounds/1/poll").text
    assert 'value="greedy" checked' in again or 'checked value="greedy"' in again or "2099-06-12T17:00" in again


def test_every_parameter_of_a_rule_can_be_chosen_and_comes_back(reader_as: Readers, drafted: Voting) -> None:
    officer = reader_as("officer")
    officer.open("/officers/rounds/1/poll")
    officer.send(
        "/poll", **HOURS, rule="greedy", by="value", misfit="stop", min_voters="12", min_percent="5", part_funding="y",
        tie_steps="votes", refuse_ties="y",
    )  # fmt: skip
    assert "The draft is kept" in officer.text
    told = dict(officer.open("/officers/rounds/1/poll") and officer.form("/poll").answers)
    assert {"rule": "greedy", "by": "value", "misfit": "stop", "min_voters": "12"}.items() <= told.items()
    assert (told["tie_steps"], "refuse_ties" in told, "part_funding" in told) == ("votes", True, True)
    officer.send("/poll", by="score", misfit="skip", min_voters="", min_percent="", part_funding=[], rule="phragmen")
    assert "The draft is kept" in officer.text
    again = dict(officer.open("/officers/rounds/1/poll") and officer.form("/poll").answers)
    assert (again["rule"], again["phragmen_misfit"]) == ("phragmen", "stop")


def test_the_paper_says_from_which_amount_on_a_part_is_of_use(reader_as: Readers, drafted: Voting) -> None:
    with drafted.system() as uow, uow.database.writing(uow.session):
        uow.session.execute(update(Project).where(Project.ref == "P02").values(least=1_500_000))
        uow.session.commit()
    told = "Part of it is of use from £15,000 on."
    assert reader_as("officer").open("/officers/polls/1").text.count(told) == 1
    with drafted.acting("officer") as uow:
        polls.freeze_poll(uow, drafted.poll_no)
    assert reader_as(None).open("/polls/1").text.count(told) == 1


def test_parameters_that_contradict_the_rule_are_refused_beside_their_field(
    reader_as: Readers, drafted: Voting
) -> None:
    officer = reader_as("officer")
    officer.open("/officers/rounds/1/poll")
    officer.send("/poll", **HOURS, rule="greedy", completion="none")
    assert status(officer) == 422
    assert "This belongs to another rule than the one you chose" in officer.text
    officer.send("/poll", completion="fill", rule="equal-shares", increment="5")
    assert status(officer) == 422
    assert "The shares are not raised" in officer.text
    assert '<a href="#rule' in officer.text
    officer.send("/poll", completion="add1", eligibility="-1")
    assert status(officer) == 422
    assert "Enter a whole number from 0 to 1,000,000" in officer.text
    officer.send("/poll", eligibility="", min_percent="1000", rule="greedy", increment="", completion="add1-fill")
    assert status(officer) == 422
    assert "Enter a whole number from 0 to 100" in officer.text
    officer.send("/poll", min_percent="", rule="equal-shares", increment="0")
    assert status(officer) == 422
    assert "Enter an amount above zero" in officer.text


def test_hours_that_contradict_themselves_come_back_on_the_form(reader_as: Readers, drafted: Voting) -> None:
    officer = reader_as("officer")
    officer.open("/officers/rounds/1/poll")
    officer.send("/poll", opens_at="2099-06-12T17:00", closes_at="2099-06-12T16:00", rule="equal-shares")
    assert status(officer) == 422
    assert "Voting must close after it opens" in officer.text
    officer.send("/poll", opens_at="soon", closes_at="", rule="equal-shares")
    assert status(officer) == 422


@pytest.mark.parametrize("address", ["/officers/polls/1", "/officers/rounds/1/poll", "/officers/polls/1/preview"])
def test_an_officer_of_another_locality_finds_nothing(reader_as: Readers, drafted: Voting, address: str) -> None:
    assert reader_as("other_officer").open(address).status_code == 404


@pytest.mark.parametrize("address", ["/officers/polls/99", "/officers/rounds/99/poll"])
def test_what_is_not_there_is_not_found(reader_as: Readers, drafted: Voting, address: str) -> None:
    assert reader_as("officer").open(address).status_code == 404


def test_what_is_missing_is_said_before_the_freezing(app: Flask, lorn: World, reader_as: Readers) -> None:
    ballot_box.drafted(installation(app), lorn, feeders=1)
    assert "A second one must feed it too" in reader_as("officer").open("/officers/polls/1").text


def test_a_poll_that_is_over_says_so_to_voters(reader_as: Readers, app: Flask, lorn: World) -> None:
    opened = ballot_box.opened(installation(app), lorn)
    with opened.acting("officer") as uow:
        polls.close_poll(uow, opened.poll_no, "The hall closed")
    assert "The hall closed" in reader_as(None).open("/polls/1").text
    assert "Voting is not open" in reader_as("resident").open("/polls/1/vote").text
    assert reader_as(None).open("/polls/9").status_code == 404


@pytest.mark.parametrize(
    ("sent", "style"),
    [
        ({"ballot": "approval", "min_choices": "1", "max_choices": "3"}, Approval(1, 3)),
        (
            {"ballot": "exactly", "exactly": "2", "none_of_these": "y"},
            Approval.exactly(2, none_of_these=True),
        ),
        ({"ballot": "spending", "least_cost": "4,500", "most_cost": ""}, Spending(least_cost=4_500_00)),
        ({"ballot": "points", "most_total": "10", "most_each": "6"}, Points(most_total=10, most_each=6)),
        ({"ballot": "scores", "highest": "5"}, Scores(highest=5)),
        ({"ballot": "ranking", "max_choices": "3"}, Ranking(0, 3, convention="last-is-one")),
    ],
)
def test_every_kind_of_ballot_can_be_chosen_and_stands_in_the_form_again(
    reader_as: Readers, drafted: Voting, sent: dict[str, str], style: BallotStyle
) -> None:
    officer = reader_as("officer")
    officer.open("/officers/rounds/1/poll")
    officer.send("/poll", **HOURS, rule="greedy", **({"max_choices": ""} | sent))
    assert kept_style(drafted) == style
    officer.open("/officers/rounds/1/poll")
    officer.send("/poll")
    assert kept_style(drafted) == style


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"ballot": "approval", "min_choices": "3", "max_choices": "2"}, "contradict each other"),
        ({"ballot": "exactly"}, "This kind of ballot needs this number."),
        ({"ballot": "points"}, "This kind of ballot needs this number."),
        ({"ballot": "points", "most_total": "5", "most_each": "6"}, "more points than a voter has"),
        ({"ballot": "ranking", "highest": "5"}, "another kind of ballot than the one you chose"),
        ({"ballot": "ranking", "rule": "phragmen"}, "This rule does not look at all that these ballots say."),
        ({"ballot": "spending", "least_cost": "500", "most_cost": "400"}, "may spend contradict each other"),
    ],
)
def test_a_kind_of_ballot_that_contradicts_itself_is_refused_and_what_was_typed_stays(
    reader_as: Readers, drafted: Voting, sent: dict[str, str], told: str
) -> None:
    officer = reader_as("officer")
    officer.open("/officers/rounds/1/poll")
    officer.send("/poll", **HOURS, **({"max_choices": ""} | sent))
    assert status(officer) == 422
    assert told in officer.text
    typed = next(
        (text for name, text in sent.items() if text.isdigit() and name not in ("ballot", "rule")), HOURS["closes_at"]
    )
    assert f'value="{typed}"' in officer.text
    assert kept_style(drafted) == Approval(max_choices=2)


def kept_style(voting: Voting) -> BallotStyle | Boosted:
    with voting.system() as uow:
        poll = queries.poll_by_no(uow.session, voting.poll_no)
        assert poll
        return definitions.style_of(poll.ballot)
