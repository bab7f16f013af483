"""Write a poll as a .pb file, strictly as the format asks, that says nothing about any one voter."""

import csv
from collections.abc import Collection
from typing import TextIO

from ballots.errors import BadPoll, sentence
from ballots.pabulib.about import About
from ballots.pabulib.amounts import NO_CURRENCY, decimal_text
from ballots.pabulib.limits import entries_of
from ballots.pabulib.notes import comment_of
from ballots.pabulib.paper import NO_AREA
from ballots.pabulib.rows import SECTIONS
from ballots.pabulib.sheet import Cast, Sheet
from ballots.poll import Poll, Project
from ballots.styles import Approval, BallotStyle

META_ORDER = (
    *("description", "country", "unit", "district", "subunit", "instance", "num_projects", "num_votes", "budget"),
    *("vote_type", "rule", "date_begin", "date_end", "min_length", "max_length", "min_sum_cost", "max_sum_cost"),
    *("min_points", "max_points", "min_sum_points", "max_sum_points", "default_score", "min_project_cost"),
    *("max_project_cost", "min_project_score_threshold", "neighborhoods", "subdistricts", "categories", "edition"),
    *("language", "currency", "fully_funded", "experimental", "comment", "acknowledgments", "leftover_budget"),
    *("budget_per_category", "budget_per_neighborhood", "min_length_per_category", "max_length_per_category"),
    *("min_sum_cost_per_category", "max_sum_cost_per_category"),
)


def write(
    target: TextIO,
    poll: Poll,
    cast: Cast,
    *,
    style: BallotStyle,
    about: About,
    selected: Collection[str] | None = None,
) -> None:
    """Write the poll: voters are numbered from 1 in the order of what they marked, and blank ballots are left out.

    `cast` are the ballots as a profile, those of a ranking as their orders. With `selected` (ids of funded
    projects) the projects carry the column of that name. Open a file with newline="".
    Raises BadPoll for what the format cannot hold (an id with a comma or the like, points without a most total,
    voters that count more than once), BadBallot for a ballot that the style does not allow. What pabulib's checker
    does not like but a poll may have is written as it is: a project that costs nothing, one dearer than the budget.
    """
    for project in poll.projects:
        _check_id(project.project_id)
    sheet = Sheet.of(poll, cast, style)
    meta = _meta(poll, style, about) | {"num_votes": str(sum(voters for _, voters in sheet.ballots))}
    rows = csv.writer(target, delimiter=";", lineterminator="\n")
    rows.writerows([("META",), ("key", "value")])
    rows.writerows((key, _line(meta[key])) for key in META_ORDER if meta.get(key))
    rows.writerows([("PROJECTS",), *_projects(poll, sheet, style, selected)])
    rows.writerows([("VOTES",), ("voter_id", "vote", "points") if sheet.points_written else ("voter_id", "vote")])
    rows.writerows(sheet.rows())


def _check_id(project_id: str) -> None:
    odd = any(sign in project_id for sign in ',;"') or project_id != _line(project_id)
    if odd or project_id.upper() in SECTIONS:
        raise BadPoll(
            sentence("The id of project %(project)s holds a sign that a .pb file cannot, or is one of its headings."),
            project=project_id[:40],
        )


def _meta(poll: Poll, style: BallotStyle, about: About) -> dict[str, str]:
    entries = {
        **about.more,
        **entries_of(style, poll),
        "description": about.description,
        "country": about.country,
        "unit": about.unit,
        "instance": about.instance,
        "num_projects": str(len(poll.projects)),
        "budget": decimal_text(poll.budget, poll.exponent),
        "rule": about.rule,
        "date_begin": about.date_begin,
        "date_end": about.date_end,
        "language": about.language,
        "currency": "" if poll.currency == NO_CURRENCY else poll.currency,
        "fully_funded": "1" if sum(project.cost for project in poll.projects) <= poll.budget else "",
    }
    return entries | {"comment": comment_of(poll, entries.get("comment", ""))}


def _projects(poll: Poll, sheet: Sheet, style: BallotStyle, selected: Collection[str] | None) -> list[tuple[str, ...]]:
    columns = {
        "project_id": [project.project_id for project in poll.projects],
        "cost": [decimal_text(project.cost, poll.exponent) for project in poll.projects],
        "votes": [str(sheet.votes[project.project_id]) for project in poll.projects],
        "score": [str(sheet.scores[project.project_id]) for project in poll.projects],
        "name": [_name(project) for project in poll.projects],
        "selected": [str(int(project.project_id in (selected or ()))) for project in poll.projects],
        "neighborhood": [_line(project.area) or NO_AREA for project in poll.projects],
    }
    left_out = {"score"} if isinstance(style, Approval) else set()
    left_out |= {"selected"} if selected is None else set()
    left_out |= set() if any(project.area for project in poll.projects) else {"neighborhood"}
    kept = [name for name in columns if name not in left_out]
    return [tuple(kept), *zip(*(columns[name] for name in kept), strict=True)]


def _name(project: Project) -> str:
    """Give a project's name, or its id where it has none: the format wants no empty cell there."""
    return _line(project.name) or project.project_id


def _line(text: str) -> str:
    """Put a text on one line with single spaces."""
    return " ".join(text.replace("\0", " ").split())
