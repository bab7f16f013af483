"""How time and memory grow: polls sampled from a real one, up to 100 times the voters and 10 times the projects."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

from ballots import pabulib
from ballots.poll import Poll
from ballots.profile import Profile
from ballots.rules import EqualShares
from bench.counts.single import Counted, in_a_process

BASE = "Poland_Warszawa_2026.pb"
VOTERS = 50_000
"""The voters of a poll of size 1; 100 times as many are 5 million ballots."""
SIZES = ((1, 1), (10, 1), (100, 1), (1, 10), (10, 10), (100, 10))
"""How many times the voters and how many times the projects."""
AT_A_TIME = 10_000


@dataclass(frozen=True, slots=True)
class Grown:
    """A sampled poll counted by the default rule; `input_mb` is the size of its file."""

    times_voters: int
    times_projects: int
    input_mb: float
    counted: Counted


def grown(path: Path, folder: Path, times_voters: int, times_projects: int) -> Grown:
    """Write a sampled poll into a folder, count it in a process of its own, and remove it."""
    sampled = folder / f"voters-{times_voters}-projects-{times_projects}.pb"
    read = pabulib.read(path)
    with sampled.open("w", encoding="utf-8") as file:
        for piece in _file(read.poll, read.profile, times_voters, times_projects):
            file.write(piece)
    size = round(sampled.stat().st_size / 2**20, 1)
    found = in_a_process(sampled, EqualShares().parameters())
    sampled.unlink()
    return Grown(times_voters, times_projects, size, found)


def _file(poll: Poll, profile: Profile, times_voters: int, times_projects: int) -> Iterator[str]:
    """Give the text of a .pb file; money grows with the voters, so that each has about as much as in the real poll."""
    voters = VOTERS * times_voters
    money = times_voters * times_projects
    ids = [[f"{project.project_id}x{copy}" for copy in range(times_projects)] for project in poll.projects]
    number = len(poll.projects) * times_projects
    about = {
        "description": "A sampled poll",
        "country": "Nowhere",
        "unit": "Sampled",
        "instance": "2026",
        "num_projects": number,
        "num_votes": voters,
        "budget": poll.budget * money // poll.unit,
        "vote_type": "approval",
        "rule": "unknown",
        "date_begin": "2026",
        "date_end": "2026",
        "currency": poll.currency,
    }
    yield "META\nkey;value\n" + "".join(f"{key};{value}\n" for key, value in about.items())
    chance = Random(1)
    yield "PROJECTS\nproject_id;cost\n"
    for project, copies in zip(poll.projects, ids, strict=True):
        for name in copies:
            cost = project.cost * times_voters * chance.randint(80, 120) // (100 * poll.unit)
            yield f"{name};{max(1, cost)}\n"
    yield "VOTES\nvoter_id;vote\n"
    yield from _votes(profile, dict(zip((p.project_id for p in poll.projects), ids, strict=True)), voters, chance)


def _votes(profile: Profile, ids: dict[str, list[str]], voters: int, chance: Random) -> Iterator[str]:
    """Give a row for each voter: a real ballot with one mark taken from another real ballot, so that most differ."""
    marks = [group.marks for group in profile.groups]
    weights = list(accumulate(group.weight for group in profile.groups))
    for start in range(0, voters, AT_A_TIME):
        many = min(AT_A_TIME, voters - start)
        chosen = chance.choices(marks, cum_weights=weights, k=many)
        others = chance.choices(marks, cum_weights=weights, k=many)
        rows = []
        for place, (ballot, other) in enumerate(zip(chosen, others, strict=True), start=start):
            kept = dict.fromkeys((*ballot[:-1], chance.choice(other)))
            rows.append(f"{place};{','.join(chance.choice(ids[mark]) for mark in kept)}\n")
        yield "".join(rows)
