"""By what a count was made: every parameter of its rule in words, and what anyone can type to count it again."""

from argparse import Namespace

from ballots.command import command_line
from ballots.errors import sentence
from ballots.every_rule import AnyRule
from ballots.outcome import Steps
from ballots.rules import Rule
from ballots.wording.parameters import rule_rows
from ballots.wording.voice import Voice


def rule_lines(speaking: Voice, rule: Rule, steps: Steps | None) -> list[str]:
    """Give a line for each parameter; `steps` say what the step came to."""
    return [f"{name}: {value}" for name, value in rule_rows(speaking, rule, steps)]


def again(arguments: Namespace, rule: AnyRule, exponent: int, further: tuple[str, ...] = ()) -> str:
    """Give the whole command, lot seed included; `further` are words that say with what else it was counted."""
    return command_line(rule, arguments.lot_seed, file=arguments.file.name, exponent=exponent, further=further)


def again_line(speaking: Voice, command: str) -> str:
    """Say what to type."""
    return speaking.say(sentence("To count it again: %(command)s"), command=command)
