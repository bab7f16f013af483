"""The papers that a ranked count begins with: withdrawn candidates taken out, the rest moved up."""

from collections.abc import Collection
from itertools import chain

from ballots.errors import BadPoll, sentence
from ballots.rankings import Rankings


def papers_of(rankings: Rankings, candidates: Collection[str], withdrawn: Collection[str] = ()) -> Rankings:
    """Take those who withdrew off every paper; one on which nobody is left is blank and not in the number of voters.

    Raises BadPoll where nobody stands, one stands twice or one both stands and withdrew; BadBallot for a paper with
    anybody else on it.
    """
    gone = frozenset(withdrawn)
    if not candidates or len(set(candidates)) < len(candidates) or not gone.isdisjoint(candidates):
        raise BadPoll(sentence("At least one candidate stands, each stands once, and none of them withdrew."))
    if frozenset(candidates).issuperset(chain.from_iterable(group.order for group in rankings.groups)):
        return rankings
    counted = [(tuple(one for one in group.order if one not in gone), group.weight) for group in rankings.groups]
    return Rankings.of_counted(candidates, [*counted, ((), rankings.blank)])


def ranked_by(papers: Rankings, candidates: Collection[str]) -> dict[str, int]:
    """Give, for each candidate, the number of voters who ranked that candidate at all."""
    votes = dict.fromkeys(candidates, 0)
    for group in papers.groups:
        for one in group.order:
            votes[one] += group.weight
    return votes
