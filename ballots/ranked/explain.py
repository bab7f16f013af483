"""Why each candidate was elected or not, and what each stage did, as data; whoever shows it writes the sentences."""

from dataclasses import dataclass
from enum import StrEnum

from ballots.ranked.outcome import CondorcetOutcome, PointsOutcome, StvOutcome
from ballots.ranked.stages import UNIT, CountStage, Election, Step, Why
from ballots.ranked.ties import StageTieStep
from ballots.ties import Tie, TieStep


class RankedKind(StrEnum):
    """What is to be said, in one word; `wording` has a sentence for each."""

    ELECTED_AT_ONCE = "elected-at-once"
    ELECTED_BY_TRANSFERS = "elected-by-transfers"
    ELECTED_LAST = "elected-last"
    EXCLUDED = "excluded"
    EXCLUDED_BY_STAGE = "excluded-by-stage"
    EXCLUDED_BY_LOT = "excluded-by-lot"
    RUNNER_UP = "runner-up"
    WITHDRAWN = "withdrawn"
    BEATS_ALL = "beats-all"
    MINIMAX = "minimax"
    RANKED_PAIRS = "ranked-pairs"
    SCHULZE = "schulze"
    BEATEN = "beaten"
    NOT_BEATEN = "not-beaten"
    MOST_POINTS = "most-points"
    TOO_FEW_POINTS = "too-few-points"
    NO_POINTS = "no-points"
    LOST_BY_VOTERS = "lost-by-voters"
    LOST_BY_LOT = "lost-by-lot"
    NOBODY_VOTED = "nobody-voted"
    FIRST_STAGE = "first-stage"
    SURPLUS_MOVED = "surplus-moved"
    PAPERS_MOVED = "papers-moved"
    PAPERS_STAYED = "papers-stayed"
    TIE_BY_STAGE = "tie-by-stage"
    TIE_BY_LOT = "tie-by-lot"
    NON_TRANSFERABLE = "non-transferable"
    DUST = "dust"


@dataclass(frozen=True, slots=True)
class RankedReason:
    """One thing to be said; a figure that does not belong to the kind is 0 or empty.

    `votes` are whole numbers of 0.00001 vote in a count by stages, points in a count by points and a margin of voters
    in one by pairs; `quota` is in votes, `short` what was missing of it, `papers` are sheets. `other` is whoever is
    compared with (`others` all who tied), with `above` voters for the candidate and `below` for the other; `earlier`
    is the stage that told between the tied.
    """

    kind: RankedKind
    candidate: str = ""
    stage: int = 0
    votes: int = 0
    quota: int = 0
    short: int = 0
    papers: int = 0
    other: str = ""
    others: tuple[str, ...] = ()
    above: int = 0
    below: int = 0
    earlier: int = 0


_BY_TIE = {StageTieStep.STAGES: RankedKind.EXCLUDED_BY_STAGE, StageTieStep.LOT: RankedKind.EXCLUDED_BY_LOT}
_TOLD_TIE = {StageTieStep.STAGES: RankedKind.TIE_BY_STAGE, StageTieStep.LOT: RankedKind.TIE_BY_LOT}


def explained(outcome: StvOutcome | CondorcetOutcome | PointsOutcome) -> tuple[RankedReason, ...]:
    """Explain every candidate: the elected in order, then the others (the nearest first), then who withdrew."""
    withdrawn = (RankedReason(RankedKind.WITHDRAWN, one) for one in outcome.withdrawn)
    if not outcome.voters:
        told = [RankedReason(RankedKind.NOBODY_VOTED, one) for one in outcome.candidates]
    elif isinstance(outcome, StvOutcome):
        told = _by_stages(outcome)
    elif isinstance(outcome, CondorcetOutcome):
        told = _by_pairs(outcome)
    else:
        told = _by_points(outcome)
    return (*told, *withdrawn)


def _by_stages(outcome: StvOutcome) -> list[RankedReason]:
    elected = [_elected(outcome, stage, found) for stage in outcome.stages for found in stage.elected]
    last = outcome.stages[-1]
    quota = outcome.quota
    near = [
        RankedReason(
            RankedKind.RUNNER_UP, one, last.number, last.votes[one], quota, short=quota * UNIT - last.votes[one]
        )
        for one in outcome.runners_up
    ]
    out = [_excluded(outcome, stage) for stage in reversed(outcome.stages) if stage.step is Step.EXCLUSION]
    return [*elected, *near, *out]


def _elected(outcome: StvOutcome, stage: CountStage, found: Election) -> RankedReason:
    by_quota = RankedKind.ELECTED_AT_ONCE if stage.step is Step.FIRST else RankedKind.ELECTED_BY_TRANSFERS
    kind = by_quota if found.why is Why.QUOTA else RankedKind.ELECTED_LAST
    return RankedReason(kind, found.candidate, stage.number, found.votes, outcome.quota)


def _excluded(outcome: StvOutcome, stage: CountStage) -> RankedReason:
    one, votes = _moved(outcome, stage)
    tie = stage.tie
    return RankedReason(
        _BY_TIE[tie.decided_by] if tie else RankedKind.EXCLUDED,
        one,
        stage.number,
        votes,
        outcome.quota,
        short=outcome.quota * UNIT - votes,
        others=tuple(other for other in tie.candidates if other != one) if tie else (),
        earlier=(tie.stage or 0) if tie else 0,
    )


def _moved(outcome: StvOutcome, stage: CountStage) -> tuple[str, int]:
    """Give the candidate of a later stage with the votes held when it began."""
    one = str(stage.candidate)
    return one, outcome.stages[stage.number - 2].votes[one]


def told_stage(outcome: StvOutcome, stage: CountStage) -> tuple[RankedReason, ...]:
    """Tell one stage: what was done, the tie it took, what was lost, who was then elected."""
    told = [_done(outcome, stage), *_tie_of(stage)]
    before = outcome.stages[stage.number - 2] if stage.number > 1 else None
    stranded = stage.non_transferable - (before.non_transferable if before else 0)
    dust = stage.dust - (before.dust if before else 0)
    if stranded:
        papers = sum(parcel.non_transferable for parcel in stage.parcels)
        told.append(RankedReason(RankedKind.NON_TRANSFERABLE, "", stage.number, stranded, papers=papers))
    if dust:
        told.append(RankedReason(RankedKind.DUST, "", stage.number, dust))
    return (*told, *(_elected(outcome, stage, found) for found in stage.elected))


def _tie_of(stage: CountStage) -> list[RankedReason]:
    tie = stage.tie
    if not tie:
        return []
    kind = _TOLD_TIE[tie.decided_by]
    return [RankedReason(kind, tie.picked, stage.number, others=tie.candidates, earlier=tie.stage or 0)]


def _done(outcome: StvOutcome, stage: CountStage) -> RankedReason:
    if stage.step is Step.FIRST:
        return RankedReason(RankedKind.FIRST_STAGE, "", stage.number, quota=outcome.quota, papers=outcome.voters)
    one, votes = _moved(outcome, stage)
    papers = sum(parcel.papers for parcel in stage.parcels)
    if stage.step is Step.SURPLUS:
        return RankedReason(RankedKind.SURPLUS_MOVED, one, stage.number, votes - outcome.quota * UNIT, papers=papers)
    kind = RankedKind.PAPERS_MOVED if stage.parcels or not votes else RankedKind.PAPERS_STAYED
    return RankedReason(kind, one, stage.number, votes, papers=papers)


def _by_pairs(outcome: CondorcetOutcome) -> list[RankedReason]:
    winner = outcome.winners[0]
    tie = outcome.ties[-1] if outcome.ties and outcome.ties[-1].projects[0] == winner else None
    told = [_resolved(outcome, winner)]
    for one in sorted(one for one in outcome.candidates if one != winner):
        above, below = outcome.above[one][winner], outcome.above[winner][one]
        if tie and one in tie.projects:
            kind = _lost_tie(tie)
        else:
            kind = RankedKind.BEATEN if below > above else RankedKind.NOT_BEATEN
        told.append(RankedReason(kind, one, other=winner, above=above, below=below))
    return told


def _resolved(outcome: CondorcetOutcome, winner: str) -> RankedReason:
    if outcome.beats_all:
        return RankedReason(RankedKind.BEATS_ALL, winner)
    if outcome.worst is not None:
        return RankedReason(RankedKind.MINIMAX, winner, votes=outcome.worst[winner])
    return RankedReason(RankedKind.SCHULZE if outcome.pairs is None else RankedKind.RANKED_PAIRS, winner)


def _by_points(outcome: PointsOutcome) -> list[RankedReason]:
    told = [RankedReason(RankedKind.MOST_POINTS, one, votes=outcome.points[one]) for one in outcome.winners]
    others = [one for one in outcome.candidates if one not in outcome.winners]
    for one in sorted(others, key=lambda one: (-outcome.points[one], one)):
        points = outcome.points[one]
        if not points:
            told.append(RankedReason(RankedKind.NO_POINTS, one))
            continue
        last = outcome.winners[-1]
        kind = _lost_tie(outcome.tie) if outcome.tie and one in outcome.tie.projects else RankedKind.TOO_FEW_POINTS
        told.append(RankedReason(kind, one, votes=points, other=last, short=outcome.points[last] - points))
    return told


def _lost_tie(tie: Tie) -> RankedKind:
    return RankedKind.LOST_BY_VOTERS if tie.decided_by is TieStep.VOTES else RankedKind.LOST_BY_LOT
