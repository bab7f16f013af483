"""What ranked counts say about candidates and stages, in English and Gaelic."""

from collections.abc import Mapping

import pytest

from ballots.poll import Poll, Project
from ballots.ranked import Borda, Condorcet, RankedOutcome, Resolution, Stv
from ballots.ranked.explain import RankedKind, RankedReason, explained
from ballots.ranked.outcome import StvOutcome
from ballots.rankings import Rankings
from ballots.ties import lot_rank
from ballots.wording.ranked import COUNTED, SENTENCES, said, stages_told
from ballots.wording.voice import Voice, voice

NAMES = {"A": "Ann", "B": "Bob", "C": "Cat", "D": "Dee", "E": "Eve"}


def ranked(candidates: str, **weights: int) -> Rankings:
    return Rankings.of_counted(candidates, [(tuple(order), weight) for order, weight in weights.items()])


def speaking(language: str, names: Mapping[str, str]) -> Voice:
    return voice(language, Poll(tuple(Project(ref, 0, names.get(ref, "")) for ref in "ABCDE"), 1))


def candidates(outcome: RankedOutcome, names: Mapping[str, str], language: str = "en") -> str:
    return "\n".join(said(speaking(language, names), reason) for reason in explained(outcome))


def stages(outcome: StvOutcome, names: Mapping[str, str], language: str = "en") -> str:
    return "\n".join(stages_told(speaking(language, names), outcome))


FOUR = ranked("ABCD", ABC=40, AC=20, BA=15, CB=14, DB=11)
CIRCLE = ranked("ABC", ABC=4, BCA=3, CAB=2)


def test_every_kind_has_its_sentence() -> None:
    assert {*SENTENCES, *COUNTED} == set(RankedKind)
    assert not set(SENTENCES) & set(COUNTED)


def test_every_candidate_of_a_count_by_stages_hears_why() -> None:
    outcome = Stv(2).elect(ranked("ABCDE", ABC=40, AC=20, BA=15, CB=14, DB=11, E=0), "ABCD", "", "E")
    assert candidates(outcome, NAMES).splitlines() == [
        "Ann: elected in stage 1. 60 first preferences reach the quota of 34.",
        "Bob: elected in stage 3. With papers passed on, 43.3332 votes reach the quota of 34.",
        "Cat: not elected. When the last place was filled in stage 3, 22.6666 votes were 11.3334 short of the quota.",
        "Dee: not elected. In stage 3 nobody had fewer votes: 11, 23 short of the quota.",
        "Eve: withdrew. Papers went on to the preference that followed.",
    ]


def test_each_stage_is_told() -> None:
    assert stages(Stv(2).elect(FOUR, "ABCD", ""), {}).splitlines() == [
        (
            "Stage 1: the papers were sorted by their first preferences. Papers: 100. Quota: 34. "
            "A: elected in stage 1. 60 first preferences reach the quota of 34."
        ),
        (
            "Stage 2: A was above the quota by 26. All papers went on to their next preference, worth that much "
            "together. Papers: 60. Lost below the fifth decimal place: 0.0002."
        ),
        (
            "Stage 3: D had fewest votes, 11, and was excluded. The papers went on to their next preference, "
            "each worth what it was. Papers: 11. "
            "B: elected in stage 3. With papers passed on, 43.3332 votes reach the quota of 34."
        ),
    ]


def test_a_tie_at_an_earlier_stage_and_papers_that_end_are_told() -> None:
    outcome = Stv(2).elect(ranked("ABCDE", AB=1, B=2, C=3, D=4, E=5), "ABCDE", "")
    assert (
        "Stage 3: B had fewest votes, 3, and was excluded. The papers went on to their next preference, each worth "
        "what it was. Papers: 3. Equal votes: B and C. Stage 1, the last in which they differed, decided on B. "
        "Papers on which nobody was left to go to: 3, worth 3; they are non-transferable."
    ) in stages(outcome, {})
    told = candidates(outcome, {})
    assert "In stage 3 nobody had fewer votes than 3. Just as few had C; in stage 1 B had fewest of them." in told
    assert "E: elected in stage 4 with 5 votes, for no more candidates were left than places (the quota is 6)." in told


def test_a_lot_is_told_and_so_are_papers_that_stayed() -> None:
    outcome = Stv(1, last_transfer=False).elect(ranked("ABC", A=2, B=1, C=1), "ABC", "")
    out = max("BC", key=lambda one: lot_rank("", one))
    other = "B" if out == "C" else "C"
    assert f"{out}: not elected. In stage 2 nobody had fewer votes than 1. Just as few had {other}, and the lot" in (
        candidates(outcome, {})
    )
    every_stage = stages(outcome, {})
    assert f"Equal votes, at every stage: B and C. The lot decided on {out}." in every_stage
    assert f"{other} had fewest votes, 1, and was excluded. The papers stayed, for no place hung on them" in every_stage


def test_one_excluded_without_a_vote_has_no_papers_to_keep() -> None:
    outcome = Stv(1, last_transfer=False).elect(ranked("ABC", A=2, B=2), "ABC", "")
    assert "C had fewest votes, 0, and was excluded. The papers went on" in stages(outcome, {})


@pytest.mark.parametrize(
    ("resolution", "why"),
    [
        (Resolution.MINIMAX, "the widest defeat of Ann, by a margin of 1, is as narrow as any."),
        (Resolution.RANKED_PAIRS, "with the widest majorities kept first, nobody stands above Ann."),
        (Resolution.SCHULZE, "from Ann the path of majorities to any other is at least as wide as the path back."),
    ],
)
def test_a_resolution_says_how_it_decided(resolution: Resolution, why: str) -> None:
    first, second, third = candidates(Condorcet(resolution).elect(CIRCLE, "ABC", ""), NAMES).splitlines()
    assert first == f"Ann: wins. Nobody is preferred to each of the others; {why}"
    assert second == "Bob: does not win. 6 voters ranked Ann higher, 3 the other way round."
    assert third == (
        "Cat: does not win. 5 voters ranked Cat above Ann and 4 the other way round, "
        "but nobody is preferred to each of the others, and the rule for that puts Ann first."
    )


def test_one_preferred_to_all_others_is_told_as_such() -> None:
    told = candidates(Condorcet().elect(ranked("AB", AB=2, B=1), "AB", ""), NAMES).splitlines()
    assert told[0] == "Ann: wins. Against each of the others, more voters ranked Ann higher than lower."


def test_level_at_the_end_of_a_comparison_is_told_by_what_decided() -> None:
    rule = Condorcet(tie_order=("votes", "lot"))
    by_voters = explained(rule.elect(ranked("ABC", A=1, AC=1, BC=1, C=1), "ABC", ""))
    assert [(reason.candidate, reason.kind.value) for reason in by_voters] == [
        ("C", "minimax"),
        ("A", "lost-by-voters"),
        ("B", "beaten"),
    ]
    by_lot = explained(rule.elect(ranked("AB", A=1, B=1), "AB", ""))
    assert by_lot[1].kind is RankedKind.LOST_BY_LOT


def test_points_are_told_with_what_was_missing() -> None:
    papers = ranked("ABCDE", ABC=3, BAC=1, C=1)
    assert candidates(Borda(2, "positional", 3).elect(papers, "ABCDE", ""), NAMES).splitlines() == [
        "Ann: chosen. Points: 11.",
        "Bob: chosen. Points: 9.",
        "Cat: not chosen. Points: 7, which is 2 fewer than Bob has, the last one chosen.",
        "Dee: not chosen, without a single point.",
        "Eve: not chosen, without a single point.",
    ]


def test_level_on_points_is_told_by_what_decided() -> None:
    by_voters = Borda().elect(ranked("ABC", A=3, B=2, CB=2), "ABC", "")
    assert "Ann: not chosen. Level with Bob, whom more voters ranked." in candidates(by_voters, NAMES)
    by_lot = Borda().elect(ranked("AB", A=1, B=1), "AB", "")
    assert "and the lot decided." in candidates(by_lot, NAMES)


def test_where_nobody_voted_everybody_hears_so() -> None:
    outcome = Stv().elect(Rankings((), 2), "AB", "")
    assert candidates(outcome, NAMES).splitlines() == [
        "Ann: not chosen, for nobody voted.",
        "Bob: not chosen, for nobody voted.",
    ]
    assert outcome.runners_up == ("A", "B")


def test_votes_are_written_with_the_decimals_they_need() -> None:
    voices = speaking("en", {})
    told = [
        said(voices, RankedReason(RankedKind.DUST, votes=votes))
        for votes in (0, 150_000, 3, 10_000_000, 123_450_000_000)
    ]
    assert [line.rpartition(" ")[2] for line in told] == ["0.", "1.5.", "0.00003.", "100.", "1,234,500."]


@pytest.mark.parametrize(
    ("votes", "english", "gaelic"),
    [
        (100_000, "1 vote reaches", "1 bhòt"),
        (200_000, "2 votes reach", "2 bhòt"),
        (300_000, "3 votes reach", "3 bhòtaichean"),
        (300_001, "3.00001 votes reach", "3.00001 bhòt"),
        (1_100_000, "11 votes reach", "11 bhòt"),
        (2_500_000, "25 votes reach", "25 bhòt"),
    ],
)
def test_the_word_after_a_number_has_the_form_that_belongs_to_it(votes: int, english: str, gaelic: str) -> None:
    reason = RankedReason(RankedKind.ELECTED_BY_TRANSFERS, "A", 2, votes, 1)
    assert f" {english} the quota" in said(speaking("en", NAMES), reason)
    assert f" {gaelic} a’ ruighinn" in said(speaking("gd", NAMES), reason)


def test_one_voter_is_told_as_one() -> None:
    beaten = RankedReason(RankedKind.BEATEN, "A", other="B", above=0, below=1)
    assert said(speaking("en", NAMES), beaten) == (
        "Ann: does not win. 1 voter ranked Bob higher, 0 the other way round."
    )
    circle = RankedReason(RankedKind.NOT_BEATEN, "A", other="B", above=1, below=0)
    assert said(speaking("en", NAMES), circle).startswith("Ann: does not win. 1 voter ranked Ann above Bob and 0 ")


def test_everything_can_be_said_in_gaelic() -> None:
    for kind in RankedKind:
        reason = RankedReason(kind, "A", 1, 100_000, 1, 1, 1, "B", ("B", "C"), 1, 1, 1)
        assert said(speaking("gd", NAMES), reason) != said(speaking("en", NAMES), reason), kind


def test_a_ward_is_told_in_gaelic() -> None:
    outcome = Stv(2).elect(FOUR, "ABCD", "")
    assert candidates(outcome, NAMES, "gd").splitlines()[:2] == [
        "Ann: chaidh an taghadh aig ìre 1. Tha 60 ciad roghainn a’ ruighinn a’ chuota de 34.",
        (
            "Bob: chaidh an taghadh aig ìre 3. "
            "Le bileagan a chaidh air adhart, tha 43.3332 bhòt a’ ruighinn a’ chuota de 34."
        ),
    ]
    assert stages(outcome, NAMES, "gd").splitlines()[0].startswith("Ìre 1: chaidh na bileagan a sheòrsachadh")
