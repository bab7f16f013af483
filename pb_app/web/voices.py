"""How counts speak on a page: the sentences of `ballots.wording` in the reader's language, money as pages write it."""

from collections.abc import Mapping

from flask import Flask
from flask_babel import get_translations

from ballots.errors import sentence
from ballots.explain import Explanation, Kind
from ballots.wording.unfunded import VERDICTS
from ballots.wording.voice import Voice
from pb_app.web.filters import number, pounds


def page_voice(titles: Mapping[str, str], currency: str = "GBP", exponent: int = 2) -> Voice:
    """The voice of this request for a poll with these titles, whose money has so many decimals."""
    words = get_translations()
    return Voice(
        words.ugettext, words.ungettext, lambda minor: pounds(minor, currency), number, titles, int(10**exponent)
    )


def in_short(reason: Explanation) -> str:
    """Why a project was not funded, in a few words for a table."""
    voice = page_voice({})
    if reason.kind is Kind.MONEY_SPENT_ELSEWHERE:
        return voice.say(sentence("Its supporters had %(percent)s%% of its cost left"), percent=reason.percent)
    return voice.say(VERDICTS[reason.kind])


def init_app(app: Flask) -> None:
    """Give templates the short reason."""
    app.add_template_filter(in_short)
