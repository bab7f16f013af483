"""Batches of papers: keyed twice by two people, settled by a third, sealed into the box and never opened again."""

import json
from collections.abc import Mapping

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from pb_app import box
from pb_app.models.log import LogPending
from pb_app.models.paper import PaperBatch
from pb_app.paper import Keyed
from pb_app.queries import papers
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import batches
from pb_app.web.unit_of_work import Installation
from tests.paper_stories import BLANK, Station, paper, station
from tests.world import World

TWO = [paper("P01"), paper("P02", "P03")]


@pytest.fixture
def closed(parts: Installation, small_world: World) -> Station:
    """A station of a closed poll at which three people were handed a paper."""
    found = station(parts, small_world, ("Ann", "Iain", "Una"))
    found.close()
    return found


def settle(closed: Station, who: str, batch: int, lines: Mapping[int, Keyed]) -> None:
    with closed.voting.acting(who) as uow:
        batches.settle_batch(uow, batch, lines)


def seal(closed: Station, batch: int) -> int | None:
    with closed.voting.acting("officer") as uow:
        return batches.seal_batch(uow, batch).ballots


def test_two_equal_readings_are_sealed_into_the_box_with_counts_alone_in_the_log(closed: Station) -> None:
    batch = closed.batch(3)
    for who in ("officer", "approver"):
        closed.key(who, batch, [*TWO, BLANK])
    assert seal(closed, batch) == 2
    with closed.voting.system() as uow:
        assert sorted(box.ballots_of(uow.session, closed.voting.poll_id)) == [["P01"], ["P02", "P03"]]
        assert box.ballots_by_channel(uow.session, closed.voting.poll_id) == {"paper": 2}
        bodies = [json.loads(one) for one in uow.session.scalars(select(LogPending.body).order_by(LogPending.id))]
    (told,) = [one["d"] for one in bodies if one["t"] == "batch.sealed"]
    assert {name: told[name] for name in told if name != "set"} == {"station": 1, "batch": 1, "papers": 3, "n": 2}


def test_equal_papers_have_hashes_of_their_own(closed: Station) -> None:
    closed.sealed([paper("P01"), paper("P01"), paper("P01")])
    with closed.voting.system() as uow:
        assert len(set(box.hashes_of(uow.session, closed.voting.poll_id))) == 3


def test_one_person_does_not_key_a_batch_twice(closed: Station) -> None:
    batch = closed.batch(2)
    closed.key("officer", batch, TWO)
    with pytest.raises(Forbidden, match="second person"):
        closed.key("officer", batch, TWO)
    closed.key("approver", batch, TWO)
    with pytest.raises(Conflict, match="already"):
        closed.key("second_officer", batch, TWO)


def test_a_line_is_keyed_for_every_paper(closed: Station) -> None:
    with pytest.raises(Invalid, match="each of the 2 papers"):
        closed.key("officer", closed.batch(2), TWO[:1])
    with pytest.raises(Invalid, match="from 1 to 100"):
        closed.batch(0)


def test_where_two_readings_differ_a_third_person_settles(closed: Station) -> None:
    batch = closed.batch(3)
    closed.key("officer", batch, [*TWO, paper("P01")])
    with pytest.raises(Conflict, match="two people yet"):
        seal(closed, batch)
    closed.key("approver", batch, [*TWO, BLANK])
    with pytest.raises(Conflict, match="third person"):
        seal(closed, batch)
    with closed.voting.system() as uow:
        row = uow.session.get_one(PaperBatch, batch)
        assert papers.mismatches_of(uow.session, row) == {3: (paper("P01"), BLANK)}
    with pytest.raises(Forbidden, match="You keyed"):
        settle(closed, "approver", batch, {3: BLANK})
    with pytest.raises(Invalid, match="and no other"):
        settle(closed, "second_officer", batch, {1: BLANK, 3: BLANK})
    settle(closed, "second_officer", batch, {3: paper("P03")})
    with pytest.raises(Conflict, match="nothing to settle"):
        settle(closed, "second_officer", batch, {3: BLANK})
    assert seal(closed, batch) == 3


def test_there_is_nothing_to_settle_before_both_have_keyed(closed: Station) -> None:
    batch = closed.batch(2)
    closed.key("officer", batch, TWO)
    with pytest.raises(Conflict, match="nothing to settle"):
        settle(closed, "second_officer", batch, {})


def test_a_sealed_or_discarded_batch_is_not_opened_again(closed: Station) -> None:
    sealed = closed.sealed(TWO)
    with pytest.raises(Conflict, match="sealed"):
        closed.key("second_officer", sealed, TWO)
    other = closed.batch(1)
    with closed.voting.acting("officer") as uow:
        batches.discard_batch(uow, other)
        with pytest.raises(Conflict, match="discarded"):
            batches.discard_batch(uow, other)
        with pytest.raises(NotVisible):
            batches.discard_batch(uow, 99)
        with pytest.raises(NotVisible):
            batches.open_batch(uow, 99, 1)


def test_there_are_never_more_papers_than_marks(closed: Station) -> None:
    closed.sealed(TWO)
    with pytest.raises(Conflict, match="more papers in the box than people marked"):
        closed.sealed(TWO)
    with closed.voting.system() as uow:
        assert box.ballots_by_channel(uow.session, closed.voting.poll_id) == {"paper": 2}


def test_the_database_itself_takes_no_more_papers_than_marks(closed: Station) -> None:
    make = box.Ballot.made
    ballots = [make(closed.voting.poll_id, (), box.Channel.PAPER, bytes([n]) * 16) for n in range(4)]
    with closed.voting.system() as uow, pytest.raises(DBAPIError, match="more paper ballots than marks"):
        box.put_many(uow.session, ballots)


def test_no_paper_comes_in_before_the_close_and_no_other_ballot_after_it(
    parts: Installation, small_world: World
) -> None:
    opened = station(parts, small_world, ("Ann",))
    make, poll_id = box.Ballot.made, opened.voting.poll_id
    with opened.voting.system() as uow, pytest.raises(DBAPIError, match="not open"):
        box.put(uow.session, make(poll_id, (), box.Channel.PAPER, bytes(16)))
    opened.close()
    with opened.voting.system() as uow, pytest.raises(DBAPIError, match="not open"):
        box.put(uow.session, make(poll_id, (), box.Channel.ONLINE, bytes(16)))


def test_one_keyer_under_both_names_is_refused_by_the_database(closed: Station) -> None:
    batch = closed.batch(2)
    closed.key("officer", batch, TWO)
    with closed.voting.system() as uow, pytest.raises(IntegrityError):
        uow.session.execute(text("UPDATE paper_batch SET keyer_b = keyer_a"))


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE paper_batch SET sealed_at = NULL",
        "UPDATE paper_batch SET papers = 9",
        "DELETE FROM paper_batch",
        "UPDATE paper_key SET body = '[]'",
        "DELETE FROM paper_key",
        "INSERT INTO paper_key SELECT batch_id, line_no, 'S', body FROM paper_key WHERE reading = 'A'",
    ],
)
def test_the_database_refuses_to_touch_a_sealed_batch(closed: Station, attack: str) -> None:
    closed.sealed(TWO)
    with closed.voting.system() as uow, pytest.raises(DBAPIError):
        uow.session.execute(text(attack))
