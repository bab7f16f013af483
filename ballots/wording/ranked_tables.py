"""How a choice from rankings went, as a table: votes by stage, points, or every two projects against each other."""

from fractions import Fraction

from ballots.errors import sentence
from ballots.ranked.outcome import CondorcetOutcome, PointsOutcome, StvOutcome
from ballots.ranked.stages import UNIT
from ballots.wording.fair import Table
from ballots.wording.voice import Voice, exactly


def count_table(voice: Voice, outcome: StvOutcome | CondorcetOutcome | PointsOutcome) -> Table:
    """Give the figures of all that stood, the elected first."""
    order = [*outcome.winners, *(one for one in outcome.candidates if one not in outcome.winners)]
    if isinstance(outcome, StvOutcome):
        return _stages(voice, outcome, order)
    if isinstance(outcome, PointsOutcome):
        head = (voice.say(sentence("Project")), voice.say(sentence("Points")))
        ordered = sorted(order, key=lambda one: -outcome.points[one])
        rows = tuple((voice.title(one), voice.number(outcome.points[one])) for one in ordered)
        return Table(voice.say(sentence("Points of each project")), head, rows)
    return _pairs(voice, outcome, order)


def _stages(voice: Voice, outcome: StvOutcome, order: list[str]) -> Table:
    stage = sentence("Stage %(stage)s")
    head = [voice.say(sentence("Project")), *(voice.say(stage, stage=one.number) for one in outcome.stages)]
    rows = [(voice.title(one), *(_votes(found.votes[one]) for found in outcome.stages)) for one in order]
    rows.append((voice.say(sentence("Non-transferable")), *(_votes(one.non_transferable) for one in outcome.stages)))
    if outcome.stages and outcome.stages[-1].dust:
        rows.append((voice.say(sentence("Lost below the fifth place")), *(_votes(one.dust) for one in outcome.stages)))
    return Table(voice.say(sentence("Votes at the end of each stage")), tuple(head), tuple(rows))


def _pairs(voice: Voice, outcome: CondorcetOutcome, order: list[str]) -> Table:
    above = sentence("above %(project)s")
    head = [voice.say(sentence("Voters who ranked")), *(voice.say(above, project=voice.title(one)) for one in order)]
    rows = [
        (voice.title(one), *("–" if one == other else voice.number(outcome.above[one][other]) for other in order))
        for one in order
    ]
    return Table(voice.say(sentence("Every two projects against each other")), tuple(head), tuple(rows))


def _votes(units: int) -> str:
    return exactly(Fraction(units, UNIT))
