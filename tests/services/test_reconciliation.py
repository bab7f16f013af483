"""Reconciling papers: every difference is explained by two people before the poll is counted, and then it is."""

from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pb_app.paper import Difference
from pb_app.queries import papers, polls
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import batches, count_jobs, counts, reconciliation, stations, voting
from pb_app.services import polls as polls_service
from pb_app.verification.whole import Report, verify_whole
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.paper_stories import BLANK, Station, paper, station
from tests.world import POSTCODE, World


@pytest.fixture
def closed(parts: Installation, small_world: World) -> Station:
    """A closed poll with a ballot online, two papers handed out in the library, and a hall that nobody came to."""
    found = station(parts, small_world, ("Ann", "Iain"))
    with found.voting.acting("officer") as uow:
        stations.add_station(uow, found.voting.poll_no, "Hall", "Shore Street", "Never")
    with found.voting.acting("resident") as uow:
        voting.claim_vote(uow, found.voting.poll_no, POSTCODE)
        voting.cast_ballot(uow, found.voting.poll_no, ["P01"], bytes(16))
    found.close()
    return found


def reconcile(closed: Station, who: str = "officer") -> None:
    with closed.voting.acting(who) as uow:
        reconciliation.reconcile_paper(uow, closed.voting.poll_no)


def explain(closed: Station, who: str, kind: Difference, words: str = "A paper was taken home.") -> None:
    with closed.voting.acting(who) as uow:
        reconciliation.explain_difference(uow, closed.id, kind, words)


def confirm(closed: Station, who: str, kind: Difference) -> None:
    with closed.voting.acting(who) as uow:
        reconciliation.confirm_explanation(uow, closed.id, kind)


def of_papers(report: Report) -> list[str]:
    """What checking finds wrong with polls and boxes; this world's round was written straight into its tables."""
    return [str(one) for one in report.misfits if "box" in str(one) or "Poll" in str(one) or "ballots" in str(one)]


def verified(closed: Station) -> list[str]:
    with closing(closed.voting.parts.system_unit_of_work()) as uow:
        uow.sequence_log()
        uow.database.begin_snapshot(uow.session)
        return of_papers(verify_whole(uow.session, uow.keys))


def test_a_poll_with_papers_is_counted_once_they_are_reconciled(closed: Station) -> None:
    closed.sealed([paper("P03"), paper("P03")])
    closed.account(in_box=2, spoilt=1, unused=7)
    poll_no = closed.voting.poll_no
    assert verified(closed) == []
    with closed.voting.acting("officer") as uow:
        for ask in (count_jobs.ask_for_count, counts.record_count):
            with pytest.raises(Conflict, match="not reconciled yet"):
                ask(uow, poll_no)
    reconcile(closed)
    with closed.voting.acting("officer") as uow:
        counted = counts.record_count(uow, poll_no)
        poll = polls.poll_by_no(uow.session, poll_no)
        assert poll is not None
        assert (poll.ballots, '"box_size":3' in counted.record) == (3, True)
    assert verified(closed) == []


def test_every_difference_needs_two_people(closed: Station) -> None:
    closed.sealed([paper("P03")])
    closed.account(in_box=1, spoilt=0, unused=8)
    with pytest.raises(Conflict, match="not explained by two people"):
        reconcile(closed)
    for kind in (Difference.STOCK, Difference.MARKS):
        explain(closed, "officer", kind)
        with pytest.raises(Conflict, match="not explained by two people"):
            reconcile(closed)
        with pytest.raises(Forbidden, match="You wrote"):
            confirm(closed, "officer", kind)
        confirm(closed, "approver", kind)
    reconcile(closed)
    with closed.voting.system() as uow:
        _hall, card = papers.cards_of(uow.session, closed.voting.poll_id)
        assert card.figures.differences() == {Difference.STOCK: 1, Difference.MARKS: 1}
    assert verified(closed) == []


def test_an_explanation_holds_only_for_the_figures_it_was_written_for(closed: Station) -> None:
    closed.sealed([paper("P03"), BLANK])
    closed.account(in_box=2, spoilt=0, unused=7)
    explain(closed, "officer", Difference.STOCK)
    confirm(closed, "approver", Difference.STOCK)
    closed.account(in_box=2, spoilt=0, unused=6)
    with pytest.raises(Conflict, match="not explained by two people"):
        reconcile(closed)
    with pytest.raises(Conflict, match="as it stands now"):
        confirm(closed, "second_officer", Difference.STOCK)
    explain(closed, "approver", Difference.STOCK, "Two were taken home.")
    confirm(closed, "officer", Difference.STOCK)
    reconcile(closed)


def test_what_does_not_differ_is_not_explained(closed: Station) -> None:
    with pytest.raises(Conflict, match="do not differ"):
        explain(closed, "officer", Difference.KEYED)
    with pytest.raises(Conflict, match="as it stands now"):
        confirm(closed, "officer", Difference.KEYED)
    with pytest.raises(Invalid, match="Say why"):
        explain(closed, "officer", Difference.KEYED, " ")


def test_accounts_and_batches_come_first(closed: Station) -> None:
    with pytest.raises(Conflict, match="not accounted for its papers"):
        reconcile(closed)
    batch = closed.batch(2)
    closed.account(in_box=2, spoilt=0, unused=8)
    with pytest.raises(Conflict, match="neither sealed nor discarded"):
        reconcile(closed)
    with closed.voting.acting("officer") as uow:
        batches.discard_batch(uow, batch)
    with pytest.raises(Conflict, match="not explained"):
        reconcile(closed)


def test_a_poll_without_stations_has_nothing_to_reconcile(parts: Installation, small_world: World) -> None:
    opened = ballot_box.opened(parts, small_world)
    with opened.acting("officer") as uow:
        polls_service.close_poll(uow, opened.poll_no, "Done")
        with pytest.raises(Conflict, match="no station"):
            reconciliation.reconcile_paper(uow, opened.poll_no)


def test_what_is_reconciled_stays_and_a_station_without_papers_owes_no_account(closed: Station) -> None:
    closed.sealed([paper("P03"), BLANK])
    closed.account(in_box=2, spoilt=0, unused=8)
    reconcile(closed)
    with pytest.raises(Conflict, match="reconciled already"):
        reconcile(closed)
    with closed.voting.acting("officer") as uow:
        with pytest.raises(Conflict, match="no longer be changed"):
            stations.account_for_station(uow, closed.id, 2, 0, 8)
        with pytest.raises(Conflict, match="no longer be changed"):
            batches.open_batch(uow, closed.id, 1)
        with pytest.raises(NotVisible):
            reconciliation.reconcile_paper(uow, 99)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE poll SET ballots = 99",
        "UPDATE paper_account SET in_box = 9",
        "UPDATE paper_explanation SET words = ''",
        "DELETE FROM paper_reckoning",
        "UPDATE paper_reckoning SET ballots = 99",
    ],
)
def test_the_database_refuses_to_touch_what_is_reconciled(closed: Station, attack: str) -> None:
    closed.sealed([paper("P03")])
    closed.account(in_box=1, spoilt=0, unused=9)
    explain(closed, "officer", Difference.MARKS)
    confirm(closed, "approver", Difference.MARKS)
    reconcile(closed)
    with closed.voting.system() as uow, pytest.raises(DBAPIError):
        uow.session.execute(text(attack))
