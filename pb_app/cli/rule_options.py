"""The options of commands that name a counting rule: the same, with the same meaning, as `python -m ballots` has."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

import click

from ballots.options import OPTIONS, Words, YesNo, option_of, rule_of
from ballots.rules import RULES, EqualShares, Greedy, Phragmen, Rule

F = TypeVar("F", bound=Callable[..., Any])
PARAMETERS = {field.name for kind in RULES.values() for field in fields(kind)}


def with_rule_options(command: F) -> F:
    """Add the options of every rule that spends a budget."""
    for parameter in reversed([name for name in OPTIONS if name in PARAMETERS]):
        option, told = option_of(parameter), OPTIONS[parameter]
        if isinstance(told, YesNo):
            both = f"{option}/{option.replace('--', '--no-', 1)}"
            command = click.option(both, parameter, default=None, help=told.help)(command)
        else:
            kind = click.Choice(told.choices) if isinstance(told, Words) else None
            command = click.option(option, parameter, type=kind, help=told.help)(command)
    return click.option("--rule", type=click.Choice(list(RULES)), default=next(iter(RULES)))(command)


def chosen_rule(words: Mapping[str, str | bool | None], exponent: int) -> Rule:
    """The rule that the options name; `exponent` is the currency's. Raises BadCommand or BadRule."""
    rule = rule_of(Namespace(**words), exponent)
    assert isinstance(rule, EqualShares | Greedy | Phragmen)  # noqa: S101  # --rule offers no other
    return rule
