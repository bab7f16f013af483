"""How counts speak on a page: the sentences of `ballots.wording` in the reader's language, money as pages write it."""

import re
from collections.abc import Mapping

from flask import Flask
from flask_babel import get_translations

from ballots.errors import sentence
from ballots.every_rule import AnyRule
from ballots.explain import Explanation, Kind
from ballots.outcome import Outcome, Steps
from ballots.wording.fair import better_by_shares
from ballots.wording.parameters import rule_rows
from ballots.wording.unfunded import VERDICTS
from ballots.wording.voice import Voice, rounded
from pb_app.web.filters import NO_MINOR_UNIT, number, pounds

OPTION = re.compile(r" (?=--)")


def page_voice(titles: Mapping[str, str], currency: str = "GBP", exponent: int = 2) -> Voice:
    """The voice of this request for a poll with these titles, whose money has so many decimals."""
    words = get_translations()
    return Voice(
        words.ugettext, words.ungettext, lambda minor: pounds(minor, currency), number, titles, int(10**exponent)
    )


def in_short(reason: Explanation, *, figures: bool = True) -> str:
    """Why a project was not funded, in a few words for a table; of totals no figure, since it would tell of ballots."""
    voice = page_voice({})
    if figures and reason.kind is Kind.MONEY_SPENT_ELSEWHERE:
        return voice.say(sentence("Its supporters still had %(percent)s%% of what it costs"), percent=reason.percent)
    return voice.say(VERDICTS[reason.kind])


def told_parameters(rule: AnyRule, currency: str, steps: Steps | None = None) -> list[list[str]]:
    """Every parameter of a rule with its value, as rows of a table; `steps` are those of its count."""
    voice = page_voice({}, currency, 0 if currency in NO_MINOR_UNIT else 2)
    return [list(row) for row in rule_rows(voice, rule, steps)]


def better_off(outcome: Outcome) -> str:
    """How many voters have more of their projects funded by equal shares and how many by most votes first."""
    return better_by_shares(page_voice({}), outcome.comparison) if outcome.comparison else ""


def options_of(command: str) -> list[str]:
    """A command cut before each of its options, so that a line is broken there and not within one."""
    return OPTION.split(command)


def init_app(app: Flask) -> None:
    """Give templates what counts say."""
    for told in (in_short, told_parameters, better_off, options_of, rounded):
        app.add_template_filter(told)
