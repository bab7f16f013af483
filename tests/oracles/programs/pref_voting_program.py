"""Answers by pref_voting (MIT), single winners; run by the Python of .cache/oracle.

A question holds `candidates` (a number) and `orders` [[candidates best first, perhaps not all], voters]; the answer
gives for every method the candidates whom it leaves level. Those not ranked stand below all who are.
"""

from lines import Answer, Question, answer_questions
from pref_voting.iterative_methods import instant_runoff_for_truncated_linear_orders
from pref_voting.margin_based_methods import beat_path, minimax, ranked_pairs
from pref_voting.profiles_with_ties import ProfileWithTies


def answered(question: Question) -> Answer:
    """Count by every method."""
    candidates = range(question["candidates"])
    rankings = [{one: place for place, one in enumerate(order)} for order, _ in question["orders"]]
    profile = ProfileWithTies(rankings, [voters for _, voters in question["orders"]], candidates=list(candidates))
    profile.use_extended_strict_preference()
    return {
        "condorcet": profile.condorcet_winner(),
        "minimax": sorted(map(int, minimax(profile))),
        "ranked-pairs": sorted(map(int, ranked_pairs(profile))),
        "schulze": sorted(map(int, beat_path(profile))),
        "instant-runoff": sorted(map(int, instant_runoff_for_truncated_linear_orders(profile))),
        "margins": [[int(profile.margin(one, other)) for other in candidates] for one in candidates],
    }


if __name__ == "__main__":
    answer_questions(answered)
