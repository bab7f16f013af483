"""The pages on which a vote is changed with the receipt's key, by somebody who is not signed in."""

import re
from collections.abc import Callable

from flask import Flask

from pb_app.eligibility import Eligibility
from pb_app.services import eligibility, polls, voting
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.world import POSTCODE, World

ReaderAs = Callable[[str | None], Reader]
KEY = bytes(range(16))


def voted(app: Flask, here: World) -> Voting:
    """A poll in which the last ballot counts, and one vote in it."""
    drafted = ballot_box.drafted(installation(app), here)
    with drafted.acting("officer") as uow:
        eligibility.set_eligibility(uow, drafted.poll_no, Eligibility(), may_change=True)
        polls.freeze_poll(uow, drafted.poll_no)
    with drafted.acting("approver") as uow:
        polls.open_poll(uow, drafted.poll_no)
    with drafted.acting("resident") as uow:
        voting.claim_vote(uow, drafted.poll_no, POSTCODE)
        voting.cast_ballot(uow, drafted.poll_no, ["P01"], KEY)
    return drafted


def test_a_vote_is_changed_with_its_key_by_somebody_who_is_not_signed_in(
    app: Flask, lorn: World, reader_as: ReaderAs
) -> None:
    poll, anyone = voted(app, lorn), reader_as(None)
    anyone.open(f"/polls/{poll.poll_no}/change")
    assert anyone.send("/change/paper", key="").status_code == 422
    assert anyone.send("/change/paper", key="not a key").status_code == 422
    assert anyone.send("/change/paper", key="ff" * 16).status_code == 422
    assert "No vote that can be changed has this receipt key." in anyone.text
    anyone.send("/change/paper", key=KEY.hex())
    assert "checked" not in anyone.text
    assert anyone.send("/change/check", projects=["P01", "P02", "P03"]).status_code == 422
    anyone.send("/change/check", projects=["P03"])
    assert "Your vote is not changed yet" in anyone.text
    data = dict(anyone.form("/change").answers)
    first = anyone.client.post(f"/polls/{poll.poll_no}/change", data=data)
    again = anyone.client.post(f"/polls/{poll.poll_no}/change", data=data)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "no-store"
    codes = [re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", page.text) for page in (first, again)]
    assert codes[0]
    assert codes[0] == codes[1]
    stale = anyone.client.post(f"/polls/{poll.poll_no}/change", data=data | {"secret": "ab" * 16})
    assert stale.status_code == 422
    wrong = anyone.client.post(f"/polls/{poll.poll_no}/change", data=data | {"projects": "P99"})
    assert wrong.status_code == 422


def test_a_voter_is_told_beforehand_that_the_vote_can_be_changed(app: Flask, lorn: World, reader_as: ReaderAs) -> None:
    poll, resident = voted(app, lorn), reader_as("resident")
    resident.open(f"/polls/{poll.poll_no}/vote")
    assert "With the key on your newest receipt you can change it" in resident.text
    neighbour = reader_as("neighbour")
    with poll.acting("neighbour") as uow:
        voting.claim_vote(uow, poll.poll_no, POSTCODE)
    neighbour.open(f"/polls/{poll.poll_no}/ballot")
    neighbour.send("/ballot/check", projects=["P01"])
    assert "If you lose the key, your vote stays as it is." in neighbour.text


def test_where_a_vote_is_final_there_is_no_page_to_change_it(open_poll: Voting, reader_as: ReaderAs) -> None:
    assert reader_as(None).client.get(f"/polls/{open_poll.poll_no}/change").status_code == 409
    assert reader_as(None).client.get("/polls/99/change").status_code == 404
