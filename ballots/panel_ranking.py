"""From a panel's scores to a list in order, and from the list to money."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from math import lcm

from ballots.election import Election
from ballots.errors import BadPoll, BadRule, sentence
from ballots.outcome import JSON, Outcome, Reason, plain
from ballots.panel import PanelScore
from ballots.poll import Poll
from ballots.profile import Profile
from ballots.rules.greedy import Greedy
from ballots.ties import Tie, TieOrder


@dataclass(frozen=True, slots=True)
class PanelRanking:
    """The projects that qualify, the highest weighted average first; the ties that were met; and the others, by id."""

    ranked: tuple[PanelScore, ...]
    ties: tuple[Tie, ...]
    short: tuple[PanelScore, ...]

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of the projects that qualify, in their order."""
        return tuple(score.project for score in self.ranked)

    def to_json(self) -> dict[str, JSON]:
        """Give the whole as a canonical tree; an average is the text "numerator/denominator"."""
        return {name: plain(value) for name, value in asdict(self).items()}


def ranking(poll: Poll, scores: Iterable[PanelScore], tie_order: tuple[str, ...], lot_seed: str) -> PanelRanking:
    """Put projects in the order of their weighted averages.

    Equal averages go by the tie order; its step `votes` looks at how many members scored the project. Raises
    BadPoll for a project that is not in the poll, and TieUnresolved where only a lot could order two of them and the
    tie order refuses lots.
    """
    given = tuple(scores)
    qualified = [(score.total, score) for score in given if score.shortfall is None and score.total is not None]
    ties = TieOrder.of(poll.projects, _scorers(poll, given), tie_order, lot_seed)
    qualified.sort(key=lambda pair: (-pair[0], ties.sort_key(pair[1].project)))
    met: list[Tie] = []
    for _, level in groupby(qualified, key=lambda pair: pair[0]):
        names = [score.project for _, score in level]
        met += [ties.settle(tuple(names[place:])) for place in range(len(names) - 1)]
    short = sorted((score for score in given if score.shortfall is not None), key=lambda score: score.project)
    return PanelRanking(tuple(score for _, score in qualified), tuple(met), tuple(short))


def drawdown(poll: Poll, scores: Iterable[PanelScore], rule: Greedy, lot_seed: str) -> Outcome:
    """Spend the poll's budget on the projects that qualify, by greedy, the highest weighted average first.

    The outcome's `effective_votes` are the weighted averages, exactly; `score` is the average in whole steps of the
    smallest fraction that occurs; `votes` how many members scored the project. A project that does not qualify stands
    among the losers as one whose points stayed below the least. Raises BadRule for a greedy rule that asks for least
    support of its own: what qualifies is the panel's to say; and TieUnresolved as greedy does.
    """
    if rule.min_score or rule.min_voters or rule.min_percent:
        raise BadRule(sentence("What a project must reach is set with the panel, not with the rule that spends."))
    given = tuple(scores)
    totals = {score.project: score.total for score in given if score.shortfall is None and score.total is not None}
    step = lcm(*(total.denominator for total in totals.values()))
    none = dict.fromkeys(poll.by_id, 0)
    votes = {**none, **{one: voters for one, voters in _scorers(poll, given).items() if one in totals}}
    points = {**none, **{one: int(total * step) for one, total in totals.items()}}
    election = Election.of(poll, Profile((), 0, votes, points), rule.tie_order, lot_seed)
    outcome = rule.outcome(election, lot_seed)
    rounds = tuple(replace(found, effective_votes=totals[found.project]) for found in outcome.rounds)
    short = {score.project for score in given} - totals.keys()
    losers = tuple(
        replace(loser, reason=Reason.BELOW_SCORE) if loser.project in short else loser for loser in outcome.losers
    )
    return replace(outcome, rounds=rounds, losers=losers, voters=max(_scorers(poll, given).values()))


def _scorers(poll: Poll, scores: tuple[PanelScore, ...]) -> dict[str, int]:
    """Give for each project how many members scored it by every criterion, at the least."""
    for score in scores:
        if score.project not in poll.by_id:
            raise BadPoll(sentence("Project %(project)s was scored but is not in this poll."), project=score.project)
    return {**dict.fromkeys(poll.by_id, 0), **{score.project: min(score.scorers) for score in scores}}
