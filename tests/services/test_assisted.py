"""Assisted voting: the desk hands in the ballot of somebody who is there, by the same way into the box."""

from datetime import timedelta

import pytest

from ballots.errors import BadBallot
from ballots.styles import Choice
from pb_app import box
from pb_app.definitions import FIRST
from pb_app.desk import AtDesk
from pb_app.queries import polls
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import assisted, stations
from pb_app.web.unit_of_work import Installation
from tests.clocks import shift_clock
from tests.paper_stories import BORN, Station, station
from tests.world import POSTCODE, World

ANN = AtDesk(name="Ann", born=BORN)
SECRET = bytes(range(16))
PATH = {FIRST: Choice(("P01",))}


@pytest.fixture
def library(parts: Installation, small_world: World) -> Station:
    found = station(parts, small_world)
    with found.voting.acting("officer") as uow:
        stations.claim_at_desk(uow, found.id, ANN, POSTCODE)
    return found


def test_a_ballot_handed_in_with_help_is_marked_as_such_and_answers_twice_alike(library: Station) -> None:
    with library.voting.acting("officer") as uow:
        first = assisted.cast_assisted(uow, library.id, ANN, PATH, SECRET)
        again = assisted.cast_assisted(uow, library.id, ANN, PATH, SECRET)
        with pytest.raises(Conflict, match="voted in this poll already"):
            assisted.cast_assisted(uow, library.id, ANN, PATH, bytes(16))
        with pytest.raises(Conflict, match="second paper"):
            stations.hand_out_paper(uow, library.id, ANN)
    assert first == again
    library.close()
    with library.voting.system() as uow:
        assert polls.marks_by_channel(uow.session, library.voting.poll_id) == {"assisted": 1}
        assert box.ballots_by_channel(uow.session, library.voting.poll_id) == {"assisted": 1}


def test_help_is_given_by_an_officer_to_whoever_is_on_the_roll(library: Station) -> None:
    with library.voting.acting("resident") as uow, pytest.raises(Forbidden):
        assisted.cast_assisted(uow, library.id, ANN, PATH, SECRET)
    with library.voting.acting("officer") as uow:
        with pytest.raises(Invalid, match="not on the roll"):
            assisted.cast_assisted(uow, library.id, AtDesk(name="Iain", born=BORN), PATH, SECRET)
        with pytest.raises(BadBallot):
            assisted.cast_assisted(uow, library.id, ANN, {FIRST: Choice(("P01", "P02", "P03"))}, SECRET)
        with pytest.raises(NotVisible):
            assisted.cast_assisted(uow, 99, ANN, PATH, SECRET)


def test_nobody_is_helped_to_vote_outside_the_hours(library: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as clock:
        shift_clock(library.voting.parts, clock, timedelta(days=-400))
        with library.voting.acting("officer") as uow, pytest.raises(Conflict, match="not open at this hour"):
            assisted.cast_assisted(uow, library.id, ANN, PATH, SECRET)
        shift_clock(library.voting.parts, clock, timedelta())
    library.close()
    with library.voting.acting("officer") as uow, pytest.raises(Forbidden, match="present stage"):
        assisted.cast_assisted(uow, library.id, ANN, PATH, SECRET)
