"""The last chapter: files for anyone, a count that needs no database, and a check of everything that is stored."""

import csv
import json
import shlex
from pathlib import Path

from config import ROOT
from tests.browser.journey import Journey, run
from tests.browser.proposing import CLUB, HARBOUR
from tests.browser.windows import Window


def count_again(journey: Journey, winners: list[str]) -> None:
    """The printed command, given the file of ballots alone, finds the same winners in the same order."""
    reader = journey.windows["reader"]
    ballots = reader.take("All ballots, in Pabulib's format", journey.folder)
    printed = shlex.split(reader.main.locator(".mh-command").inner_text())
    assert printed[:4] == ["python", "-m", "ballots", "count"], printed
    told = json.loads(run("ballots", *printed[3:], environ={"PYTHONPATH": str(ROOT)}, where=journey.folder))
    titles = titles_in(ballots)
    assert [titles[ref] for ref in told["winners"]] == winners
    assert table_of(reader, journey) == winners


def titles_in(ballots: Path) -> dict[str, str]:
    """The titles of a poll's projects by their ids, from its file."""
    section = ballots.read_text("utf-8").split("PROJECTS\n")[1].split("VOTES\n")[0].strip().splitlines()
    return {row["project_id"]: row["name"] for row in csv.DictReader(section, delimiter=";")}


def table_of(reader: Window, journey: Journey) -> list[str]:
    """The winners in their order, as the table says them."""
    rows = rows_of(reader.take("The result as a table", journey.folder))
    return [row["title"] for row in sorted(rows, key=lambda row: int(row["order"] or 0)) if row["order"]]


def read_the_books(journey: Journey) -> None:
    """The budget as a table has a line for every movement of money, down to the awards."""
    rows = rows_of(journey.windows["reader"].take("This budget as a table", journey.folder))
    awards = [(row["to"], row["amount_minor_units"]) for row in rows if row["kind"] == "award"]
    assert awards == [(HARBOUR.title, "1200000"), (CLUB.title, "500000")]
    assert [row["kind"] for row in rows] == ["fund_in"] * 2 + ["allot"] * 2 + ["award"] * 2


def rows_of(table: Path) -> list[dict[str, str]]:
    """The rows of a table as spreadsheets read it."""
    with table.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def verify(journey: Journey) -> None:
    """Recomputing everything that is stored finds nothing wrong."""
    told = journey.command("audit", "verify")
    assert told.endswith("Everything fits.\n"), told
