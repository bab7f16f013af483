"""The command line that reproduces a count, and the reading of one."""

import shlex
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from ballots.errors import sentence
from ballots.every_rule import AnyRule
from ballots.options import OPTIONS, BadCommand, add_rule_options, option_of, rule_of, words_of
from ballots.rules import EqualShares, Greedy, Phragmen, Rule
from ballots.what_if import ONE_BY_ONE
from ballots.wording.voice import LANGUAGES

FILE = "FILE.pb"


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadCommand(sentence("%(what)s; see: python -m ballots --help"), what=message)


def command_line(
    rule: AnyRule, lot_seed: str, *, file: str = FILE, exponent: int = 2, further: tuple[str, ...] = ()
) -> str:
    """Give the whole command that counts `file` by this rule with this seed, quoted for a POSIX shell.

    `exponent` is the poll's: the command names the increment in units of its currency. `further` are words that say
    with what else it was counted.
    """
    words = ["python", "-m", "ballots", "count", file, *words_of(rule, exponent), *further]
    return shlex.join([*words, f"--lot-seed={lot_seed}", "--json"])


def parser() -> ArgumentParser:
    """Give the parser of `python -m ballots`."""
    root = _Parser(prog="python -m ballots", description="Count a poll from a .pb or .blt file, exactly.")
    commands = root.add_subparsers(dest="command", required=True)
    for name, told in (("count", "count a poll"), ("explain", "say for each project why it was funded or not")):
        command = commands.add_parser(name, help=told, allow_abbrev=False)
        _add_file(command)
        add_rule_options(command)
        _add_language(command)
        _add_to_the_poll(command)
        command.add_argument("--trace", type=Path, help="write the whole count, round by round, to this file")
    command.add_argument("--project", help="everything about this one, and what would have funded it")
    told = f"with --project: numbers counted each (default: {ONE_BY_ONE})"
    command.add_argument("--one-by-one", type=nought_or_more, metavar="N", help=told)
    _add_pots(commands.add_parser("pots", help="count several pots of money, a file each", allow_abbrev=False))
    _add_panel(commands.add_parser("panel", help="put projects in order by a panel's scores", allow_abbrev=False))
    compare = commands.add_parser("compare", help="count a poll in several ways, side by side", allow_abbrev=False)
    _add_file(compare)
    _add_language(compare)
    _add_to_the_poll(compare)
    compare.add_argument("--side", action="append", metavar="WORDS", help='a way of counting: "greedy --misfit stop"')
    compare.add_argument("--optimum", action="store_true", help="beside them what no choice can exceed (needs highspy)")
    check = commands.add_parser("check", help="say whether a file can be counted", allow_abbrev=False)
    check.add_argument("file", type=Path, help="a poll in Pabulib's format, or ranked ballots (.blt)")
    _add_language(check)
    return root


def nought_or_more(text: str) -> int:
    """Read a whole number. Raises ValueError for anything else; the name stands in what is then said."""
    number = int(text)
    if number < 0:
        raise ValueError(number)
    return number


def side_of(words: str, exponent: int, threshold: int = 0) -> Rule:
    """Read one side of a comparison, a rule's name and its options. Raises BadCommand or BadRule.

    `threshold` is the least score that the file asks for; it holds for greedy where the words name no other.
    """
    side = _Parser(prog="--side", add_help=False, allow_abbrev=False)
    add_rule_options(side)
    arguments = side.parse_args(["--rule", *words.split()])
    rule = rule_of(arguments, exponent)
    if not isinstance(rule, EqualShares | Greedy | Phragmen):
        raise BadCommand(sentence("The rule %(rule)s spends no money, so it cannot stand in a comparison."), rule=words)
    return by_threshold(rule, arguments, threshold)


def by_threshold(rule: Rule, arguments: Namespace, threshold: int) -> Rule:
    """Give the rule with the least score that a file asks for, where it has one and the command names no other."""
    if isinstance(rule, Greedy) and threshold and arguments.min_score is None:
        return replace(rule, min_score=threshold)
    return rule


def _add_file(command: ArgumentParser) -> None:
    command.add_argument("file", type=Path, help="a poll in Pabulib's format, or ranked ballots (.blt)")
    command.add_argument("--lot-seed", default="", help="the published text by which lots are drawn")
    command.add_argument("--json", action="store_true", help="print the result as one line of JSON")


def _add_to_the_poll(command: ArgumentParser) -> None:
    told = "what an earlier round left over and this one may spend too, in units of the currency"
    command.add_argument("--carried-in", metavar="AMOUNT", help=told)
    told = "how often each voter of an area counts, a whole number; say it once for every area"
    command.add_argument("--area-weight", action="append", metavar="AREA=N", help=told)


def _add_pots(command: ArgumentParser) -> None:
    command.add_argument("files", type=Path, nargs="+", metavar="file", help="a pot: its projects, money and ballots")
    add_rule_options(command)
    command.add_argument("--carry", action="store_true", help="what a pot leaves over goes to the next, in this order")
    _add_answer(command)


def _add_panel(command: ArgumentParser) -> None:
    command.add_argument("file", type=Path, help="projects, criteria and scores as JSON; see docs/commands.md")
    for name in ("by", "misfit", "part_funding", "tie_order"):
        OPTIONS[name].add(command, option_of(name))
    command.add_argument("--refuse-ties", action="store_true", help="stop where only a lot could decide")
    command.set_defaults(rule=Greedy.NAME)
    _add_answer(command)


def _add_answer(command: ArgumentParser) -> None:
    command.add_argument("--lot-seed", default="", help="the published text by which lots are drawn")
    command.add_argument("--json", action="store_true", help="print the result as one line of JSON")
    _add_language(command)


def _add_language(command: ArgumentParser) -> None:
    command.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="of the sentences: en or gd")
