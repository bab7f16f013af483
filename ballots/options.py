"""The options of the command line that name a rule and its parameters: read from words, and written back as words."""

from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum

from ballots.errors import BadRule, BallotError, sentence
from ballots.every_rule import ANY_RULES, AnyRule
from ballots.pabulib.amounts import decimal_text, scaled
from ballots.ranked import Resolution
from ballots.rankings import CONVENTIONS
from ballots.rules import Completion, Merit, Misfit
from ballots.rules.equal_shares import Start, Utility
from ballots.ties import TieStep

DEFAULT = "default"
"""How an option says that what it sets follows from the poll."""
MOST = 10**15


class BadCommand(BallotError):
    """A command line that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Words:
    """An option that takes one word of a list; `of` makes of it what the rule holds."""

    help: str
    choices: tuple[str, ...]
    of: Callable[[str], str] = str

    def add(self, command: ArgumentParser, option: str) -> None:
        """Add the option to a parser."""
        command.add_argument(option, choices=self.choices, help=self.help)

    def read(self, _option: str, text: str, _exponent: int) -> str:
        """Give the word as the rule holds it."""
        return self.of(text)

    def written(self, option: str, value: object, _exponent: int) -> list[str]:
        """Give the option with its word."""
        return [option, str(value)]


@dataclass(frozen=True, slots=True)
class YesNo:
    """An option that is said with `--name` or `--no-name`."""

    help: str

    def add(self, command: ArgumentParser, option: str) -> None:
        """Add both options to a parser."""
        command.add_argument(option, action=BooleanOptionalAction, help=self.help)

    def read(self, _option: str, text: bool, _exponent: int) -> bool:  # noqa: FBT001 - what argparse understood
        """Give yes or no."""
        return text

    def written(self, option: str, value: object, _exponent: int) -> list[str]:
        """Give the one of the two options."""
        return [option if value else option.replace("--", "--no-", 1)]


@dataclass(frozen=True, slots=True)
class Whole:
    """An option that takes a whole number of nought or more; `none` is the number that stands for no number."""

    help: str
    none: bool = False

    def add(self, command: ArgumentParser, option: str) -> None:
        """Add the option to a parser."""
        command.add_argument(option, metavar="N", help=self.help)

    def read(self, option: str, text: str, _exponent: int) -> int | None:
        """Give the number. Raises BadRule for anything else."""
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and int(text) <= MOST):
            raise BadRule(sentence("%(option)s needs a whole number, nought or more."), option=option)
        return None if self.none and int(text) == 0 else int(text)

    def written(self, option: str, value: object, _exponent: int) -> list[str]:
        """Give the option with its number."""
        return [option, str(value or 0)]


@dataclass(frozen=True, slots=True)
class Money:
    """An option that takes an amount in units of the poll's currency, decimals allowed, or the word default."""

    help: str

    def add(self, command: ArgumentParser, option: str) -> None:
        """Add the option to a parser."""
        command.add_argument(option, metavar="AMOUNT", help=self.help)

    def read(self, _option: str, text: str, exponent: int) -> int | None:
        """Give minor units, None for the default. Raises BadRule for what is no amount above zero."""
        if text == DEFAULT:
            return None
        try:
            amount = scaled(text, exponent)
        except ArithmeticError:
            raise BadRule(sentence("The increment is not a number.")) from None
        if not amount.is_finite() or not 1 <= amount <= MOST or amount != int(amount):
            raise BadRule(sentence("The increment must be a whole number of the currency's smallest unit, above zero."))
        return int(amount)

    def written(self, option: str, value: object, exponent: int) -> list[str]:
        """Give the option with its amount; nothing for the default."""
        return [option, decimal_text(value, exponent)] if isinstance(value, int) else []


@dataclass(frozen=True, slots=True)
class TieOrder:
    """The option for the order in which projects win ties."""

    help: str

    def add(self, command: ArgumentParser, option: str) -> None:
        """Add the option to a parser."""
        command.add_argument(option, metavar="STEPS", help=self.help)

    def read(self, _option: str, text: str, _exponent: int) -> tuple[str, ...]:
        """Give the steps; the rule checks them."""
        return tuple(text.split(","))

    def written(self, option: str, value: object, _exponent: int) -> list[str]:
        """Give the option with its steps."""
        assert isinstance(value, tuple)  # noqa: S101 - as every rule holds them
        return [option, ",".join(value)]


def _one_of(told: str, of: type[StrEnum]) -> Words:
    return Words(told, tuple(word.value for word in of), of)


OPTIONS: dict[str, Words | YesNo | Whole | Money | TieOrder] = {
    "completion": _one_of("what follows the first shares (default: add1-fill)", Completion),
    "exhaustive": YesNo("stop adding once nothing more fits"),
    "comparison": YesNo("greedy stands if more voters prefer it"),
    "increment": Money("the step of add1 in units of the currency, decimals allowed"),
    "utility": _one_of("equal shares: a project is worth its cost, or its points alone", Utility),
    "start": _one_of("equal shares: begin with exactly B/n, or with whole units of it", Start),
    "eligibility": Whole("equal shares: K, a project needs its cost / (K x budget) of the voters (0: no filter)"),
    "by": _one_of("greedy: go by points, or by points for the money", Merit),
    "misfit": _one_of("a project that no longer fits is skipped, or the count stops", Misfit),
    "min_score": Whole("greedy: the fewest points a project needs"),
    "min_voters": Whole("greedy: the fewest voters a project needs"),
    "min_percent": Whole("greedy: the fewest of a hundred voters a project needs"),
    "part_funding": YesNo("greedy: give what is left to the next project, if so much is of use to it"),
    "seats": Whole("stv, borda: how many places are filled (default: as the file says)"),
    "last_transfer": YesNo("stv: move papers on after the last exclusion too"),
    "convention": Words("borda: how places become points", CONVENTIONS),
    "longest": Whole("borda: the most places a ballot may have (0: as many as there are)", none=True),
    "resolution": _one_of("condorcet: who wins where majorities go in a circle", Resolution),
    "tie_order": TieOrder("cost, votes, then lot or refuse; stv: stages, then lot or refuse"),
}
"""The option of every parameter of every rule, by the parameter's name."""


def option_of(parameter: str) -> str:
    """Give the option as it is typed."""
    return "--" + parameter.replace("_", "-")


def add_rule_options(command: ArgumentParser) -> None:
    """Add the options that name a rule and its parameters."""
    command.add_argument("--rule", choices=list(ANY_RULES), default=next(iter(ANY_RULES)))
    for parameter, option in OPTIONS.items():
        option.add(command, option_of(parameter))
    command.add_argument("--refuse-ties", action="store_true", help="stop where only a lot could decide")


def rule_of(arguments: Namespace, exponent: int) -> AnyRule:
    """Build the rule that a command names. Raises BadCommand or BadRule if it makes no sense.

    What is not said is what the rule has by default; what is said and means nothing to the rule is refused.
    """
    kind = ANY_RULES[arguments.rule]
    known = {field.name for field in fields(kind)}
    given: dict[str, object] = {}
    for parameter, option in OPTIONS.items():
        said = getattr(arguments, parameter, None)
        if said is None:
            continue
        if parameter not in known:
            template = sentence("%(option)s has no meaning for the rule %(rule)s.")
            raise BadCommand(template, option=option_of(parameter), rule=arguments.rule)
        given[parameter] = option.read(option_of(parameter), said, exponent)
    if getattr(arguments, "refuse_ties", False):
        given["tie_order"] = _refusing(given.get("tie_order", kind().tie_order))
    build: Callable[..., AnyRule] = kind
    return build(**given)


def words_of(rule: AnyRule, exponent: int) -> list[str]:
    """Give the options that say this rule, every parameter of it."""
    words = ["--rule", rule.NAME]
    for parameter, option in OPTIONS.items():
        if parameter in {field.name for field in fields(rule)}:
            words += option.written(option_of(parameter), getattr(rule, parameter), exponent)
    return words


def _refusing(steps: object) -> tuple[str, ...]:
    assert isinstance(steps, tuple)  # noqa: S101 - as every rule holds them
    return (*(step for step in steps if step not in {TieStep.LOT, TieStep.REFUSE}), TieStep.REFUSE.value)
