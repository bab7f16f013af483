"""A panel's sheet as a JSON file: projects and money, criteria, members, conflicts of interest and scores.

Amounts and least averages are numbers or texts ("1250.50"); they are read exactly, never through a float.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from ballots.errors import BadPoll, FileFault, sentence
from ballots.pabulib.amounts import exponent_of, scaled
from ballots.panel import Absent, Cell, Conflict, Criterion, Panel
from ballots.poll import MOST_MONEY, Poll, Project

KEYS = {
    *("budget", "projects", "criteria", "members", "lowest", "highest", "scores"),
    *("currency", "absent", "fewest", "least", "conflicts"),
}
HOME = "GBP"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A poll without ballots, the panel, and what its members gave; `sha256` is of the file's bytes."""

    poll: Poll
    panel: Panel
    scores: dict[Cell, int]
    conflicts: frozenset[Conflict]
    sha256: str


def read_sheet(data: bytes) -> Sheet:
    """Read a panel's sheet. Raises FileFault for what is no such sheet, BadPoll for one that contradicts itself."""
    try:
        tree = json.loads(data, parse_float=str)
    except (ValueError, RecursionError):
        raise FileFault(sentence("This file is no JSON.")) from None
    tree = _object(tree, "the file")
    unknown = sorted(tree.keys() - KEYS)
    if unknown:
        raise FileFault(sentence("“%(name)s” means nothing in a panel's file."), name=unknown[0][:40])
    exponent = exponent_of(_text(tree.get("currency", HOME), "currency"))
    poll = Poll(
        tuple(_project(one, exponent) for one in _list(tree.get("projects"), "projects")),
        _money(tree.get("budget"), exponent, "budget"),
        _text(tree.get("currency", HOME), "currency"),
        exponent,
    )
    return Sheet(poll, _panel(tree), _scores(tree.get("scores")), _conflicts(tree), sha256(data).hexdigest())


def _project(value: object, exponent: int) -> Project:
    told = _object(value, "projects")
    least = told.get("least")
    return Project(
        _text(told.get("id"), "id"),
        _money(told.get("cost"), exponent, "cost"),
        _text(told.get("name", ""), "name"),
        least=None if least is None else _money(least, exponent, "least"),
    )


def _panel(tree: Mapping[str, Any]) -> Panel:
    absent = _text(tree.get("absent", Absent.REFUSE.value), "absent")
    if absent not in set(Absent):
        raise FileFault(_unclear(), name="absent")
    return Panel(
        tuple(_criterion(one) for one in _list(tree.get("criteria"), "criteria")),
        tuple(_text(one, "members") for one in _list(tree.get("members"), "members")),
        _whole(tree.get("lowest"), "lowest"),
        _whole(tree.get("highest"), "highest"),
        Absent(absent),
        _whole(tree.get("fewest", 1), "fewest"),
        _average(tree.get("least", 0)),
    )


def _criterion(value: object) -> Criterion:
    told = _object(value, "criteria")
    name, weight = _text(told.get("name"), "name"), _whole(told.get("weight"), "weight")
    return Criterion(name, weight, _average(told.get("least", 0)))


def _scores(value: object) -> dict[Cell, int]:
    """Read the scores: by member, then by project, then by criterion."""
    return {
        (member, project, criterion): _whole(points, "scores")
        for member, projects in _object(value, "scores").items()
        for project, criteria in _object(projects, "scores").items()
        for criterion, points in _object(criteria, "scores").items()
    }


def _conflicts(tree: Mapping[str, Any]) -> frozenset[Conflict]:
    told = _object(tree.get("conflicts", {}), "conflicts")
    return frozenset(
        (member, _text(project, "conflicts"))
        for member, projects in told.items()
        for project in _list(projects, "conflicts")
    )


def _object(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FileFault(_unclear(), name=name)
    return value


def _list(value: object, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise FileFault(_unclear(), name=name)
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise FileFault(_unclear(), name=name)
    return value


def _whole(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise FileFault(_unclear(), name=name)
    return value


def _average(value: object) -> Fraction:
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise FileFault(_unclear(), name="least") from None


def _money(value: object, exponent: int, name: str) -> int:
    try:
        amount = scaled(str(value), exponent)
    except ArithmeticError:
        raise FileFault(_unclear(), name=name) from None
    if not amount.is_finite() or not 0 <= amount <= MOST_MONEY or amount != int(amount):
        raise BadPoll(sentence("An amount is nought or more, in whole minor units: see “%(name)s”."), name=name)
    return int(amount)


def _unclear() -> str:
    return sentence("“%(name)s” is missing in the panel's file, or is not what should stand there.")
