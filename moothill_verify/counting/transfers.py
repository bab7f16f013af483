"""Single transferable vote as Scottish councillors are elected (SSI 2011/399): weighted inclusive Gregory."""

from collections.abc import Callable, Iterable, Mapping

from moothill_verify.counting.ballots import Ballots
from moothill_verify.counting.greedy import Funded
from moothill_verify.counting.places import elected

VOTE = 100_000
"""One vote: values are told to five decimals, and what is below is lost."""


def by_transfers(ballots: Ballots, order: list[str], parameters: Mapping[str, str | int]) -> Funded:
    """Elect as many as there are seats. Only the lots decide in `order`: ties look at earlier stages first."""
    count = Transfers(ballots, order, int(parameters["seats"]), last_transfer=bool(parameters["last_transfer"]))
    count.run()
    return elected(ballots, {one: f"{votes // VOTE}.{votes % VOTE:05d}" for one, votes in count.elected.items()})


class Transfers:
    """A count under way. `stages` are the votes of all at the end of each, `elected` has the votes at the election.

    A paper is a group of equal ones; it lies on the pile of whoever stands at its `place`, with its value there.
    """

    def __init__(self, ballots: Ballots, order: list[str], seats: int, *, last_transfer: bool) -> None:
        self.order, self.seats, self.last_transfer = order, seats, last_transfer
        self.quota = (ballots.voters // (seats + 1) + 1) * VOTE
        self.votes = dict.fromkeys(ballots.costs, 0)
        self.standing = set(ballots.costs)
        self.surpluses: set[str] = set()
        self.elected: dict[str, int] = {}
        self.stages: list[dict[str, int]] = []
        self._papers = ballots.rankings
        self._place = [-1] * len(self._papers)
        self._piles: dict[str, list[tuple[int, int]]] = {one: [] for one in ballots.costs}
        for paper in range(len(self._papers)):
            self._move(paper, VOTE)

    def run(self) -> None:
        """Count to the end: move surpluses on, the largest first, and exclude whoever has fewest votes."""
        if self._papers:
            self._close_stage()
        while self._papers and self.standing and len(self.elected) < self.seats:
            if self.surpluses:
                self._move_surplus(self._picked(self.surpluses, max))
            else:
                self._exclude(self._picked(self.standing, min))
            self._close_stage()

    def _move_surplus(self, one: str) -> None:
        self.surpluses.remove(one)
        had, pile = self.votes[one], self._piles[one]
        for paper, value in pile:
            self._move(paper, (had - self.quota) * value // had)
        self.votes[one] = self.quota

    def _exclude(self, one: str) -> None:
        self.standing.remove(one)
        if self.last_transfer or len(self.standing) > self.seats - len(self.elected):
            for paper, value in self._piles[one]:
                self._move(paper, value)
            self.votes[one] = 0

    def _move(self, paper: int, value: int) -> None:
        """Move a paper to the next on it who still stands, if there is one."""
        ranking, many = self._papers[paper]
        place = self._place[paper] + 1
        while place < len(ranking) and ranking[place] not in self.standing:
            place += 1
        self._place[paper] = place
        if place < len(ranking):
            self._piles[ranking[place]].append((paper, value))
            self.votes[ranking[place]] += value * many

    def _picked(self, among: set[str], furthest: Callable[[Iterable[int]], int]) -> str:
        """Return who has most or fewest votes; who had at the last stage that differed; or by lot.

        By lot the first in order wins: the surplus moved first, or the exclusion is the last one's.
        """
        left = [one for one in self.order if one in among]
        for votes in reversed(self.stages):
            wanted = furthest(votes[one] for one in left)
            left = [one for one in left if votes[one] == wanted]
        return left[0 if furthest is max else -1]

    def _close_stage(self) -> None:
        """Elect whoever has the quota, and all who stand if there are no more of them than places."""
        reached = {one for one in self.standing if self.votes[one] >= self.quota}
        self._elect(reached)
        self.surpluses |= {one for one in reached if self.votes[one] > self.quota}
        if len(self.standing) <= self.seats - len(self.elected):
            self._elect(set(self.standing))
        self.stages.append(dict(self.votes))

    def _elect(self, chosen: set[str]) -> None:
        for one in sorted(chosen, key=lambda one: (-self.votes[one], one)):
            self.standing.remove(one)
            self.elected[one] = self.votes[one]
