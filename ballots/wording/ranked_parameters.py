"""A rule that chooses from rankings with every parameter of it, in words."""

from collections.abc import Iterator, Mapping

from ballots.errors import sentence
from ballots.ranked import Borda, Condorcet, RankedRule, Resolution, Stv
from ballots.ranked.ties import StageTieStep
from ballots.ties import TieStep
from ballots.wording.voice import Voice

RANKED_RULES = {
    Stv.NAME: sentence("Transferable votes (the rules of Scottish council elections)"),
    Condorcet.NAME: sentence("Comparison by pairs (Condorcet)"),
    Borda.NAME: sentence("Points for places (Borda)"),
}
"""The one name of each rule that chooses from rankings, wherever it is named."""
CONVENTIONS = {
    "tournament": sentence("as many points as projects stand below it, those left out among them"),
    "positional": sentence("the first place as many points as a ballot can have places, each further place one fewer"),
    "last-is-nought": sentence("the last on the ballot none, each above it one more"),
    "last-is-one": sentence("the last on the ballot one, each above it one more"),
}
RESOLUTIONS = {
    Resolution.MINIMAX: sentence("the project whose widest defeat is the narrowest (minimax)"),
    Resolution.RANKED_PAIRS: sentence("the widest majorities are kept first (ranked pairs)"),
    Resolution.SCHULZE: sentence("the widest path of majorities tells (Schulze)"),
}
TIES: Mapping[str, str] = {
    StageTieStep.STAGES: sentence("the latest earlier stage in which they differed"),
    TieStep.VOTES: sentence("more voters who ranked it"),
    TieStep.LOT: sentence("the lot"),
    TieStep.REFUSE: sentence("nobody: the count stops"),
}


def ranked_rows(voice: Voice, rule: RankedRule) -> tuple[tuple[str, str], ...]:
    """Give each parameter with its value, in the order in which they are read."""
    first = (voice.say(sentence("Rule")), voice.say(RANKED_RULES[rule.NAME]))
    told = [(voice.say(words), value) for words, value in _rows(voice, rule)]
    ties = ", ".join(voice.say(TIES[step]) for step in rule.tie_order)
    return (first, *told, (voice.say(sentence("Ties go to")), ties))


def _rows(voice: Voice, rule: RankedRule) -> Iterator[tuple[str, str]]:
    if isinstance(rule, Condorcet):
        yield sentence("Projects that are chosen"), voice.number(1)
        yield sentence("If no project is preferred to each other one"), voice.say(RESOLUTIONS[rule.resolution])
        return
    yield sentence("Projects that are chosen"), voice.number(rule.seats)
    if isinstance(rule, Borda):
        yield sentence("What a place is worth"), voice.say(CONVENTIONS[rule.convention])
        return
    moved = sentence("they are passed on, though nothing hangs on it") if rule.last_transfer else sentence("they stay")
    yield sentence("Papers of the last project excluded"), voice.say(moved)
