"""Stations: papers are issued by their stubs, the desk marks the roll once a person, and all of it is accounted for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pb_app.desk import AtDesk
from pb_app.models.log import LogPending
from pb_app.queries import papers, polls
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, Refusal
from pb_app.services import stations, voting
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.paper_stories import BORN, Station, station
from tests.world import ELSEWHERE, POSTCODE, World

RHONA = AtDesk(email="Resident@moothill.example")


@pytest.fixture
def library(parts: Installation, small_world: World) -> Station:
    return station(parts, small_world)


def marks(library: Station) -> dict[str, int]:
    with library.voting.system() as uow:
        return polls.marks_by_channel(uow.session, library.voting.poll_id)


def entries(library: Station) -> list[str]:
    with library.voting.system() as uow:
        return [row.body for row in uow.session.query(LogPending).order_by(LogPending.id)]


def test_a_voter_on_the_roll_is_marked_as_voting_on_paper_without_an_entry_of_its_own(library: Station) -> None:
    with library.voting.acting("officer") as uow:
        stations.claim_at_desk(uow, library.id, RHONA, POSTCODE)
        stations.claim_at_desk(uow, library.id, RHONA, POSTCODE)
        before = entries(library)
        stations.hand_out_paper(uow, library.id, RHONA)
        row = uow.session.execute(text("SELECT channel, station_id FROM roll_mark")).one()
    assert tuple(row) == ("paper", library.id)
    assert entries(library) == before
    assert sum("roll.claimed_at_desk" in body for body in before) == 1


def test_whoever_voted_online_is_handed_no_paper(library: Station) -> None:
    with library.voting.acting("resident") as uow:
        voting.claim_vote(uow, library.voting.poll_no, POSTCODE)
        voting.cast_ballot(uow, library.voting.poll_no, ["P01"], bytes(16))
    with library.voting.acting("officer") as uow, pytest.raises(Conflict, match="voted in this poll already"):
        stations.hand_out_paper(uow, library.id, RHONA)
    assert marks(library) == {"online": 1}


def test_whoever_was_handed_a_paper_votes_no_more_in_either_way(library: Station) -> None:
    with library.voting.acting("officer") as uow:
        stations.claim_at_desk(uow, library.id, RHONA, POSTCODE)
        stations.hand_out_paper(uow, library.id, RHONA)
        with pytest.raises(Conflict, match="second paper"):
            stations.hand_out_paper(uow, library.id, RHONA)
    with library.voting.acting("resident") as uow, pytest.raises(Conflict, match="voted in this poll already"):
        voting.cast_ballot(uow, library.voting.poll_no, ["P01"], bytes(16))
    assert marks(library) == {"paper": 1}


def test_a_person_without_an_account_is_known_by_name_and_day_of_birth(library: Station) -> None:
    library.hand_out("Mòrag NicLeòid")
    with library.voting.acting("officer") as uow:
        with pytest.raises(Conflict):
            stations.hand_out_paper(uow, library.id, AtDesk(name=" mòrag  nicleòid", born=BORN))
        with pytest.raises(Invalid, match="not on the roll"):
            stations.hand_out_paper(uow, library.id, AtDesk(name="Mòrag NicLeòid", born=date(1971, 1, 31)))


@pytest.mark.parametrize(
    ("who", "postcode", "why"),
    [
        (AtDesk(), POSTCODE, "full name and day of birth"),
        (AtDesk(name="Morag"), POSTCODE, "day of birth"),
        (AtDesk(email="morag"), POSTCODE, "e-mail address"),
        (RHONA, ELSEWHERE, "lies in Kilmartin"),
        (RHONA, "ZE1 0AA", "not a postcode of this partnership"),
    ],
)
def test_a_claim_at_the_desk_is_held_to_the_same_rules(library: Station, who: AtDesk, postcode: str, why: str) -> None:
    with library.voting.acting("officer") as uow, pytest.raises(Refusal, match=why):
        stations.claim_at_desk(uow, library.id, who, postcode)


def test_no_paper_is_handed_out_outside_the_hours(parts: Installation, small_world: World) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    early = station(parts, small_world, opens_at=tomorrow, closes_at=tomorrow + timedelta(days=1))
    with early.voting.acting("officer") as uow, pytest.raises(Conflict, match="not open at this hour"):
        stations.claim_at_desk(uow, early.id, RHONA, POSTCODE)


def test_a_resident_stands_on_the_other_side_of_the_desk(library: Station) -> None:
    with library.voting.acting("resident") as uow, pytest.raises(Forbidden):
        stations.hand_out_paper(uow, library.id, RHONA)


def test_every_stub_is_issued_once_in_a_poll(library: Station) -> None:
    with library.voting.acting("officer") as uow:
        with pytest.raises(Conflict, match="issued already"):
            stations.issue_papers(uow, library.id, 10, 20)
        with pytest.raises(Invalid, match="begin at 1"):
            stations.issue_papers(uow, library.id, 30, 20)
        stations.issue_papers(uow, library.id, 11, 20)
        assert [one.last_stub for one in papers.issues_of(uow.session, library.id)] == [10, 20]


def test_a_station_is_named_once_and_only_before_the_close(library: Station) -> None:
    with library.voting.acting("officer") as uow:
        with pytest.raises(Invalid, match="of this name already"):
            stations.add_station(uow, library.voting.poll_no, "Library", "Elsewhere", "Always")
        with pytest.raises(Invalid, match="name of the station"):
            stations.add_station(uow, library.voting.poll_no, " ", "Elsewhere", "Always")
        with pytest.raises(NotVisible):
            stations.add_station(uow, 99, "Hall", "Elsewhere", "Always")
    library.close()
    with library.voting.acting("officer") as uow, pytest.raises(Forbidden, match="present stage"):
        stations.add_station(uow, library.voting.poll_no, "Hall", "Elsewhere", "Always")


def test_a_station_accounts_for_its_papers_after_the_close_and_may_count_again(library: Station) -> None:
    with library.voting.acting("officer") as uow, pytest.raises(Forbidden, match="present stage"):
        stations.account_for_station(uow, library.id, 0, 0, 10)
    library.close()
    library.account(0, 1, 9)
    library.account(0, 0, 10)
    with library.voting.acting("officer") as uow:
        (card,) = papers.cards_of(uow.session, library.voting.poll_id)
        assert (card.figures.in_box, card.figures.spoilt, card.figures.unused) == (0, 0, 10)
        with pytest.raises(Invalid, match="0 or more"):
            stations.account_for_station(uow, library.id, 0, -1, 9)
        with pytest.raises(NotVisible):
            stations.account_for_station(uow, 99, 0, 0, 0)


@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM paper_station",
        "UPDATE paper_issue SET last_stub = 99",
        "INSERT INTO paper_issue SELECT id + 1, station_id, 5, 99, issued_by, issued_at FROM paper_issue",
        "INSERT INTO roll_mark SELECT poll_id, roll_no, 'paper', '2026-01-01', NULL FROM roll_entry",
        "INSERT INTO roll_mark SELECT poll_id, roll_no, 'paper', '2026-01-01', 99 FROM roll_entry",
    ],
)
def test_the_database_refuses_to_touch_stations_and_stubs(library: Station, attack: str) -> None:
    with library.voting.acting("officer") as uow:
        stations.claim_at_desk(uow, library.id, RHONA, POSTCODE)
    with library.voting.system() as uow, pytest.raises(DBAPIError):
        uow.session.execute(text(attack))


def test_a_poll_without_a_station_waits_for_no_papers(parts: Installation, small_world: World) -> None:
    opened = ballot_box.opened(parts, small_world)
    with opened.system() as uow:
        assert not papers.awaits_reckoning(uow.session, opened.poll_id)
