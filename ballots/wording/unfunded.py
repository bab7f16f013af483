"""Why a project was not funded, in sentences: how close it was, and where its supporters' money went."""

from collections.abc import Callable
from math import ceil

from ballots.errors import sentence, sentences
from ballots.explain import Explanation, Kind
from ballots.outcome import Outcome
from ballots.wording.money import Money, money_of
from ballots.wording.voice import PEOPLE, Voice

CLOSE = sentence("It was close.")
VERDICTS = {
    Kind.NO_SUPPORT: sentence("Nobody chose it."),
    Kind.TOO_DEAR: sentence("It costs more than the whole pot."),
    Kind.TOO_FEW_VOTES: sentence("Too few people chose it for its cost."),
    Kind.MONEY_SPENT_ELSEWHERE: sentence("Its supporters' money went to other projects they chose."),
    Kind.NOT_ENOUGH_LEFT: sentence("Too little was left at its turn."),
    Kind.BELOW_SCORE: sentence("It had less support than the rules ask for."),
    Kind.TOO_FEW_VOTERS: sentence("Fewer people chose it than the rules ask for."),
    Kind.BELOW_PERCENT: sentence("A smaller part of the voters chose it than the rules ask for."),
    Kind.INELIGIBLE: sentence("Fewer people chose it than the rules ask for at its cost."),
    Kind.EXCLUDED: sentence("Another project was funded in its place."),
    Kind.STOPPED: sentence("The count ended before its turn."),
}
NEVER_ENOUGH = sentences(
    "%(count)s person chose it. With %(share)s each that comes to %(start)s towards its %(cost)s cost, "
    "so it was %(short)s short (%(percent)s%% of what it needed).",
    "%(count)s people chose it. With %(share)s each they had %(start)s to put towards its %(cost)s cost, "
    "so it was %(short)s short (%(percent)s%% of what it needed).",
)
LEFT_OVER = sentences(
    "%(count)s person chose it. They had %(left)s left to put towards its %(cost)s cost, "
    "so it was %(short)s short (%(percent)s%% of what it needed).",
    "%(count)s people chose it. They had %(left)s left to put towards its %(cost)s cost, "
    "so it was %(short)s short (%(percent)s%% of what it needed).",
)
PAID_FOR = sentences(
    "Its supporters had paid %(paid)s for “%(title)s”, which %(count)s of them had chosen too.",
    "Its supporters had paid %(paid)s for “%(title)s”, which %(count)s of them had chosen too.",
)
ASKED_VOTERS = sentences(
    "The rules ask for at least %(count)s person to choose a project.",
    "The rules ask for at least %(count)s people to choose a project.",
)
ASKED_POINTS = sentences(
    "The rules ask for at least %(count)s point or vote; it had %(score)s.",
    "The rules ask for at least %(count)s points or votes; it had %(score)s.",
)
ASKED_FOR_COST = sentences(
    "For a cost of %(cost)s the rules ask for at least %(count)s person.",
    "For a cost of %(cost)s the rules ask for at least %(count)s people.",
)
TOGETHER = sentences(
    "It costs no more than %(count)s whole share, %(share)s.",
    "It costs as much as the whole shares of %(count)s people, %(share)s each.",
)
NEVER_ENOUGH_BY_FACTORS = sentences(
    "%(count)s person chose it. Their share came to %(start)s towards its %(cost)s cost, "
    "so it was %(short)s short (%(percent)s%% of what it needed).",
    "%(count)s people chose it. Their shares came to %(start)s towards its %(cost)s cost, "
    "so it was %(short)s short (%(percent)s%% of what it needed).",
)
NAMED = 2
"""How many of the projects that took the supporters' money are named in a sentence; the table has them all."""


def said(voice: Voice, outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    """Give the sentences for a project that was not funded, each whole."""
    return _SAID[found.kind](voice, outcome, found)


def notes(voice: Voice, found: Explanation) -> tuple[str, ...]:
    """Give what may be added about a project that its supporters' shares could not pay for."""
    if found.share is None or found.needed_votes is None:
        return ()
    together = () if found.has_factors else (voice.count(TOGETHER, found.needed_votes, share=voice.about(found.share)),)
    if found.pot_left is None:
        return together
    template = sentence(
        "What was left at the end went to projects by their votes; at its turn %(left)s was left, less than it costs."
    )
    return (*together, voice.say(template, left=voice.money(found.pot_left)))


def _nobody(voice: Voice, _outcome: Outcome, _found: Explanation) -> tuple[str, ...]:
    return (voice.say(sentence("A project that nobody chose is not funded, however much is left.")),)


def _too_dear(voice: Voice, outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    template = sentence("It costs %(cost)s; the pot held %(budget)s.")
    return (voice.say(template, cost=voice.money(found.cost), budget=voice.money(outcome.budget)),)


def _short_of_money(voice: Voice, _outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    money = money_of(found, voice.unit)
    if money is None or found.share is None:
        return (voice.count(PEOPLE, found.votes),)
    figures = {"cost": found.cost, "short": money.short, "left": money.left, "start": money.left}
    written = {name: voice.money(amount) for name, amount in figures.items()}
    share = voice.about(found.share)
    first = voice.count(_forms(found), found.votes, share=share, percent=found.percent, **written)
    close = (voice.say(CLOSE),) if money.is_close else ()
    return (first, *close, *_went_to(voice, money))


def _forms(found: Explanation) -> tuple[str, str]:
    if found.kind is Kind.MONEY_SPENT_ELSEWHERE:
        return LEFT_OVER
    return NEVER_ENOUGH_BY_FACTORS if found.has_factors else NEVER_ENOUGH


def _went_to(voice: Voice, money: Money) -> tuple[str, ...]:
    return tuple(
        voice.count(PAID_FOR, one.shared, title=voice.title(one.ref), paid=voice.money(one.paid))
        for one in money.largest[:NAMED]
    )


def _did_not_fit(voice: Voice, _outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    people = voice.count(PEOPLE, found.votes)
    if found.pot_left is None:
        return (people,)
    template = sentence(
        "When its turn came, %(left)s was left in the pot; it costs %(cost)s, so it was %(short)s short."
    )
    amounts = {"left": found.pot_left, "cost": found.cost, "short": found.cost - found.pot_left}
    return (people, voice.say(template, **{name: voice.money(amount) for name, amount in amounts.items()}))


def _few_points(voice: Voice, _outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    score = found.votes if found.score is None else found.score
    return (voice.count(ASKED_POINTS, found.least or 0, score=voice.number(score)),)


def _few_voters(voice: Voice, _outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    return (voice.count(PEOPLE, found.votes), voice.count(ASKED_VOTERS, found.least or 0))


def _few_in_a_hundred(voice: Voice, outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    template = sentence(
        "The rules ask that at least %(least)s of every 100 voters choose a project; of the %(voters)s who voted that "
        "would be %(needed)s."
    )
    needed = ceil(outcome.voters * (found.least or 0) / 100)
    figures = {"least": found.least or 0, "voters": outcome.voters, "needed": needed}
    told = voice.say(template, **{name: voice.number(figure) for name, figure in figures.items()})
    return (voice.count(PEOPLE, found.votes), told)


def _ineligible(voice: Voice, outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    needed = -(-found.cost * outcome.voters // ((found.least or 1) * outcome.budget))
    asked = voice.count(ASKED_FOR_COST, needed, cost=voice.money(found.cost))
    return (voice.count(PEOPLE, found.votes), asked)


def _excluded(voice: Voice, _outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    template = sentence("Only one of the two can be carried out, and “%(rival)s” was funded first.")
    return (voice.count(PEOPLE, found.votes), voice.say(template, rival=voice.title(found.rival)))


def _stopped(voice: Voice, _outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    template = sentence(
        "The count ended at “%(project)s”, which cost more than was left; by the rules of this poll nothing that comes "
        "after it is funded."
    )
    return (voice.count(PEOPLE, found.votes), voice.say(template, project=voice.title(found.stopped_by)))


_SAID: dict[Kind, Callable[[Voice, Outcome, Explanation], tuple[str, ...]]] = {
    Kind.NO_SUPPORT: _nobody,
    Kind.TOO_DEAR: _too_dear,
    Kind.TOO_FEW_VOTES: _short_of_money,
    Kind.MONEY_SPENT_ELSEWHERE: _short_of_money,
    Kind.NOT_ENOUGH_LEFT: _did_not_fit,
    Kind.BELOW_SCORE: _few_points,
    Kind.TOO_FEW_VOTERS: _few_voters,
    Kind.BELOW_PERCENT: _few_in_a_hundred,
    Kind.INELIGIBLE: _ineligible,
    Kind.EXCLUDED: _excluded,
    Kind.STOPPED: _stopped,
}
