"""Write a poll as a .pb file that says nothing about any one voter."""

import csv
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TextIO

from ballots.errors import BadPoll, sentence
from ballots.pabulib.amounts import NO_CURRENCY, decimal_text
from ballots.poll import Poll
from ballots.profile import Profile
from ballots.styles import Approval


@dataclass(frozen=True, slots=True)
class About:
    """The entries of META that a poll does not know by itself; dates are dd.mm.yyyy or yyyy.

    `more` holds further entries that the format names (district, subunit, edition, comment).
    """

    description: str
    country: str
    unit: str
    instance: str
    date_begin: str
    date_end: str
    rule: str = "unknown"
    language: str = "en"
    more: dict[str, str] = field(default_factory=dict, hash=False)


META_ORDER = (
    *("description", "country", "unit", "district", "subunit", "instance", "num_projects", "num_votes", "budget"),
    *("vote_type", "rule", "date_begin", "date_end", "min_length", "max_length", "edition", "language", "currency"),
    *("fully_funded", "experimental", "comment", "acknowledgments"),
)


def write(
    target: TextIO,
    poll: Poll,
    profile: Profile,
    *,
    style: Approval,
    about: About,
    selected: Collection[str] | None = None,
) -> None:
    """Write the poll: voters are numbered from 1 in the order of what they marked, and blank ballots are left out.

    With `selected` (ids of funded projects) the projects carry the column of that name. Open a file with
    newline="". Raises BadPoll for an id that the format cannot hold.
    """
    for project in poll.projects:
        if any(sign in project.project_id for sign in ',;"\n\r'):
            raise BadPoll(
                sentence("The id of project %(project)s holds a sign that a .pb file cannot."), project=project
            )
    rows = csv.writer(target, delimiter=";", lineterminator="\n")
    rows.writerows([("META",), ("key", "value"), *_meta(poll, profile, style, about)])
    rows.writerows([("PROJECTS",), *_projects(poll, profile, selected)])
    rows.writerows([("VOTES",), ("voter_id", "vote")])
    voter = 0
    for group in profile.groups:
        vote = ",".join(group.marks)
        rows.writerows((number, vote) for number in range(voter + 1, voter + group.weight + 1))
        voter += group.weight


def _meta(poll: Poll, profile: Profile, style: Approval, about: About) -> list[tuple[str, str]]:
    most = len(poll.projects) if style.max_choices is None else min(style.max_choices, len(poll.projects))
    entries = {
        **about.more,
        "description": about.description,
        "country": about.country,
        "unit": about.unit,
        "instance": about.instance,
        "num_projects": str(len(poll.projects)),
        "num_votes": str(profile.voters),
        "budget": decimal_text(poll.budget, poll.exponent),
        "vote_type": "approval",
        "rule": about.rule,
        "date_begin": about.date_begin,
        "date_end": about.date_end,
        "min_length": str(style.min_choices) if style.min_choices > 1 else "",
        "max_length": str(most) if style.max_choices is not None else "",
        "language": about.language,
        "currency": "" if poll.currency == NO_CURRENCY else poll.currency,
        "fully_funded": "1" if sum(project.cost for project in poll.projects) <= poll.budget else "",
    }
    return [(key, _line(entries[key])) for key in META_ORDER if entries.get(key)]


def _projects(poll: Poll, profile: Profile, selected: Collection[str] | None) -> list[tuple[str, ...]]:
    columns = ("project_id", "cost", "votes", "name")
    table: list[tuple[str, ...]] = [columns if selected is None else (*columns, "selected")]
    for project in poll.projects:
        votes = str(profile.votes[project.project_id])
        row = (project.project_id, decimal_text(project.cost, poll.exponent), votes, _line(project.name))
        table.append(row if selected is None else (*row, str(int(project.project_id in selected))))
    return table


def _line(text: str) -> str:
    """Put a text on one line with single spaces."""
    return " ".join(text.split())
