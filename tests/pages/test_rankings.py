"""A vote that rankings decide, by its pages: drafted with its rule, tried, and its result told to each proposer."""

from collections.abc import Callable

from flask import Flask

from ballots.ranked import Condorcet, Stv
from ballots.styles import Ranking
from pb_app.publication import Publication
from pb_app.services import counts, polls, voting
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.world import POSTCODE, World

Readers = Callable[[str | None], Reader]
ORDERS = {"resident": ("P01", "P03"), "second_officer": ("P03",), "councillor": ("P01", "P02")}


def published(poll: Voting) -> None:
    """Vote, count and publish."""
    for number, (who, order) in enumerate(ORDERS.items()):
        with poll.acting(who) as uow:
            voting.claim_vote(uow, poll.poll_no, POSTCODE)
            voting.cast_ballot(uow, poll.poll_no, order, bytes([number]) * 16)
    with poll.acting("officer") as uow:
        polls.close_poll(uow, poll.poll_no, "Everybody has voted")
        counts.record_count(uow, poll.poll_no)
    with poll.acting("approver") as uow:
        counts.acknowledge_privacy(uow, poll.poll_no, Publication.PRIVATE)
        counts.publish_result(uow, poll.poll_no)


def test_an_officer_drafts_a_rule_for_rankings_and_tries_it(app: Flask, lorn: World, reader_as: Readers) -> None:
    ballot_box.drafted(installation(app), lorn)
    officer = reader_as("officer")
    officer.open("/officers/rounds/1/poll")
    officer.send("/poll", ballot="approval", rule="stv")
    assert "does not look at all that these ballots say" in officer.text
    officer.send("/poll", ballot="ranking", max_choices="", rule="stv", stv_seats="2", last_transfer="y")
    assert "The draft is kept" in officer.text
    assert "the pot must pay for whatever it may choose" in officer.open("/officers/polls/1").text
    officer.open("/officers/rounds/1/poll")
    officer.send("/poll", rule="borda", stv_seats="", last_transfer="", borda_seats="1", convention="last-is-one")
    officer.open("/officers/rounds/1/poll")
    officer.send("/poll", rule="condorcet", borda_seats="", convention="tournament", resolution="schulze")
    officer.open("/officers/polls/1/trial")
    officer.send("/trial", ballots="3: P01 P03\n2: P03\nP02")
    assert "Harbour path lights: wins" in officer.text
    officer.send("/trial", rule="stv", resolution="minimax", stv_seats="3")
    assert "does not pay for the dearest 3" in officer.text
    officer.send("/trial", rule="greedy", stv_seats="")
    assert "The counts beside each other" in officer.text


def test_the_result_tells_stage_by_stage_who_is_chosen_and_why(app: Flask, lorn: World, reader_as: Readers) -> None:
    published(ballot_box.opened(installation(app), lorn, style=Ranking(convention="last-is-one"), rule=Stv()))
    reader = reader_as(None)
    assert "Transferable votes: each ballot counts" in reader.open("/polls/1").text
    result = reader.open("/polls/1/result").text
    assert "Chosen, in the order of the count" in result
    assert "Harbour path lights: elected in stage 1. 2 first preferences reach the quota of 2." in result
    assert "Votes at the end of each stage" in result
    assert "Effective votes" not in result
    why = reader.open("/polls/1/result/P02").text
    assert "Why was “Skate park” not chosen?" in why
    assert reader.open("/polls/1/result/P99").status_code == 404
    assert reader.open("/polls/1/changes/P02").status_code == 404
    assert reader.open("/polls/1/fairness").status_code == 404
    assert "--rule stv" in reader.open("/polls/1/count.txt").text
    assert "yes" in reader.open("/polls/1/result.csv").text
    assert '"stages"' in reader.open("/polls/1/trace.json").text
    assert "Votes at the end of each stage" in reader_as("officer").open("/officers/polls/1/count").text
    councillor = reader_as("councillor")
    councillor.open("/officers/polls/1/adoption")
    assert councillor.page is not None, councillor.text
    councillor.send("/adoption/check", decision="adopted")
    assert "£12,000" in councillor.text


def test_where_pairs_decide_every_two_projects_stand_against_each_other(
    app: Flask, lorn: World, reader_as: Readers
) -> None:
    published(ballot_box.opened(installation(app), lorn, style=Ranking(convention="last-is-one"), rule=Condorcet()))
    result = reader_as(None).open("/polls/1/result").text
    assert "Comparison by pairs" in result
    assert "above Skate park" in result
    assert "Harbour path lights: wins" in reader_as(None).open("/polls/1/result/P01").text
