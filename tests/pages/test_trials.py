"""An officer tries a rule before the poll opens: on examples, on a file, on a published poll; nothing is kept."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from ballots.poll import Poll, Project
from ballots.rules import EqualShares, Greedy, Phragmen
from pb_app import trials
from pb_app.models.counts import Count, CountJob
from pb_app.models.log import LogPending
from pb_app.refusals import Conflict, Invalid
from pb_app.services.counts import publish_result, record_count
from pb_app.services.imports import import_poll
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.poll_stories import SHARES, published_poll
from tests.pages.reader import Reader
from tests.polls import SMALL
from tests.world import World

Readers = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]
CONTEST = Poll((Project("P01", 600, "Lamps"), Project("P02", 400, "Bench")), 1_000)


@pytest.fixture
def drafted(app: Flask, lorn: World) -> Voting:
    return ballot_box.drafted(installation(app), lorn)


@pytest.fixture
def trial(reader_as: Readers, drafted: Voting) -> Reader:
    officer = reader_as("officer")
    officer.open("/officers/polls/1/trial")
    return officer


def told(uow: UnitOfWork) -> tuple[int, int, int]:
    """How many entries, counts and jobs there are."""
    return tuple(len(uow.session.scalars(select(table)).all()) for table in (LogPending, Count, CountJob))  # type: ignore[return-value,arg-type]


def test_typed_examples_are_counted_by_several_rules_and_nothing_is_kept(trial: Reader, acting: Acting) -> None:
    before = told(acting("officer"))
    answer = trial.send("/trial", ballots="12: p01\n7x P02, P03\n\nP02;P03")
    assert answer.status_code == 200
    assert "This is a trial" in answer.text
    assert "20 example voters" in answer.text
    assert "The counts beside each other" in answer.text
    assert told(acting("officer")) == before


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"ballots": ""}, "Type at least one ballot"),
        ({"ballots": "P01\nP99"}, "Line 2: there is no project P99"),
        ({"ballots": "9999999: P01"}, "at most 1000000 voters"),
        ({"ballots": "P01\n" * 2001}, "at most 2000 lines"),
        ({"source": "file"}, "Choose a file"),
        ({"source": "past"}, "Choose a published poll"),
        ({"ballots": "P01", "completion": "none", "exhaustive": "y"}, "The shares are not raised"),
        ({"ballots": "P01", "rule": "luck"}, "There is a problem"),
    ],
)
def test_what_cannot_be_tried_is_refused_on_the_form(trial: Reader, answers: dict[str, str], why: str) -> None:
    answer = trial.send("/trial", **answers)
    assert answer.status_code == 422
    assert why in answer.text


def test_a_file_is_tried_and_forgotten(trial: Reader) -> None:
    form = trial.form("/trial")
    data: dict[str, object] = {name: text for name, text in form.answers if name != "file"}
    sent = {**data, "source": "file", "file": (io.BytesIO(SMALL), "small.pb"), "others": ["greedy"]}
    answer = trial.client.post(form.action, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert "11 example voters" in answer.text
    assert "Bicycle path" in answer.text
    broken = {**data, "source": "file", "file": (io.BytesIO(b"\xff\x00"), "x.pb")}
    assert trial.client.post(form.action, data=broken, content_type="multipart/form-data").status_code == 422


def test_a_published_poll_is_tried_and_a_closed_one_is_not(trial: Reader, acting: Acting) -> None:
    poll_no = import_poll(acting("officer"), SMALL, "Oban", SHARES).poll_no
    record_count(acting("officer"), poll_no)
    assert "Eleven voters" not in trial.open("/officers/polls/1/trial").text
    form = trial.form("/trial")
    data = {name: text for name, text in form.answers if name != "file"} | {"source": "past", "past": str(poll_no)}
    assert trial.client.post(form.action, data=data).status_code == 422
    publish_result(acting("approver"), poll_no)
    trial.open("/officers/polls/1/trial")
    answer = trial.send("/trial", source="past", past=poll_no)
    assert "11 example voters" in answer.text


def test_a_poll_of_which_only_totals_are_published_is_not_tried(
    trial: Reader, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll_no = published_poll(acting, SMALL, SHARES)
    monkeypatch.setattr(Count, "shows_ballots", False)
    trial.open("/officers/polls/1/trial")
    answer = trial.send("/trial", source="past", past=poll_no)
    assert answer.status_code == 422
    assert "only totals are published" in answer.text


def test_a_rule_is_not_tried_once_the_poll_is_open(reader_as: Readers, app: Flask, lorn: World) -> None:
    ballot_box.opened(installation(app), lorn)
    answer = reader_as("officer").open("/officers/polls/1/trial")
    assert answer.status_code == 409
    assert "This poll has opened" in answer.text


@pytest.mark.parametrize(("who", "status"), [("other_officer", 404), ("resident", 403), (None, 200)])
def test_a_trial_is_for_those_who_hold_a_role_where_it_is_voted_on(
    reader_as: Readers, drafted: Voting, who: str | None, status: int
) -> None:
    answer = reader_as(who).open("/officers/polls/1/trial")
    assert answer.status_code == status
    assert "Try the rule" not in answer.text


def test_the_draft_says_what_to_think_about(reader_as: Readers, drafted: Voting) -> None:
    officer = reader_as("officer")
    assert "Try the rule" in officer.open("/officers/polls/1").text
    officer.open("/officers/rounds/1/poll")
    officer.send("/poll", opens_at="2026-01-05T09:00", closes_at="2099-06-12T17:00", max_choices="2")
    assert "A ballot may name only 2" in officer.open("/officers/polls/1").text


def test_typed_ballots_are_understood_with_and_without_numbers() -> None:
    found = trials.typed_trial(CONTEST, "3 × p01\nP01 P02\n2:\n")
    assert (found.profile.voters, found.profile.blank, found.profile.votes) == (4, 2, {"P01": 4, "P02": 1})


def test_a_rule_is_laid_beside_others_but_not_beside_itself() -> None:
    assert trials.beside(Greedy(), ["equal-shares", "greedy", "phragmen"]) == [Greedy(), EqualShares(), Phragmen()]


def test_a_trial_that_takes_too_long_ends_with_a_way_to_do_it_elsewhere() -> None:
    moments = iter([0.0, *range(5, 10_000, 5)])
    found = trials.typed_trial(CONTEST, "P01\nP02\nP01 P02")
    with pytest.raises(Conflict, match="python -m ballots compare"):
        trials.tried(found, [EqualShares(increment=1)], lambda: next(moments))
    with pytest.raises(Invalid):
        trials.typed_trial(CONTEST, "\n")
