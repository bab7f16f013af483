"""What a poll, a project and a ballot may be."""

import pytest

from ballots.errors import BadPoll, BallotError
from ballots.poll import MOST_MONEY, Poll, Project
from ballots.styles import Approval, Choice

POLL = Poll((Project("a", 100), Project("b", 250, "Benches")), 300)


def test_a_refusal_keeps_its_template_and_its_figures_apart_for_translation() -> None:
    poll = Poll(tuple(Project(p, 1) for p in "abcd"), 10)
    with pytest.raises(BallotError) as refusal:
        Approval(max_choices=3).checked(poll, Choice(tuple("abcd")))
    assert refusal.value.template == "Choose at most %(most)d projects."
    assert refusal.value.figures == {"most": 3}
    assert str(refusal.value) == "Choose at most 3 projects."


def test_a_per_cent_sign_in_a_sentence_without_figures_is_left_alone() -> None:
    assert str(BallotError("Spend 100 % of it.")) == "Spend 100 % of it."


@pytest.mark.parametrize("cost", [-1, MOST_MONEY + 1])
def test_a_cost_out_of_range_is_refused(cost: int) -> None:
    with pytest.raises(BadPoll, match="cost of project a is out of range"):
        Project("a", cost)


@pytest.mark.parametrize("project_id", ["", " a"])
def test_a_project_without_a_plain_id_is_refused(project_id: str) -> None:
    with pytest.raises(BadPoll, match="needs an id"):
        Project(project_id, 1)


@pytest.mark.parametrize("budget", [0, -5, MOST_MONEY + 1])
def test_a_budget_that_is_not_above_zero_or_out_of_range_is_refused(budget: int) -> None:
    with pytest.raises(BadPoll, match="budget above zero"):
        Poll((Project("a", 1),), budget)


def test_a_poll_without_projects_or_with_one_twice_is_refused() -> None:
    with pytest.raises(BadPoll, match="at least one project"):
        Poll((), 1)
    with pytest.raises(BadPoll, match="same id"):
        Poll((Project("a", 1), Project("a", 2)), 1)


def test_a_currency_without_decimals_has_units_of_one() -> None:
    assert Poll((Project("a", 1),), 1, "JPY", 0).unit == 1
    assert POLL.unit == 100


@pytest.mark.parametrize("least", [0, 101])
def test_a_least_part_that_is_nothing_or_more_than_the_cost_is_refused(least: int) -> None:
    with pytest.raises(BadPoll, match="least useful part of project a"):
        Project("a", 100, least=least)
    assert Project("a", 100, area="Leith", least=100).least == 100


@pytest.mark.parametrize("rivals", [(), ("a",), ("a", "a"), ("a", "z")])
def test_a_set_of_rivals_that_names_no_two_projects_of_the_poll_is_refused(rivals: tuple[str, ...]) -> None:
    with pytest.raises(BadPoll, match="names two or more projects"):
        Poll(POLL.projects, 300, exclusive=(rivals,))
    assert Poll(POLL.projects, 300, exclusive=(("a", "b"),)).exclusive == (("a", "b"),)


@pytest.mark.parametrize(
    ("currency", "exponent", "amount", "words"),
    [
        ("GBP", 2, 125000, "£1,250"),
        ("GBP", 2, 125005, "£1,250.05"),
        ("PLN", 2, 50, "0.50 PLN"),
        ("JPY", 0, 125000, "125,000 JPY"),
    ],
)
def test_money_is_said_in_words_of_the_currency(currency: str, exponent: int, amount: int, words: str) -> None:
    assert Poll((Project("a", 1),), 1, currency, exponent).money(amount) == words
