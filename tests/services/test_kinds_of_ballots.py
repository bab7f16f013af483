"""Every kind of ballot from the box to the file, the count and its check; and on paper as well as online."""

import pytest

from ballots.pabulib import read
from ballots.rules import EqualShares, Greedy, Rule
from ballots.styles import Approval, BallotStyle, Choice, Points, Ranking, Scores, Spending
from pb_app import box
from pb_app.exports.pabulib import counted_file
from pb_app.paper import Keyed, Line
from pb_app.publication import Publication
from pb_app.queries import counts
from pb_app.services import batches, polls, voting
from pb_app.services.counts import acknowledge_privacy, publish_result, record_count
from pb_app.verification.misfits import Part
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.paper_stories import paper, station
from tests.whole_story import verified
from tests.world import POSTCODE, World

PEOPLE = ("resident", "neighbour", "councillor")
KINDS: dict[str, tuple[BallotStyle, Rule, tuple[Choice, ...], list[str]]] = {
    "exactly": (
        Approval.exactly(1),
        Greedy(),
        (Choice(("P03",)), Choice(("P03",)), Choice(("P01",))),
        ["P03", "P01"],
    ),
    "spending": (
        Spending(most_cost=1_700_000),
        EqualShares(),
        (Choice(("P01", "P03")), Choice(("P01",)), Choice(("P03",))),
        ["P01", "P03"],
    ),
    "points": (
        Points(most_total=10),
        Greedy(),
        (Choice(("P02",), (10,)), Choice(("P01", "P03"), (4, 6)), Choice(("P01", "P03"), (4, 6))),
        ["P03", "P02"],
    ),
    "scores": (
        Scores(highest=5),
        EqualShares(),
        (Choice(("P02",), (5,)), Choice(("P01", "P03"), (4, 5)), Choice()),
        ["P03", "P01"],
    ),
    "ranking": (
        Ranking(convention="last-is-one"),
        Greedy(),
        (Choice(("P02", "P01")), Choice(("P02", "P03", "P01")), Choice(("P03",))),
        ["P02", "P03"],
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_poll_of_every_kind_is_cast_counted_published_and_found_right(
    parts: Installation, small_world: World, kind: str
) -> None:
    style, rule, choices, _ = KINDS[kind]
    poll = ballot_box.opened(parts, small_world, style=style, rule=rule)
    for number, (who, choice) in enumerate(zip(PEOPLE, choices, strict=True)):
        with poll.acting(who) as uow:
            voting.claim_vote(uow, poll.poll_no, POSTCODE)
            voting.cast_ballot(uow, poll.poll_no, choice.marks, bytes([number]) * 16, choice.points)
    with poll.acting("officer") as uow:
        polls.close_poll(uow, poll.poll_no, "Everybody has voted")
        record_count(uow, poll.poll_no)
    with poll.acting("approver") as uow:
        acknowledge_privacy(uow, poll.poll_no, Publication.PRIVATE)
        publish_result(uow, poll.poll_no)
    with poll.system() as uow:
        result = counts.result_of(uow.session, poll.poll_no)
        assert result
        assert sorted(result.outcome.winners) == sorted(KINDS[kind][3])
        again = read(counted_file(uow.session, result.count).data)
        assert again.profile == style.profile(again.poll, [(choice, 1) for choice in choices if choice.marks])
    assert [str(one) for one in verified(parts).misfits if one.part is not Part.LEDGER] == []  # it was fed by hand


def pointed(**points: int) -> Keyed:
    return Keyed.single(Line(tuple(points), points=tuple(points.values())))


def test_papers_with_points_are_keyed_twice_and_settled_where_the_points_differ(
    parts: Installation, small_world: World
) -> None:
    found = station(parts, small_world, ("Ann", "Iain"), style=Points(most_total=10))
    found.close()
    batch = found.batch(2)
    found.key("officer", batch, [pointed(P01=7, P02=3), pointed(P03=10)])
    found.key("approver", batch, [pointed(P01=1, P02=3), pointed(P03=10)])
    with found.voting.acting("second_officer") as uow:
        batches.settle_batch(uow, batch, {1: pointed(P01=7, P02=3)})
    with found.voting.acting("officer") as uow:
        batches.seal_batch(uow, batch)
    with found.voting.system() as uow:
        held = sorted(box.ballots_of(uow.session, found.voting.poll_id), key=str)
    assert held == [[["P01", 7], ["P02", 3]], [["P03", 10]]]


def test_ranked_papers_are_kept_in_the_order_in_which_they_were_read(parts: Installation, small_world: World) -> None:
    found = station(parts, small_world, ("Ann",), style=Ranking())
    found.close()
    found.sealed([paper("P03", "P01", "P02")])
    with found.voting.system() as uow:
        assert list(box.ballots_of(uow.session, found.voting.poll_id)) == [["P03", "P01", "P02"]]
