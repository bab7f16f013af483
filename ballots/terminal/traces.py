"""The file of a whole count: the outcome with every round, and who paid what in it, group by group."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TextIO

from ballots.outcome import JSON, Outcome, Round, Stage, plain
from ballots.profile import Profile
from ballots.rules.payments import payments


def write_trace(path: Path, outcome: Outcome, profile: Profile, further: dict[str, JSON]) -> None:
    """Write one JSON document; the file appears whole or not at all.

    Beside the outcome it holds `further`, the `groups` of equal ballots in their order, and under `payments` for each
    round that supporters paid the triples [group, what each of its voters paid, what she then holds or carries].
    """
    head = {**outcome.to_json(), **further, "groups": _groups(profile)}
    with whole_file(path) as file:
        file.write(json.dumps(head, ensure_ascii=False, sort_keys=True, indent=1).removesuffix("\n}"))
        file.write(',\n "payments": [')
        for number, told in enumerate(_payments(profile, outcome)):
            file.write(("," if number else "") + "\n  " + json.dumps(told, ensure_ascii=False))
        file.write("\n ]\n}\n")


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a file for writing that appears whole or not at all; a link, a pipe or a device is written to directly."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        with path.open("w", encoding="utf-8") as file:
            yield file
        return
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _groups(profile: Profile) -> list[JSON]:
    return [
        {"marks": list(one.marks), "points": list(one.scores), "factor": one.factor, "voters": one.weight}
        for one in profile.groups
    ]


def _payments(profile: Profile, outcome: Outcome) -> Iterator[dict[str, JSON]]:
    """Give each round with its triples: paid from shares, or carried as a load."""
    numbers = {id(group): number for number, group in enumerate(profile.groups)}
    for found, paid in payments(profile, outcome):
        yield _told(found, ((numbers[id(one.group)], one.paid, one.left) for one in paid))
    loads = [Fraction(0)] * len(profile.groups)
    for found in outcome.rounds:
        if found.stage is Stage.LOADS and found.load is not None:
            yield _told(found, list(_carried(profile, found.project, found.load, loads)))


def _carried(
    profile: Profile, project: str, load: Fraction, loads: list[Fraction]
) -> Iterator[tuple[int, Fraction, Fraction]]:
    """Raise the load of every supporter of a project; a voter with a factor carries so often."""
    for number, group in enumerate(profile.groups):
        if project in group.marks:
            yield number, (load - loads[number]) * group.factor, load
            loads[number] = load


def _told(found: Round, triples: Iterable[tuple[int, Fraction, Fraction]]) -> dict[str, JSON]:
    return {"round": found.number, "project": found.project, "paid": plain(tuple(triples))}
