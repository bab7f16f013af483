"""Online and on paper by one person: the first vote counts, or paper overrides with the receipt's key."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pb_app import box
from pb_app.definitions import read_definition
from pb_app.desk import AtDesk
from pb_app.queries import polls
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import overrides, stations, voting
from pb_app.services import polls as poll_services
from pb_app.stages import TwoChannels
from pb_app.web.unit_of_work import Installation
from tests.clocks import shift_clock
from tests.paper_stories import Station, paper, station
from tests.world import POSTCODE, World

RHONA = AtDesk(email="resident@moothill.example")
SECRET = bytes(range(16))


@pytest.fixture
def library(parts: Installation, small_world: World) -> Station:
    return station(parts, small_world, two_channels=TwoChannels.PAPER_OVERRIDES)


@pytest.fixture
def refused(library: Station) -> Callable[[type[Exception], str, AtDesk, str], None]:
    """Try to override, and be refused."""

    def try_it(kind: type[Exception], why: str, who: AtDesk, key: str) -> None:
        with library.voting.acting("officer") as uow, pytest.raises(kind, match=why):
            overrides.override_online(uow, library.id, who, key)

    return try_it


def votes(library: Station, who: str = "resident", secret: bytes = SECRET) -> None:
    with library.voting.acting(who) as uow:
        voting.claim_vote(uow, library.voting.poll_no, POSTCODE)
        voting.cast_ballot(uow, library.voting.poll_no, ["P01"], secret)


def figures(library: Station) -> tuple[dict[str, int], int, list[tuple[str, bool]]]:
    """Marks by channel, ballots in inbox and box, and what was voided, why and whether after a mix."""
    poll_id = library.voting.poll_id
    with library.voting.system() as uow:
        voided = uow.session.execute(text("SELECT reason, mixed FROM box_voided")).all()
        ballots = box.waiting(uow.session, poll_id) + len(box.hashes_of(uow.session, poll_id))
        return polls.marks_by_channel(uow.session, poll_id), ballots, [(row[0], bool(row[1])) for row in voided]


@pytest.mark.parametrize("mixed", [False, True])
def test_whoever_shows_the_key_of_the_receipt_votes_on_paper_instead(library: Station, *, mixed: bool) -> None:
    votes(library)
    if mixed:
        votes(library, "neighbour", bytes(16))
        with library.voting.system() as uow:
            assert poll_services.mix_box(uow, library.voting.poll_no) == 0
    before = figures(library)
    with library.voting.acting("officer") as uow:
        overrides.override_online(uow, library.id, RHONA, SECRET.hex())
    marks, ballots, voided = figures(library)
    assert marks == {"online": before[0]["online"] - 1, "paper": 1} if mixed else marks == {"paper": 1}
    assert ballots == before[1] - 1
    assert [reason for reason, _ in voided] == ["paper-override"]
    library.close()
    library.account(1, 0, 9)
    library.sealed([paper("P02")])


def test_the_key_must_be_that_of_a_ballot_and_the_voter_marked_online(
    library: Station, refused: Callable[[type[Exception], str, AtDesk, str], None]
) -> None:
    refused(Conflict, "not voted online", RHONA, SECRET.hex())
    votes(library)
    refused(Invalid, "32 letters and digits", RHONA, "not a key")
    refused(Invalid, "No ballot in the box", RHONA, bytes(16).hex())
    refused(Invalid, "full name and day of birth", AtDesk(), SECRET.hex())
    assert figures(library) == ({"online": 1}, 1, [])
    with library.voting.acting("officer") as uow:
        overrides.override_online(uow, library.id, RHONA, SECRET.hex())
    refused(Conflict, "not voted online", RHONA, SECRET.hex())
    with library.voting.acting("resident") as uow:
        with pytest.raises(Conflict, match="voted in this poll already"):
            voting.cast_ballot(uow, library.voting.poll_no, ["P01"], bytes(16))
        with pytest.raises(Forbidden):
            overrides.override_online(uow, library.id, RHONA, SECRET.hex())
    with library.voting.acting("officer") as uow, pytest.raises(NotVisible):
        overrides.override_online(uow, 99, RHONA, SECRET.hex())


def test_no_paper_overrides_a_vote_outside_the_hours(library: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    votes(library)
    with monkeypatch.context() as clock:
        shift_clock(library.voting.parts, clock, timedelta(days=-400))
        with library.voting.acting("officer") as uow, pytest.raises(Conflict, match="not open at this hour"):
            overrides.override_online(uow, library.id, RHONA, SECRET.hex())
    assert figures(library)[1:] == (1, [])


def test_the_rule_is_frozen_and_without_it_the_first_vote_counts(parts: Installation, small_world: World) -> None:
    usual = station(parts, small_world)
    votes(usual)
    with usual.voting.acting("officer") as uow:
        with pytest.raises(Conflict, match="the first vote counts"):
            overrides.override_online(uow, usual.id, RHONA, SECRET.hex())
        poll = polls.poll_by_no(uow.session, usual.voting.poll_no)
        assert poll is not None
        assert "two_channels" not in poll.definition
        assert read_definition(poll.definition).two_channels is TwoChannels.FIRST
    for attack in (
        "UPDATE poll SET two_channels = 'paper_overrides'",
        "UPDATE roll_mark SET channel = 'paper', station_id = 1",
        "DELETE FROM roll_mark",
    ):
        with usual.voting.system() as uow, pytest.raises(DBAPIError), uow.database.writing(uow.session):
            uow.session.execute(text(attack))


def test_a_mark_changes_only_with_its_ballot_gone(library: Station) -> None:
    votes(library)
    for attack in (
        "UPDATE roll_mark SET channel = 'paper', station_id = 1",
        "UPDATE roll_mark SET channel = 'assisted'",
        "DELETE FROM box_inbox",
    ):
        with library.voting.system() as uow, pytest.raises(DBAPIError), uow.database.writing(uow.session):
            uow.session.execute(text(attack))
    assert figures(library) == ({"online": 1}, 1, [])


def test_the_rule_is_told_where_it_differs_from_the_usual(library: Station) -> None:
    with library.voting.acting("officer") as uow:
        poll = polls.poll_by_no(uow.session, library.voting.poll_no)
        assert poll is not None
        assert read_definition(poll.definition).two_channels is TwoChannels.PAPER_OVERRIDES
        stations.claim_at_desk(uow, library.id, RHONA, POSTCODE)
