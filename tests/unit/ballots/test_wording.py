"""What a count says can be read aloud, in English and Gaelic, and claims no more than was counted."""

from fractions import Fraction

import pytest

from ballots.count import count
from ballots.explain import FUNDED, Explanation, Kind, explained
from ballots.poll import Poll, Project
from ballots.profile import BallotGroup, Profile
from ballots.rules import Completion, EqualShares, Greedy, Rule
from ballots.what_if import Found, WhatIf
from ballots.wording import funded, unfunded, voice
from ballots.wording.changes import changes
from ballots.wording.reasons import DECIDED_BY, Telling, telling
from ballots.wording.report import exact_figures, in_full, in_lines
from ballots.wording.voice import NoWords, decimal, exactly, money

POLL = Poll(
    (
        Project("bike", 70000, "Bikes", area="north"),
        Project("gym", 40000, "Gym", area="north"),
        Project("play", 20000),
        Project("tree", 15000),
        Project("hall", 99000),
        Project("free", 0),
        Project("none", 100),
        Project("tower", 110001),
    ),
    110000,
)
PROFILE = Profile.of(
    POLL, [*[["bike", "gym"]] * 6, ["bike", "tower"], *[["play", "free"]] * 3, ["play", "tree", "hall"]]
)
FILLED = EqualShares(Completion.FILL)
ENGLISH = voice.voice("en", POLL)
GAELIC = voice.voice("gd", POLL)


def told(rule: Rule, project: str, poll: Poll = POLL, profile: Profile = PROFILE) -> Telling:
    outcome = count(poll, profile, rule, "")
    found = next(one for one in explained(outcome) if one.project == project)
    return telling(voice.voice("en", poll), outcome, found)


ALOUD = [
    (FILLED, "bike", "7 people chose it, and all of them paid for it with their shares: £100 each."),
    (FILLED, "bike", "It was the first project to be funded. It costs £700."),
    (FILLED, "tree", "1 person chose it. Once no group of supporters could pay"),
    (FILLED, "free", "It costs nothing, and somebody chose it."),
    (FILLED, "gym", "6 people chose it. They had £0 left to put towards its £400 cost, so it was £400 short (0% of"),
    (FILLED, "gym", "Its supporters had paid £600 for “Bikes”, which 6 of them had chosen too."),
    (FILLED, "hall", "With £100 each that comes to £100 towards its £990 cost, so it was £890 short (10% of"),
    (FILLED, "tower", "It costs £1,100.01; the pot held £1,100."),
    (FILLED, "none", "A project that nobody chose is not funded, however much is left."),
    (Greedy(), "gym", "6 people chose it. It was number 2 by votes, costs £400 and left £0 in the pot."),
    (Greedy(), "play", "When its turn came, £0 was left in the pot; it costs £200, so it was £200 short."),
    (Greedy(by="value"), "play", "It was number 1 by votes for the money, costs £200 and left £900 in the pot."),
    (Greedy(min_score=2), "tree", "The rules ask for at least 2 points or votes; it had 1."),
    (Greedy(min_voters=2), "tree", "1 person chose it. The rules ask for at least 2 people to choose a project."),
    (Greedy(min_percent=20), "tree", "at least 20 of every 100 voters choose a project; of the 11 who voted that"),
    (Greedy(min_percent=20), "tree", "would be 3."),
    (Greedy(misfit="stop"), "hall", "The count ended at “play”, which cost more than was left;"),
]


@pytest.mark.parametrize(("rule", "project", "words"), ALOUD)
def test_every_reason_is_said_in_whole_sentences(rule: Rule, project: str, words: str) -> None:
    assert words in told(rule, project).aloud


def test_supporters_who_could_not_pay_alike_are_told_by_the_most_that_anyone_paid() -> None:
    poll = Poll((Project("a", 38), Project("b", 60)), 120, exponent=0)
    profile = Profile.of(poll, [["a"], ["a", "b"], ["b"], ["b"]])
    found = told(EqualShares(Completion.NONE), "a", poll, profile)
    assert "2 people chose it, and all of them paid for it with their shares; nobody paid more than £28." in found.aloud
    assert found.notes == (
        "1 of those who paid gave all they had left, so the others paid a little more.",
        "That makes 1.36 effective votes: its cost divided by the most that any one person paid.",
    )


def test_a_project_that_some_of_its_supporters_paid_for_says_how_many() -> None:
    found = Explanation(
        Kind.FUNDED, "gym", 1000, 3, number=2, price=Fraction(1000), payers=1, effective_votes=Fraction(1)
    )
    said = funded.said(ENGLISH, count(POLL, PROFILE, FILLED, ""), found)
    assert said[:2] == ("3 people chose it.", "1 of them paid for it with their share: £10.")


def test_a_project_that_was_close_says_so_after_its_percentage() -> None:
    poll = Poll((Project("near", 110), Project("far", 150), Project("late", 100)), 200, exponent=0)
    profile = Profile.of(poll, [["near", "late"], ["far"]])
    plain = EqualShares(Completion.NONE)
    assert told(plain, "near", poll, profile).aloud.endswith("£10 short (90% of what it needed). It was close.")
    assert told(plain, "far", poll, profile).aloud.endswith("£50 short (66% of what it needed).")


def test_supporters_who_count_more_than_once_are_told_by_what_their_shares_come_to() -> None:
    poll = Poll((Project("a", 100), Project("b", 900)), 1_000, exponent=0)
    profile = Profile.of_groups(poll, [BallotGroup(("a",), 2), BallotGroup(("b",), 1, factor=2)])
    found = told(EqualShares(Completion.NONE), "b", poll, profile)
    assert "1 person chose it. Their share came to £500 towards its £900 cost, so it was £400 short (55%" in found.aloud
    assert found.notes == ()
    assert found.exact[0] == ("Share of each voter", "250")


def test_a_share_of_nothing_at_all_is_told_without_figures() -> None:
    poll = Poll((Project("a", 100),), 100)
    told_of_it = told(EqualShares(Completion.NONE, start="whole"), "a", poll, Profile.of(poll, [["a"], ["a"]]))
    assert told_of_it.aloud == "Too few people chose it for its cost. 2 people chose it."


def test_points_are_said_where_ballots_give_them() -> None:
    poll = Poll((Project("a", 60), Project("b", 60)), 100)
    profile = Profile.of_points(poll, [((("a", 5), ("b", 2)), 1)])
    aloud = told(Greedy(), "a", poll, profile).aloud
    assert "1 person chose it. Together they gave it 5 points. It was number 1 by points" in aloud


def test_shares_paid_by_points_are_said_by_the_point() -> None:
    poll = Poll((Project("a", 60), Project("b", 60)), 100)
    profile = Profile.of_points(poll, [((("a", 5), ("b", 2)), 1), ((("a", 1),), 1)])
    found = told(EqualShares(Completion.NONE), "a", poll, profile)
    assert (
        "Together they gave it 6 points. 2 of them paid for it with their shares; nobody paid more than £0.10"
        in found.aloud
    )
    assert found.notes == ("1 of those who paid gave all they had left, so the others paid a little more.",)


def test_a_part_and_a_rival_are_said() -> None:
    poll = Poll((Project("a", 60), Project("b", 60, least=30), Project("c", 50)), 100, exclusive=(("a", "c"),))
    profile = Profile.of(poll, [["a", "b", "c"], ["a"]])
    assert (
        "It costs £0.60. When its turn came, £0.40 was left in the pot, and it gets all of that."
        in told(Greedy(part_funding=True), "b", poll, profile).aloud
    )
    assert (
        "Only one of the two can be carried out, and “a” was funded first." in told(Greedy(), "c", poll, profile).aloud
    )


def test_a_tie_is_said_with_what_decided_it() -> None:
    poll = Poll((Project("a", 60), Project("b", 60), Project("c", 40)), 100)
    profile = Profile.of(poll, [["a"], ["b"], ["c"]])
    found = told(Greedy(("cost", "lot")), "c", poll, profile)
    assert found.notes == ("It stood level with a and b; lower cost decided.",) or "lower cost" in found.notes[0]


def test_a_project_carried_and_one_that_a_filter_sets_aside_are_said() -> None:
    outcome = count(POLL, PROFILE, Greedy(), "")
    carried = Explanation(Kind.CARRIED, "gym", 40000, 6, number=2, load=Fraction(20000, 3), pot_left=5, given=40000)
    assert funded.said(ENGLISH, outcome, carried)[1].startswith("Each of them now carries about £66.67 of the cost")
    aside = Explanation(Kind.INELIGIBLE, "gym", 40000, 1, least=3)
    assert unfunded.said(ENGLISH, outcome, aside) == (
        "1 person chose it.",
        "For a cost of £400 the rules ask for at least 2 people.",
    )


def test_a_project_without_figures_of_money_says_only_how_many_chose_it() -> None:
    outcome = count(POLL, PROFILE, Greedy(), "")
    for kind in (Kind.NOT_ENOUGH_LEFT, Kind.TOO_FEW_VOTES):
        assert unfunded.said(ENGLISH, outcome, Explanation(kind, "gym", 40000, 6)) == ("6 people chose it.",)
        assert unfunded.notes(ENGLISH, Explanation(kind, "gym", 40000, 6)) == ()


def test_every_kind_of_reason_has_its_verdict_and_its_sentences() -> None:
    assert set(funded.VERDICTS) == set(funded._SAID) == FUNDED
    assert set(unfunded.VERDICTS) == set(unfunded._SAID) == set(Kind) - FUNDED


def test_what_is_said_in_full_has_the_table_the_notes_and_exact_figures() -> None:
    outcome = count(POLL, PROFILE, FILLED, "")
    by_project = {found.project: found for found in explained(outcome)}
    gym = in_full(ENGLISH, outcome, by_project["gym"])
    assert gym.startswith("**gym (Gym).** Not funded. Its supporters' money went to other projects they chose.")
    assert "| Bikes | 6 of 6 | £600 |" in gym
    assert "It costs as much as the whole shares of 4 people, £100 each." in gym
    assert "at its turn £200 was left, less than it costs." in gym
    exact = exact_figures(ENGLISH, outcome, by_project["gym"])
    assert exact == "Exactly: Share of each voter: 100; Left to its supporters: 0; Missing: 400."
    assert exact_figures(ENGLISH, outcome, by_project["free"]) == ""
    assert in_full(ENGLISH, outcome, by_project["free"]) == (
        "**free.** Funded. It costs nothing, and somebody chose it."
    )
    assert "Effective votes: 7." in exact_figures(ENGLISH, outcome, by_project["bike"])


def test_projects_that_took_little_are_put_together_in_the_table() -> None:
    names = [f"p{number}" for number in range(10)]
    poll = Poll((*(Project(name, 20) for name in names), Project("late", 140)), 600, exponent=0)
    profile = Profile.of_counted(poll, [((*sorted([*names, "late"]),), 2), (tuple(names), 4)])
    outcome = count(poll, profile, EqualShares(Completion.NONE), "")
    late = next(found for found in explained(outcome) if found.project == "late")
    said = in_full(voice.voice("en", poll), outcome, late)
    assert late.number == 10
    assert "| 3 further projects | – |" in said


def test_every_project_has_its_line() -> None:
    outcome = count(POLL, PROFILE, FILLED, "")
    lines = in_lines(ENGLISH, outcome).splitlines()
    assert len(lines) == len(POLL.projects)
    assert lines[0].startswith("bike (Bikes): Funded. The people who chose it could pay for it.")


CHANGED = [
    (Found(1, True, 0), "If 1 more person had voted, for this project alone, it would have been funded."),
    (
        Found(7, True, 6),
        "each for this project alone, it would have been funded. With fewer it would not.",
    ),
    (Found(70, False, 40), "With up to 40 it would not; the numbers between were not all tried."),
    (Found(None, True, 0), "nothing is funded that costs more than the whole pot."),
    (Found(None, False, 40), "Even 40 more people voting for this project alone would not have been enough,"),
]
CHEAPER = [
    (Found(5000, True, 0), "If it had cost £50, it would have been funded; at any higher cost it would not."),
    (
        Found(5000, False, 3),
        "it would have been funded. At 3 higher costs that were tried it would not; not every cost",
    ),
    (Found(None, True, 0), "No lower cost would have changed that."),
    (Found(None, False, 40), "At 40 lower costs that were tried it would not have been funded either;"),
]


@pytest.mark.parametrize(("supporters", "words"), CHANGED)
def test_how_many_more_people_would_have_been_enough_is_said(supporters: Found, words: str) -> None:
    said = changes(ENGLISH, WhatIf("gym", supporters, 1, Found(None, True, 0), 1, 0))
    assert words in " ".join(said)
    assert not any("point" in one for one in said)


@pytest.mark.parametrize(("cost", "words"), CHEAPER)
def test_how_low_a_cost_would_have_been_enough_is_said(cost: Found, words: str) -> None:
    assert words in " ".join(changes(ENGLISH, WhatIf("gym", Found(3, True, 2), 5, cost, 1, 0)))


def test_what_further_voters_give_and_counts_that_stopped_are_said() -> None:
    said = " ".join(changes(ENGLISH, WhatIf("gym", Found(3, False, 2), 5, Found(None, False, 4), 1, 2)))
    assert "Each of them would have given it 5 points." in said
    assert "2 of these counts could not be finished, and are taken as not enough." in said


def test_money_is_written_in_its_currency() -> None:
    assert [money(120050, "GBP", 2), money(1200, "EUR", 0), money(5, "PLN", 2)] == ["£1,200.50", "€1,200", "PLN0.05"]


def test_an_amount_that_is_not_whole_is_said_to_be_about_right() -> None:
    assert ENGLISH.about(Fraction(1000)) == "£10"
    assert ENGLISH.about(Fraction(1000, 3)) == "about £3.33"
    assert ENGLISH.about(Fraction(100000, 3)) == "about £333"
    assert ENGLISH.about(Fraction(99999, 2)) == "about £500"


def test_exact_figures_show_their_fraction_unless_it_is_too_long_to_read() -> None:
    assert [exactly(Fraction(7, 2)), exactly(Fraction(1, 3))] == ["3.5", "0.33333… = 1/3"]
    assert exactly(Fraction(1, 3**60)) == "0.00000…"
    assert [decimal(Fraction(7), 0), decimal(Fraction(12345, 10), 1)] == ["7", "1,234.5"]


def test_lists_are_said_with_and() -> None:
    assert [ENGLISH.listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_gaelic_is_spoken_from_the_catalogue_with_its_plurals() -> None:
    people = [GAELIC.count(voice.PEOPLE, number) for number in (1, 2, 3, 11, 12, 20)]
    assert people == [
        "Thagh 1 neach e.",
        "Thagh 2 neach e.",
        "Thagh 3 daoine e.",
        "Thagh 11 neach e.",
        "Thagh 12 neach e.",
        "Thagh 20 neach e.",
    ]


def test_every_project_can_be_explained_in_gaelic() -> None:
    for rule in (FILLED, Greedy(), EqualShares()):
        outcome = count(POLL, PROFILE, rule, "")
        english, gaelic = in_lines(ENGLISH, outcome).splitlines(), in_lines(GAELIC, outcome).splitlines()
        assert len(english) == len(gaelic)
        assert not any(line in english for line in gaelic)


def test_a_language_without_a_catalogue_is_refused_in_a_sentence() -> None:
    with pytest.raises(NoWords, match="There are no words for the language sco"):
        voice.voice("sco", POLL)


def test_whatever_decides_a_tie_has_its_words() -> None:
    assert all(DECIDED_BY.values())
