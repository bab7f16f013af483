"""Whatever the rankings, votes are conserved, and neither the order nor the grouping of anything matters."""

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.ranked import Borda, Condorcet, Resolution, Stv, StvOutcome
from ballots.ranked.pairwise import compare
from ballots.ranked.stages import UNIT, Step
from ballots.rankings import Rankings
from tests.properties import ranked_by_the_book

QUICK = settings(max_examples=60, deadline=None)
THOROUGH = settings(max_examples=150, deadline=None)
SEED = "the lot of the test"

Papers = list[tuple[str, int]]


@st.composite
def papers(draw: st.DrawFn, most: int = 6) -> tuple[str, Papers]:
    """Draw candidates by single letters and papers as texts of them, with weights that tie easily."""
    candidates = "ABCDEFGH"[: draw(st.integers(1, most))]
    order = st.permutations(candidates).flatmap(lambda all_: st.integers(0, len(all_)).map(lambda k: "".join(all_[:k])))
    return candidates, draw(st.lists(st.tuples(order, st.sampled_from([1, 1, 2, 3, 7])), max_size=12))


def rankings_of(candidates: str, drawn: Papers) -> Rankings:
    return Rankings.of_counted(candidates, [(tuple(order), weight) for order, weight in drawn])


def stv(candidates: str, drawn: Papers, seats: int, *, last_transfer: bool = True) -> StvOutcome:
    return Stv(seats, last_transfer=last_transfer).elect(rankings_of(candidates, drawn), candidates, SEED)


@THOROUGH
@given(papers(), st.integers(1, 4))
def test_a_count_by_stages_is_what_the_definition_says(drawn: tuple[str, Papers], seats: int) -> None:
    outcome = stv(*drawn, seats)
    votes, winners = ranked_by_the_book.stv(*drawn, seats, SEED)
    assert [stage.votes for stage in outcome.stages] == votes
    assert list(outcome.winners) == winners


@THOROUGH
@given(papers(), st.integers(1, 4), st.booleans())
def test_no_vote_is_made_or_lost_unseen_at_any_stage(
    drawn: tuple[str, Papers],
    seats: int,
    last_transfer: bool,  # noqa: FBT001
) -> None:
    outcome = stv(*drawn, seats, last_transfer=last_transfer)
    valid = sum(weight for order, weight in drawn[1] if order)
    for stage in outcome.stages:
        assert sum(stage.votes.values()) + stage.non_transferable + stage.dust == valid * UNIT
        assert min(stage.votes.values()) >= 0
        assert stage.dust >= 0
        if stage.step is Step.SURPLUS:
            assert stage.votes[str(stage.candidate)] == outcome.quota * UNIT
    assert outcome.voters == valid


@QUICK
@given(papers(), st.integers(1, 4))
def test_as_many_are_elected_as_there_are_places_or_candidates(drawn: tuple[str, Papers], seats: int) -> None:
    outcome = stv(*drawn, seats)
    assert len(set(outcome.winners)) == len(outcome.winners)
    assert len(outcome.winners) == (min(seats, len(drawn[0])) if outcome.voters else 0)


@QUICK
@given(papers(), st.integers(1, 3))
def test_leaving_out_the_needless_last_transfer_elects_the_same(drawn: tuple[str, Papers], seats: int) -> None:
    assert set(stv(*drawn, seats).winners) == set(stv(*drawn, seats, last_transfer=False).winners)


@QUICK
@given(drawn=papers(), seats=st.integers(1, 3), random=st.randoms(use_true_random=False))
def test_neither_the_order_of_papers_nor_of_candidates_nor_grouping_matters(
    drawn: tuple[str, Papers], seats: int, random: Random
) -> None:
    candidates, cast = drawn
    single = [(order, 1) for order, weight in cast for _ in range(weight)]
    random.shuffle(single)
    shuffled = "".join(random.sample(candidates, len(candidates)))
    for rule in (Stv(seats), Borda(seats), *(Condorcet(resolution) for resolution in Resolution)):
        one = rule.elect(rankings_of(candidates, cast), candidates, SEED)
        other = rule.elect(rankings_of(shuffled, single), shuffled, SEED)
        assert one.winners == other.winners
    assert stv(candidates, cast, seats).stages == stv(shuffled, single, seats).stages


@QUICK
@given(papers(), st.data())
def test_one_who_withdraws_counts_as_if_never_on_the_paper(drawn: tuple[str, Papers], data: st.DataObject) -> None:
    candidates, cast = drawn
    gone = data.draw(st.sampled_from(candidates))
    left = candidates.replace(gone, "")
    if not left:
        return
    outcome = Stv(2).elect(rankings_of(candidates, cast), left, SEED, gone)
    without = Stv(2).elect(rankings_of(left, [(order.replace(gone, ""), n) for order, n in cast]), left, SEED)
    assert (outcome.stages, outcome.winners, outcome.blank) == (without.stages, without.winners, without.blank)


@QUICK
@given(papers())
def test_pairs_are_counted_paper_by_paper(drawn: tuple[str, Papers]) -> None:
    candidates, cast = drawn
    expected: Counter[tuple[str, str]] = Counter()
    for order, weight in cast:
        for place, one in enumerate(order):
            for other in set(candidates) - set(order[: place + 1]):
                expected[one, other] += weight
    pairwise = compare(rankings_of(candidates, cast), candidates)
    found = pairwise.named(pairwise.above)
    assert {(a, b): n for a, row in found.items() for b, n in row.items() if n} == dict(expected)


@THOROUGH
@given(papers(5))
def test_the_resolutions_elect_whom_their_definitions_allow(drawn: tuple[str, Papers]) -> None:
    candidates, cast = drawn
    allowed = ranked_by_the_book.resolutions(candidates, cast)
    for resolution in Resolution:
        winners = Condorcet(resolution).elect(rankings_of(candidates, cast), candidates, SEED).winners
        assert set(winners) <= allowed[resolution.value]
        assert bool(winners) == any(order for order, _ in cast)
