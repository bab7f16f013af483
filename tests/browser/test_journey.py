"""The whole journey of a round through the pages, from an empty database to the exported file."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import deciding, polling, proposing, setting_up, taking_away, talking, voting
from tests.browser.journey import Journey
from tests.browser.live import Browsers
from tests.browser.looks import Looks
from tests.browser.proposing import CLUB, HARBOUR, IDEAS, ROUND, SKATE


@pytest.fixture
def server_environ() -> dict[str, str]:
    """The server does its background work: the log takes in the decision before the money moves."""
    return {"PB_BACKGROUND": "on"}


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def journey(request: pytest.FixtureRequest, browsers: Browsers, tmp_path: Path) -> Iterator[Journey]:
    """The journey; whatever was wrong with any page it met fails it at the end.

    MOOTHILL_PICTURES may name a folder, which then gets a picture of every page at both widths.
    """
    pictures = os.environ.get("MOOTHILL_PICTURES", "")
    looks = Looks(javascript=request.param, pictures=Path(pictures) if pictures else None)
    yield Journey(browsers, request.param, tmp_path / "taken", looks)
    assert looks.all() == []


def test_a_round_is_decided_and_paid_from_an_empty_database_to_the_exported_file(journey: Journey) -> None:
    set_up(journey)
    propose(journey)
    decide(journey)
    pay(journey)


def set_up(journey: Journey) -> None:
    setting_up.begin(journey)
    setting_up.create_partnership(journey)
    setting_up.add_bodies(journey)
    setting_up.add_plan(journey)
    setting_up.add_funds(journey)
    setting_up.read_about_it(journey)


def propose(journey: Journey) -> None:
    proposing.set_up_round(journey)
    for idea in IDEAS:
        proposing.propose(journey, idea)
    proposing.revise(journey, HARBOUR)
    talking.talk(journey, ROUND, HARBOUR.title)
    proposing.move_on(journey)
    proposing.review(journey)
    proposing.read_the_answers(journey)


def decide(journey: Journey) -> None:
    polling.fill_the_pot(journey)
    polling.draft(journey)
    polling.freeze_and_open(journey)
    proposing.move_on(journey)
    voting.refuse_strangers(journey, "resident")
    code = voting.vote(journey, "resident", [HARBOUR.title, CLUB.title])
    voting.choose_too_many(journey, "neighbour", [HARBOUR.title, SKATE.title, CLUB.title])
    voting.cast_an_old_paper(journey, "newcomer", [HARBOUR.title])
    voting.vote_again(journey, "resident")
    deciding.close(journey, ballots=3)
    proposing.move_on(journey)
    deciding.look_up(journey, code)
    deciding.count(journey)
    deciding.publish(journey)
    deciding.adopt(journey)


def pay(journey: Journey) -> None:
    deciding.award(journey)
    proposing.move_on(journey)
    deciding.read_the_result(journey)
    taking_away.count_again(journey, [HARBOUR.title, CLUB.title])
    deciding.read_the_budget(journey)
    taking_away.read_the_books(journey)
    deciding.read_the_log(journey)
    taking_away.verify(journey)
