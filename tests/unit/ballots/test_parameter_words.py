"""A rule is told with every parameter, those that were left as they are among them."""

from fractions import Fraction

import pytest

from ballots.outcome import Steps, StopReason
from ballots.poll import Poll, Project
from ballots.rules import Completion, EqualShares, Greedy, Phragmen, Rule
from ballots.wording.parameters import rule_rows
from ballots.wording.voice import voice

POLL = Poll((Project("a", 100),), 100)
STEPS = Steps(Fraction(100), 250, 3, Fraction(850), StopReason.OVER_BUDGET, ())


def told(rule: Rule, steps: Steps | None = None) -> dict[str, str]:
    return dict(rule_rows(voice("en", POLL), rule, steps))


def test_equal_shares_are_told_with_their_six_parameters_the_bar_and_the_ties() -> None:
    assert told(EqualShares()) == {
        "Rule": "Equal shares",
        "Starting share": "the pot divided by the voters, exactly",
        "A funded project is worth to each who chose it": "what it costs",
        "Step by which shares are raised": "the larger of £1 and a thousandth of the starting share",
        "Stop as soon as nothing more fits": "No",
        "What happens with money left": "Shares are raised step by step until the next step would cost more than the "
        "pot; what is left goes by votes",
        "Give way to most votes first if more voters prefer that": "No",
        "Least support for its cost": "none",
        "Ties go to": "lower cost, more voters, the lot",
    }


@pytest.mark.parametrize(
    ("rule", "words", "value"),
    [
        (EqualShares(increment=500_00), "Step by which shares are raised", "£500"),
        (EqualShares(Completion.FILL), "Step by which shares are raised", "none"),
        (
            EqualShares(eligibility=2),
            "Least support for its cost",
            "a project that costs half of the pot needs one voter of 4",
        ),
        (EqualShares(start="whole"), "Starting share", "the pot divided by the voters, in whole units of money"),
        (Greedy(), "Fewest voters a project needs", "none"),
        (Greedy(min_percent=3), "Fewest of every hundred voters a project needs", "3"),
        (Greedy(by="value"), "First comes", "the project with most votes for its money"),
        (Greedy(("refuse",)), "Ties go to", "nobody: the count stops"),
        (Phragmen(), "Where a project no longer fits", "the count ends"),
        (Phragmen(), "Rule", "Even loads (Phragmén)"),
    ],
)
def test_a_parameter_is_told_as_it_was_set(rule: Rule, words: str, value: str) -> None:
    assert told(rule)[words] == value


def test_after_a_count_the_step_says_what_it_came_to() -> None:
    raised = "the larger of £1 and a thousandth of the starting share; it came to £2.50"
    assert told(EqualShares(), STEPS)["Step by which shares are raised"] == raised
    assert told(EqualShares(increment=250), STEPS)["Step by which shares are raised"] == "£2.50"
