"""Which rules fit which kinds of ballots: what a rule does not look at is not asked of voters."""

from collections.abc import Mapping

from ballots.errors import BadRule, sentence
from ballots.every_rule import ANY_RULES, AnyRule
from ballots.ranked import Borda, Condorcet, Stv
from ballots.rules import EqualShares, Greedy, Phragmen
from ballots.styles import Approval, BallotStyle, Boosted, Points, Ranking, Scores

BALLOTS: Mapping[str, tuple[type[BallotStyle], ...]] = {
    EqualShares.NAME: (Approval, Points, Scores, Ranking),
    Greedy.NAME: (Approval, Points, Scores, Ranking),
    Phragmen.NAME: (Approval,),
    Stv.NAME: (Ranking,),
    Condorcet.NAME: (Ranking,),
    Borda.NAME: (Ranking,),
}
"""The kinds of ballots that each rule counts by all that they say.

A ranking is counted by rules that spend money with the points of its convention, and by the last three as it is.
"""


def rules_for(style: type[BallotStyle]) -> tuple[str, ...]:
    """Give the names of the rules that fit a kind of ballot, in the order of `ANY_RULES`."""
    return tuple(name for name in ANY_RULES if issubclass(style, BALLOTS[name]))


def kind_of(style: BallotStyle | Boosted) -> type[BallotStyle]:
    """Give the kind of ballot that a rule sees: an extra vote makes points of marks."""
    return Points if isinstance(style, Boosted) else type(style)


def check_rule(rule: AnyRule, style: type[BallotStyle]) -> None:
    """Raise BadRule if the rule does not fit the kind of ballot, or if its own parameters contradict each other."""
    if rule.NAME not in rules_for(style):
        raise BadRule(sentence("This rule does not look at all that these ballots say. Choose another."))
    if isinstance(rule, EqualShares) and not rule.completion.adds and (rule.exhaustive or rule.increment is not None):
        raise BadRule(
            sentence(
                "The shares are not raised, so neither a step nor an end of the steps can be set. Take them out, or "
                "have the shares raised."
            )
        )
