"""The command line that reproduces a count, and the reading of one."""

import shlex
from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NoReturn

from ballots.errors import BadRule, BallotError, sentence
from ballots.pabulib.amounts import decimal_text
from ballots.rules import Completion, EqualShares, Greedy, Rule
from ballots.ties import DEFAULT_TIES, TieStep
from ballots.what_if import ONE_BY_ONE
from ballots.wording.voice import LANGUAGES

FILE = "FILE.pb"


class BadCommand(BallotError):
    """A command line that cannot be understood."""


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadCommand(sentence("%(what)s; see: python -m ballots --help"), what=message)


def command_line(rule: Rule, lot_seed: str, *, file: str = FILE, exponent: int = 2) -> str:
    """Give the whole command that counts `file` by this rule with this seed, quoted for a POSIX shell.

    `exponent` is the poll's: the command names the increment in units of its currency.
    """
    words = ["python", "-m", "ballots", "count", file, "--rule", rule.NAME]
    if isinstance(rule, EqualShares):
        words += ["--completion", rule.completion.value]
        words += ["--exhaustive" if rule.exhaustive else "--no-exhaustive"]
        words += ["--comparison" if rule.comparison else "--no-comparison"]
        if rule.increment is not None:
            words += ["--increment", decimal_text(rule.increment, exponent)]
    return shlex.join([*words, "--tie-order", ",".join(rule.tie_order), f"--lot-seed={lot_seed}", "--json"])


def parser() -> ArgumentParser:
    """Give the parser of `python -m ballots`."""
    root = _Parser(prog="python -m ballots", description="Count a poll from a .pb file, exactly.", allow_abbrev=False)
    commands = root.add_subparsers(dest="command", required=True)
    _add_rule(commands.add_parser("count", help="count a poll", allow_abbrev=False))
    explain = commands.add_parser("explain", help="say for each project why it was funded or not", allow_abbrev=False)
    _add_rule(explain)
    explain.add_argument("--project", help="everything about this one, and what would have funded it")
    explain.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="en or gd")
    explain.add_argument("--one-by-one", type=int, default=ONE_BY_ONE, help="numbers counted each (default: 40)")
    commands.add_parser("check", help="say whether a file can be counted").add_argument("file", type=Path)
    return root


def _add_rule(command: ArgumentParser) -> None:
    command.add_argument("file", type=Path, help="a poll in Pabulib's format")
    command.add_argument("--rule", choices=[EqualShares.NAME, Greedy.NAME], default=EqualShares.NAME)
    words = [word.value for word in Completion]
    command.add_argument("--completion", choices=words, help="what follows the first shares (default: add1-fill)")
    command.add_argument("--exhaustive", action=BooleanOptionalAction, help="stop adding once nothing more fits")
    command.add_argument("--comparison", action=BooleanOptionalAction, help="greedy stands if more voters prefer it")
    command.add_argument("--increment", help="the step of add1 in units of the currency, decimals allowed")
    command.add_argument("--tie-order", default=",".join(DEFAULT_TIES), help="cost, votes, then lot or refuse")
    command.add_argument("--refuse-ties", action="store_true", help="stop where only a lot could decide")
    command.add_argument("--lot-seed", default="", help="the published text by which lots are drawn")
    command.add_argument("--json", action="store_true", help="print the result as one line of JSON")
    command.add_argument("--trace", type=Path, help="write the whole count, round by round, to this file")


def rule_of(arguments: Namespace, exponent: int) -> Rule:
    """Build the rule that a command names. Raises BadCommand or BadRule if it makes no sense."""
    ties = tuple(arguments.tie_order.split(","))
    if arguments.refuse_ties:
        ties = (*(step for step in ties if step not in {TieStep.LOT, TieStep.REFUSE}), TieStep.REFUSE.value)
    if arguments.rule == Greedy.NAME:
        _refuse_foreign(arguments)
        return Greedy(ties)
    return EqualShares(
        completion=Completion(arguments.completion or Completion.ADD1_FILL),
        exhaustive=bool(arguments.exhaustive),
        increment=None if arguments.increment is None else _increment(arguments.increment, exponent),
        comparison=bool(arguments.comparison),
        tie_order=ties,
    )


def _refuse_foreign(arguments: Namespace) -> None:
    for name in ("completion", "exhaustive", "comparison", "increment"):
        if getattr(arguments, name) is not None:
            raise BadCommand(sentence("--%(name)s has no meaning for the rule greedy."), name=name)


def _increment(text: str, exponent: int) -> int:
    try:
        amount = Decimal(text).scaleb(exponent)
    except InvalidOperation:
        raise BadRule(sentence("The increment is not a number.")) from None
    if not amount.is_finite() or not 1 <= amount <= 10**15 or amount != int(amount):
        raise BadRule(sentence("The increment must be a whole number of the currency's smallest unit, above zero."))
    return int(amount)
