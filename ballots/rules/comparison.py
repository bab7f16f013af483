"""Equal shares beside greedy: which of the two lists of winners more voters prefer."""

from ballots.election import Election
from ballots.outcome import Comparison


def compared(election: Election, shares: tuple[str, ...], greedy: tuple[str, ...], *, binding: bool) -> Comparison:
    """Count the voters with more funded projects on their ballot under either list.

    With `binding`, greedy replaces equal shares if strictly more voters prefer it (a tie keeps equal shares).
    """
    by_shares, by_greedy = set(shares), set(greedy)
    for_shares = for_greedy = 0
    for group in election.profile.groups:
        lead = sum((mark in by_shares) - (mark in by_greedy) for mark in group.marks)
        for_shares += group.weight * (lead > 0)
        for_greedy += group.weight * (lead < 0)
    return Comparison(
        shares=shares,
        shares_spent=sum(election.cost(project_id) for project_id in shares),
        greedy=greedy,
        greedy_spent=sum(election.cost(project_id) for project_id in greedy),
        prefer_shares=for_shares,
        prefer_greedy=for_greedy,
        indifferent=election.profile.voters - for_shares - for_greedy,
        greedy_used=binding and for_greedy > for_shares,
    )
