"""Explanations in English sentences, for the command line."""

from collections.abc import Callable
from fractions import Fraction

from ballots.explain import Explanation, Kind, explained
from ballots.outcome import Outcome
from ballots.poll import Poll

MOST_NAMED = 3
"""How many of the projects that took supporters' money a sentence names."""


def in_english(poll: Poll, outcome: Outcome) -> str:
    """Give one line for each project."""
    lines = []
    for found in explained(outcome):
        name = poll.by_id[found.project].name
        title = f"{found.project} ({name})" if name else found.project
        lines.append(f"{title}: {_SENTENCES[found.kind](poll, found)}")
    return "\n".join(lines)


def _money(poll: Poll, amount: Fraction | int | None) -> str:
    """Write an amount with all its decimals, rounded down to the minor unit."""
    whole, rest = divmod(int(amount or 0), poll.unit)
    decimals = f".{rest:0{poll.exponent}d}" if rest else ""
    return f"{whole}{decimals} {poll.currency}"


def _votes(number: int) -> str:
    return "1 vote" if number == 1 else f"{number} votes"


def _voters(number: int) -> str:
    return "1 voter" if number == 1 else f"{number} voters"


def _funded(poll: Poll, found: Explanation) -> str:
    effective = float(found.effective_votes or 0)
    return (
        f"funded in round {found.number}. {found.payers} of its {found.votes} supporters paid for it, "
        f"each at most {_money(poll, found.price)} (as good as {effective:.2f} votes)."
    )


def _filled(_poll: Poll, found: Explanation) -> str:
    return f"funded by its {_votes(found.votes)} from what the shares left over."


def _most_votes(poll: Poll, found: Explanation) -> str:
    return f"funded by its {_votes(found.votes)}; {_money(poll, found.pot_left)} then remained."


def _carried(poll: Poll, found: Explanation) -> str:
    return (
        f"funded in round {found.number}: its {_votes(found.votes)} carry its cost, each then carrying no more than "
        f"anybody would have for another project; {_money(poll, found.pot_left)} then remained."
    )


def _free(_poll: Poll, _found: Explanation) -> str:
    return "funded, for it costs nothing."


def _no_support(_poll: Poll, _found: Explanation) -> str:
    return "not funded. Nobody chose it."


def _too_dear(poll: Poll, found: Explanation) -> str:
    return f"not funded. Its cost of {_money(poll, found.cost)} is above the whole budget."


def _too_few(poll: Poll, found: Explanation) -> str:
    return (
        f"not funded. {_voters(found.votes)} chose it; with {_money(poll, found.share)} each, "
        f"it would have taken {found.needed_votes} to pay {_money(poll, found.cost)}."
    )


def _elsewhere(poll: Poll, found: Explanation) -> str:
    spent = sorted(found.spent_on, key=lambda spending: (-spending.paid, spending.project))[:MOST_NAMED]
    named = ", ".join(f"{_money(poll, one.paid)} for {one.project}" for one in spent)
    return (
        f"not funded. After round {found.number} its supporters held {_money(poll, found.money_left)}, "
        f"{found.percent} % of its cost; they had paid above all {named}."
    )


def _not_enough(poll: Poll, found: Explanation) -> str:
    left = f" when {_money(poll, found.pot_left)} was left" if found.pot_left is not None else ""
    return f"not funded. Its turn with {_votes(found.votes)} came{left}, and it costs {_money(poll, found.cost)}."


_SENTENCES: dict[Kind, Callable[[Poll, Explanation], str]] = {
    Kind.FUNDED: _funded,
    Kind.FILLED: _filled,
    Kind.MOST_VOTES: _most_votes,
    Kind.CARRIED: _carried,
    Kind.FREE: _free,
    Kind.NO_SUPPORT: _no_support,
    Kind.TOO_DEAR: _too_dear,
    Kind.TOO_FEW_VOTES: _too_few,
    Kind.MONEY_SPENT_ELSEWHERE: _elsewhere,
    Kind.NOT_ENOUGH_LEFT: _not_enough,
}
