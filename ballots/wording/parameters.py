"""A rule with every parameter on which a result can turn, in words: for pages, and for texts that lie beside a file."""

from collections.abc import Iterator, Mapping

from ballots.errors import sentence, sentences
from ballots.every_rule import AnyRule
from ballots.outcome import Steps
from ballots.ranked import RankedRule
from ballots.rules import Completion, EqualShares, Greedy, Merit, Misfit
from ballots.rules.equal_shares import Start, Utility
from ballots.ties import TieStep
from ballots.wording.ranked_parameters import ranked_rows
from ballots.wording.voice import Voice

RULES = {
    "greedy": sentence("Most votes first"),
    "equal-shares": sentence("Equal shares"),
    "phragmen": sentence("Even loads (Phragmén)"),
}
"""The one name of each rule that spends money, wherever it is named."""
COMPLETIONS = {
    Completion.NONE: sentence("It stays in the pot"),
    Completion.FILL: sentence("What is left goes by votes, as far as it reaches"),
    Completion.ADD1: sentence("Shares are raised step by step until the next step would cost more than the pot"),
    Completion.ADD1_FILL: sentence(
        "Shares are raised step by step until the next step would cost more than the pot; what is left goes by votes"
    ),
}
STARTS = {
    Start.EXACT: sentence("the pot divided by the voters, exactly"),
    Start.WHOLE: sentence("the pot divided by the voters, in whole units of money"),
}
WORTH = {Utility.COST: sentence("what it costs"), Utility.SCORE: sentence("the same as any other")}
ORDERS = {
    Merit.SCORE: sentence("the project with most votes"),
    Merit.VALUE: sentence("the project with most votes for its money"),
}
MISFITS = {
    Misfit.SKIP: sentence("it is passed over, and the next is looked at"),
    Misfit.STOP: sentence("the count ends"),
}
TIES: Mapping[str, str] = {
    TieStep.COST: sentence("lower cost"),
    TieStep.VOTES: sentence("more voters"),
    TieStep.LOT: sentence("the lot"),
    TieStep.REFUSE: sentence("nobody: the count stops"),
}
NONE = sentence("none")
HALF_THE_POT = sentences(
    "a project that costs half of the pot needs one voter of %(count)s",
    "a project that costs half of the pot needs one voter of %(count)s",
)
"""The bar K in words: cost / (K x budget) of the voters, so half of the budget needs 1 in 2K."""


def rule_rows(voice: Voice, rule: AnyRule, steps: Steps | None = None) -> tuple[tuple[str, str], ...]:
    """Give each parameter with its value, in the order in which they are read; `steps` say what the step came to."""
    if isinstance(rule, RankedRule):
        return ranked_rows(voice, rule)
    if isinstance(rule, EqualShares):
        rows = _equal_shares(voice, rule, steps)
    elif isinstance(rule, Greedy):
        rows = _greedy(voice, rule)
    else:
        rows = iter([(sentence("Where a project no longer fits"), voice.say(MISFITS[rule.misfit]))])
    told = [(voice.say(words), value) for words, value in rows]
    ties = ", ".join(voice.say(TIES[step]) for step in rule.tie_order)
    first = (voice.say(sentence("Rule")), voice.say(RULES[rule.NAME]))
    return (first, *told, (voice.say(sentence("Ties go to")), ties))


def _equal_shares(voice: Voice, rule: EqualShares, steps: Steps | None) -> Iterator[tuple[str, str]]:
    yield sentence("Starting share"), voice.say(STARTS[rule.start])
    yield sentence("A funded project is worth to each who chose it"), voice.say(WORTH[rule.utility])
    yield sentence("Step by which shares are raised"), _increment(voice, rule, steps)
    yield sentence("Stop as soon as nothing more fits"), _yes_no(voice, said=rule.exhaustive)
    yield sentence("What happens with money left"), voice.say(COMPLETIONS[rule.completion])
    yield sentence("Give way to most votes first if more voters prefer that"), _yes_no(voice, said=rule.comparison)
    bar = voice.count(HALF_THE_POT, 2 * rule.eligibility) if rule.eligibility else voice.say(NONE)
    yield sentence("Least support for its cost"), bar


def _increment(voice: Voice, rule: EqualShares, steps: Steps | None) -> str:
    if not rule.completion.adds:
        return voice.say(NONE)
    if rule.increment is not None:
        return voice.money(rule.increment)
    told = voice.say(
        sentence("the larger of %(unit)s and a thousandth of the starting share"), unit=voice.money(voice.unit)
    )
    if steps is None:
        return told
    return voice.say(sentence("%(rule)s; it came to %(amount)s"), rule=told, amount=voice.money(steps.increment))


def _greedy(voice: Voice, rule: Greedy) -> Iterator[tuple[str, str]]:
    yield sentence("First comes"), voice.say(ORDERS[rule.by])
    yield sentence("Where a project no longer fits"), voice.say(MISFITS[rule.misfit])
    yield sentence("Fewest points a project needs"), _least(voice, rule.min_score)
    yield sentence("Fewest voters a project needs"), _least(voice, rule.min_voters)
    yield sentence("Fewest of every hundred voters a project needs"), _least(voice, rule.min_percent)
    part = sentence("What is left goes to the next project in part, if so much is of use to it")
    yield part, _yes_no(voice, said=rule.part_funding)


def _least(voice: Voice, number: int) -> str:
    return voice.number(number) if number else voice.say(NONE)


def _yes_no(voice: Voice, *, said: bool) -> str:
    return voice.say(sentence("Yes")) if said else voice.say(sentence("No"))
