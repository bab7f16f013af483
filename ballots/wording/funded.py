"""Why a project was funded, in sentences."""

from collections.abc import Callable

from ballots.errors import sentence, sentences
from ballots.explain import Explanation, Kind
from ballots.outcome import Outcome
from ballots.wording.voice import PEOPLE, Voice, rounded

VERDICTS = {
    Kind.FUNDED: sentence("The people who chose it could pay for it."),
    Kind.FILLED: sentence("It was funded from what the shares left over."),
    Kind.MOST_VOTES: sentence("It had enough votes while there was enough money."),
    Kind.CARRIED: sentence("It was the project that asked least of the people who chose it."),
    Kind.PART_FUNDED: sentence("It is funded in part."),
    Kind.FREE: sentence("It costs nothing, and somebody chose it."),
}
ALL_PAID = sentences(
    "%(count)s person chose it, and paid for it with their share: %(price)s.",
    "%(count)s people chose it, and all of them paid for it with their shares: %(price)s each.",
)
ALL_PAID_AT_MOST = sentences(
    "%(count)s person chose it, and paid for it with their share, no more than %(price)s.",
    "%(count)s people chose it, and all of them paid for it with their shares; nobody paid more than %(price)s.",
)
SOME_PAID = sentences(
    "%(count)s of them paid for it with their share: %(price)s.",
    "%(count)s of them paid for it with their shares; nobody paid more than %(price)s.",
)
PAID_BY_POINTS = sentences(
    "%(count)s of them paid for it with their share: %(price)s for each point they gave it.",
    "%(count)s of them paid for it with their shares; nobody paid more than %(price)s for each point they gave it.",
)
FUNDED_BEFORE = sentences(
    "%(count)s project was funded before it. It costs %(cost)s.",
    "%(count)s projects were funded before it. It costs %(cost)s.",
)
GAVE_ALL = sentences(
    "%(count)s of those who paid gave all they had left, so the others paid a little more.",
    "%(count)s of those who paid gave all they had left, so the others paid a little more.",
)
POINTS = sentences("Together they gave it %(count)s point.", "Together they gave it %(count)s points.")


def said(voice: Voice, outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    """Give the sentences for a funded project, each whole."""
    return _SAID[found.kind](voice, outcome, found)


def notes(voice: Voice, found: Explanation) -> tuple[str, ...]:
    """Give what may be added about a project that its supporters' shares paid for."""
    if found.price is None or found.effective_votes is None:
        return ()
    told = [voice.count(GAVE_ALL, found.paid_all)] if found.paid_all and not _alike(found) else []
    if _has_points(found):
        return tuple(told)
    effective = rounded(found.effective_votes)
    template = sentence(
        "That makes %(effective)s effective votes: its cost divided by the most that any one person paid."
    )
    return (*told, voice.say(template, effective=effective))


def _alike(found: Explanation) -> bool:
    return found.price is not None and found.price * found.payers == found.cost


def _by_shares(voice: Voice, _outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    price = voice.about(found.price or 0)
    paid: tuple[str, ...]
    if _has_points(found):
        paid = (*_support(voice, found), voice.count(PAID_BY_POINTS, found.payers, price=price))
    elif found.payers == found.votes:
        paid = (voice.count(ALL_PAID if _alike(found) else ALL_PAID_AT_MOST, found.votes, price=price),)
    else:
        paid = (voice.count(PEOPLE, found.votes), voice.count(SOME_PAID, found.payers, price=price))
    return (*paid, _place_in_order(voice, found))


def _place_in_order(voice: Voice, found: Explanation) -> str:
    cost = voice.money(found.cost)
    if found.number == 1:
        return voice.say(sentence("It was the first project to be funded. It costs %(cost)s."), cost=cost)
    return voice.count(FUNDED_BEFORE, found.number - 1, cost=cost)


def _filled(voice: Voice, _outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    template = sentence(
        "Once no group of supporters could pay for a further project, what was left went to projects by their votes. "
        "It was number %(number)s, costs %(cost)s and left %(left)s in the pot."
    )
    return (voice.count(PEOPLE, found.votes), voice.say(template, **_place(voice, found)))


def _by_votes(voice: Voice, outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    if outcome.parameters.get("by") == "value":
        template = sentence(
            "It was number %(number)s by votes for the money, costs %(cost)s and left %(left)s in the pot."
        )
    elif _has_points(found):
        template = sentence("It was number %(number)s by points, costs %(cost)s and left %(left)s in the pot.")
    else:
        template = sentence("It was number %(number)s by votes, costs %(cost)s and left %(left)s in the pot.")
    return (*_support(voice, found), voice.say(template, **_place(voice, found)))


def _carried(voice: Voice, _outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    load = sentence(
        "Each of them now carries %(load)s of the cost of what they chose; no other project would have asked less."
    )
    template = sentence("It was number %(number)s, costs %(cost)s and left %(left)s in the pot.")
    return (
        voice.count(PEOPLE, found.votes),
        voice.say(load, load=voice.about(found.load or 0)),
        voice.say(template, **_place(voice, found)),
    )


def _in_part(voice: Voice, _outcome: Outcome, found: Explanation) -> tuple[str, ...]:
    template = sentence(
        "It costs %(cost)s. When its turn came, %(given)s was left in the pot, and it gets all of that."
    )
    return (
        *_support(voice, found),
        voice.say(template, cost=voice.money(found.cost), given=voice.money(found.given)),
    )


def _free(_voice: Voice, _outcome: Outcome, _found: Explanation) -> tuple[str, ...]:
    return ()


def _support(voice: Voice, found: Explanation) -> tuple[str, ...]:
    people = voice.count(PEOPLE, found.votes)
    return (people, voice.count(POINTS, found.score or 0)) if _has_points(found) else (people,)


def _has_points(found: Explanation) -> bool:
    return found.score is not None and found.score != found.votes


def _place(voice: Voice, found: Explanation) -> dict[str, str]:
    return {
        "number": voice.number(found.number),
        "cost": voice.money(found.cost),
        "left": voice.money(found.pot_left or 0),
    }


_SAID: dict[Kind, Callable[[Voice, Outcome, Explanation], tuple[str, ...]]] = {
    Kind.FUNDED: _by_shares,
    Kind.FILLED: _filled,
    Kind.MOST_VOTES: _by_votes,
    Kind.CARRIED: _carried,
    Kind.PART_FUNDED: _in_part,
    Kind.FREE: _free,
}
