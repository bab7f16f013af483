"""Attacks by whoever keys papers: alone under two names, with papers nobody was handed, after the seal (A56-A58)."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from pb_app import box
from pb_app.models.box import box_ballot, box_inbox
from pb_app.models.log import LogPending
from pb_app.models.paper import PaperBatch
from pb_app.refusals import Conflict, Forbidden
from pb_app.services import batches
from pb_app.web.unit_of_work import Installation
from tests.paper_stories import Station, paper, station
from tests.world import World

TWO = [paper("P01"), paper("P02", "P03")]
OTHERS = [paper("P02"), paper("P02")]
ON_THE_SEAL = (
    "UPDATE paper_batch SET sealed_at = NULL",
    "UPDATE paper_batch SET keyer_a = NULL, keyer_b = NULL",
    "DELETE FROM paper_key",
    "UPDATE box_ballot SET channel = 'online' WHERE channel = 'paper'",
    "DELETE FROM box_ballot WHERE channel = 'paper'",
)


@pytest.fixture
def closed(parts: Installation, small_world: World) -> Station:
    """A station of a closed poll at which two people were handed a paper."""
    found = station(parts, small_world, ("Ann", "Iain"))
    found.close()
    return found


def sealed_entries(closed: Station) -> list[dict[str, object]]:
    """What the log tells of batches that were sealed."""
    with closed.voting.system() as uow:
        bodies = uow.session.scalars(select(LogPending.body).order_by(LogPending.id)).all()
    return [json.loads(one)["d"] for one in bodies if '"t":"batch.sealed"' in one]


def papers_in(closed: Station) -> list[tuple[bytes, str]]:
    """The paper ballots of the poll, wherever in the box they lie."""
    with closed.voting.system() as uow:
        rows = [
            row
            for table in (box_inbox, box_ballot)
            for row in uow.session.execute(select(table.c.c, table.c.body).where(table.c.channel == "paper"))
        ]
    return sorted((bytes(row.c), row.body) for row in rows)


def test_one_person_in_two_tabs_is_one_keyer(closed: Station) -> None:
    """A56: pressed twice at the same moment, one reading stands; the database knows no batch with one keyer twice."""
    batch = closed.batch(2)

    def key(lines: list[object]) -> bool:
        try:
            closed.key("officer", batch, lines)  # type: ignore[arg-type]
        except (Conflict, Forbidden, DBAPIError):
            return False
        return True

    with ThreadPoolExecutor(2) as tabs:
        assert sorted(tabs.map(key, [TWO, OTHERS])) == [False, True]
    with closed.voting.system() as uow:
        kept = uow.session.get_one(PaperBatch, batch)
        assert (kept.keyer_a, kept.keyer_b) == (closed.voting.world.people["officer"], None)
        uow.session.rollback()
        with pytest.raises(DBAPIError):
            uow.session.execute(text("UPDATE paper_batch SET keyer_b = keyer_a"))
        uow.session.rollback()
    with closed.voting.acting("officer") as uow, pytest.raises(Conflict):
        batches.seal_batch(uow, batch)
    assert papers_in(closed) == []


def test_papers_that_nobody_was_handed_do_not_come_in(closed: Station) -> None:
    """A57: two people were marked; a third paper is refused to two keyers who agree, and below the code as well."""
    batch = closed.batch(3)
    for who in ("officer", "approver"):
        closed.key(who, batch, [*TWO, paper("P01")])
    with closed.voting.acting("officer") as uow, pytest.raises(Conflict, match="more papers in the box than people"):
        batches.seal_batch(uow, batch)
    poll_id = closed.voting.poll_id
    forged = [box.Ballot.made(poll_id, ["P01"], box.Channel.PAPER, bytes([n]) * 16) for n in range(3)]
    with closed.voting.system() as uow:
        for attack in (
            lambda: box.put_many(uow.session, forged),
            lambda: uow.session.execute(
                insert(box_ballot).values(poll_id=poll_id, c=bytes(32), idem=bytes(32), channel="paper", body="{}")
            ),
            lambda: uow.session.execute(
                text(
                    "INSERT INTO roll_mark (poll_id, roll_no, channel, marked_on) SELECT poll_id, 7, channel, "
                    "marked_on FROM roll_mark LIMIT 1"
                )
            ),
        ):
            with pytest.raises(DBAPIError):
                attack()
            uow.session.rollback()
    assert papers_in(closed) == []


def test_a_sealed_batch_is_opened_neither_by_a_page_nor_by_the_database(closed: Station) -> None:
    """A58: nobody keys, settles, discards or seals it again; what was sealed is told by the log once, and stays."""
    batch = closed.sealed(TWO)
    before = papers_in(closed)
    for act in (
        lambda uow: batches.key_batch(uow, batch, OTHERS),
        lambda uow: batches.settle_batch(uow, batch, {1: OTHERS[0]}),
        lambda uow: batches.discard_batch(uow, batch),
        lambda uow: batches.seal_batch(uow, batch),
    ):
        with closed.voting.acting("second_officer") as uow, pytest.raises((Conflict, Forbidden)):
            act(uow)
    with closed.voting.system() as uow:
        for attack in ON_THE_SEAL:
            with pytest.raises(DBAPIError):
                uow.session.execute(text(attack))
            uow.session.rollback()
    assert papers_in(closed) == before
    assert [(one["batch"], one["n"]) for one in sealed_entries(closed)] == [(batch, 2)]
