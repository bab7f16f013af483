"""Papers of several contests: handed out, keyed twice contest by contest, settled, sealed, reconciled and counted."""

import pytest

from ballots.styles import Approval, Boosted
from pb_app import box
from pb_app.desk import AtDesk
from pb_app.models.paper import PaperBatch
from pb_app.paper import Fault, Keyed, Line
from pb_app.queries import counts as results
from pb_app.queries import papers
from pb_app.refusals import Conflict, Invalid
from pb_app.services import batches, counts, reconciliation, stations
from pb_app.stages import TwoChannels
from pb_app.web.unit_of_work import Installation
from tests import ballot_box, two_contests
from tests.paper_stories import BORN, Station, paper, station_of
from tests.world import POSTCODE, World

BOTH = Keyed({"1": Line(("P01",)), "2": Line(("P03",), points=(3,))})
FIRST_ALONE = Keyed({"1": Line(("P02",)), "2": Line(fault=Fault.UNCLEAR)})
NAMED = Keyed(fault=Fault.NAMES_VOTER)


@pytest.fixture
def closed(parts: Installation, small_world: World) -> Station:
    """A station of a closed poll of two contests, at which three people were handed a paper."""
    changes = {"two_channels": TwoChannels.PAPER_OVERRIDES}
    found = station_of(two_contests.opened(parts, small_world, **changes), ("Ann", "Iain", "Una"))
    found.close()
    return found


def in_box(found: Station) -> list[object]:
    with found.voting.system() as uow:
        return sorted(box.ballots_of(uow.session, found.voting.poll_id), key=str)


def test_papers_of_two_contests_are_keyed_twice_settled_reconciled_and_counted(closed: Station) -> None:
    batch = closed.batch(3)
    closed.key("officer", batch, [BOTH, FIRST_ALONE, NAMED])
    other = Keyed({"1": Line(("P01",)), "2": Line(("P04",), points=(3,))})
    closed.key("approver", batch, [other, FIRST_ALONE, NAMED])
    with closed.voting.acting("second_officer") as uow:
        row = uow.session.get_one(PaperBatch, batch)
        assert papers.mismatches_of(uow.session, row) == {1: (BOTH, other)}
        batches.settle_batch(uow, batch, {1: BOTH})
    with closed.voting.acting("officer") as uow:
        assert batches.seal_batch(uow, batch).ballots == 2
    assert in_box(closed) == [{"1": ["P01"], "2": [["P03", 3]]}, {"1": ["P02"]}]
    closed.account(3, 0, 7)
    with closed.voting.acting("officer") as uow:
        assert papers.faults_of(uow.session, closed.voting.poll_id) == {
            ("", Fault.NAMES_VOTER): 1,
            ("2", Fault.UNCLEAR): 1,
        }
        reconciliation.reconcile_paper(uow, closed.voting.poll_no)
        counts.record_count(uow, closed.voting.poll_no)
        first, second = results.results_of(uow.session, closed.voting.poll_no)
    assert (first.outcome.voters, second.outcome.voters, second.funded) == (2, 1, ("P03",))


def test_each_contest_of_the_paper_is_keyed_and_no_other(closed: Station) -> None:
    batch = closed.batch(1)
    with pytest.raises(Invalid, match="each of its contests"):
        closed.key("officer", batch, [paper("P01")])
    closed.key("officer", batch, [BOTH])
    closed.key("approver", batch, [NAMED])
    with closed.voting.acting("second_officer") as uow, pytest.raises(Invalid, match="each of its contests"):
        batches.settle_batch(uow, batch, {1: paper("P01")})


def test_a_batch_holds_papers_of_one_area(parts: Installation, small_world: World) -> None:
    area = small_world.locality_id
    found = station_of(two_contests.opened(parts, small_world, areas=(None, area)), ("Ann", "Iain"))
    found.close()
    with pytest.raises(Invalid, match="Choose the area"):
        found.batch(1, "Elsewhere")
    found.sealed([paper("P02")])
    with found.voting.system() as uow:
        name = uow.session.get_one(PaperBatch, found.batch(1, "Oban")).area
    found.sealed([BOTH], name)
    assert in_box(found) == [{"1": ["P01"], "2": [["P03", 3]]}, {"1": ["P02"]}]


def test_the_desk_learns_whose_paper_to_hand_out_where_the_postcode_decides(
    parts: Installation, small_world: World
) -> None:
    areas = (None, small_world.locality_id)
    found = station_of(two_contests.opened(parts, small_world, areas=areas, assigned=True))
    ann = AtDesk(name="Ann", born=BORN)
    with found.voting.acting("officer") as uow:
        stations.claim_at_desk(uow, found.id, ann, POSTCODE)
        assert stations.hand_out_paper(uow, found.id, ann) == "Oban"
        with pytest.raises(Conflict, match="second paper"):
            stations.hand_out_paper(uow, found.id, ann)


def test_a_paper_with_an_extra_vote_is_keyed_into_the_box(parts: Installation, small_world: World) -> None:
    style = Boosted(Approval(max_choices=2), ("P03",))
    found = station_of(ballot_box.opened(parts, small_world, style=style), ("Ann",))
    found.close()
    found.sealed([Keyed.single(Line(("P01",), boost="P03"))])
    assert in_box(found) == [{"1": {"m": ["P01"], "x": "P03"}}]
