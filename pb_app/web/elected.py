"""How a choice from rankings is told on a page: a sentence for each project and each stage, and the figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ballots.ranked.explain import explained
from ballots.ranked.funding import ElectedProjects
from ballots.ranked.outcome import StvOutcome
from ballots.wording.fair import Table
from ballots.wording.ranked import said, stages_told
from ballots.wording.ranked_parameters import RANKED_RULES
from ballots.wording.ranked_tables import count_table
from ballots.wording.voice import Voice
from pb_app.queries.counts import Result
from pb_app.web.voices import page_voice


@dataclass(frozen=True, slots=True)
class ToldCount:
    """The words of a count in the reader's language; `stages` is empty where there were none."""

    rule: str
    reasons: Mapping[str, str]
    stages: Sequence[str]
    table: Table


def told_count(result: Result, elected: ElectedProjects) -> ToldCount:
    """The words for a result that rankings decided."""
    return elected_words(page_voice(result.titles, result.currency, elected.exponent), elected)


def elected_words(voice: Voice, elected: ElectedProjects) -> ToldCount:
    """The same for any count, in this voice."""
    outcome = elected.ranked
    reasons = {one.candidate: said(voice, one) for one in explained(outcome)}
    stages = stages_told(voice, outcome) if isinstance(outcome, StvOutcome) else ()
    return ToldCount(voice.say(RANKED_RULES[outcome.rule]), reasons, stages, count_table(voice, outcome))
