"""Answers by pref_voting (MIT), single winners; run by the Python of .cache/oracle.

A question holds `candidates` (a number) and `orders` [[candidates best first, perhaps not all], voters]; the answer
gives for every method the candidates whom it leaves level (`borda` only where everybody is ranked by everybody).
Those not ranked stand below all who are.
"""

from collections import Counter
from math import factorial, prod

from lines import Answer, Question, answer_questions
from pref_voting.iterative_methods import instant_runoff_for_truncated_linear_orders
from pref_voting.margin_based_methods import beat_path, minimax, ranked_pairs
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.scoring_methods import borda

MOST_ORDERS = 120
"""Ranked pairs is tried with every order of equal majorities; beyond so many orders it is not asked, and gives []."""


def orders_of_equals(margins: list[list[int]]) -> int:
    """Give in how many orders pairs of equal margin can be taken, those who are level with each other both ways."""
    numbers = range(len(margins))
    widths = Counter(margins[one][other] for one in numbers for other in numbers if one != other)
    return prod(factorial(number) for margin, number in widths.items() if margin >= 0)


def answered(question: Question) -> Answer:
    """Count by every method."""
    candidates = range(question["candidates"])
    rankings = [{one: place for place, one in enumerate(order)} for order, _ in question["orders"]]
    profile = ProfileWithTies(rankings, [voters for _, voters in question["orders"]], candidates=list(candidates))
    profile.use_extended_strict_preference()
    margins = [[int(profile.margin(one, other)) for other in candidates] for one in candidates]
    whole = all(len(order) == question["candidates"] for order, _ in question["orders"])
    linear = [order for order, _ in question["orders"]], [voters for _, voters in question["orders"]]
    return {
        "borda": sorted(map(int, borda(Profile(*linear)))) if whole else None,
        "condorcet": profile.condorcet_winner(),
        "minimax": sorted(map(int, minimax(profile))),
        "ranked-pairs": sorted(map(int, ranked_pairs(profile))) if orders_of_equals(margins) <= MOST_ORDERS else [],
        "schulze": sorted(map(int, beat_path(profile))),
        "instant-runoff": sorted(map(int, instant_runoff_for_truncated_linear_orders(profile))),
        "margins": margins,
    }


if __name__ == "__main__":
    answer_questions(answered)
