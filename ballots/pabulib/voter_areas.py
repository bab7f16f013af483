"""The ballots of a .pb file by the area that it names beside each: read a second time, and only where that is asked."""

from collections import Counter
from pathlib import Path

from ballots.pabulib.paper import NO_AREA
from ballots.pabulib.reading import PabulibPoll
from ballots.pabulib.rows import Header, Rows
from ballots.profile import Profile
from ballots.styles import Choice

COLUMNS = ("neighborhood", "district")
"""The columns of VOTES in which old and new files name where a voter lives; the first that is there holds."""


def profiles_by_area(source: Path | bytes, read: PabulibPoll) -> dict[str, Profile]:
    """Give the ballots cast from each area, "" for those without one; nothing where the file names none.

    `read` is the same file as it was read. Raises OSError if a path cannot be opened.
    """
    areas = _areas(source if isinstance(source, bytes) else source.read_bytes())
    points = read.points or ((),) * len(read.ballots)
    choices = map(Choice, read.ballots, points)
    counted: dict[str, Counter[Choice]] = {}
    for area, choice in zip(areas, choices, strict=False):
        counted.setdefault(area, Counter())[choice] += 1
    return {area: read.style.profile(read.poll, counted[area].items()) for area in sorted(counted)}


def _areas(data: bytes) -> list[str]:
    """Give the area of each voter in the file's order; nobody's where there is no such column."""
    rows = Rows(data)
    for name in ("META", "PROJECTS"):
        rows.enter(name)
        for _row in rows.of_section():
            pass
    rows.enter("VOTES")
    section = rows.of_section()
    header = Header.of("VOTES", next(section, None), ())
    column = next((name for name in COLUMNS if name in header.columns), None)
    if column is None:
        return []
    cells = (header.cell(row, column) for row in section)
    return ["" if cell == NO_AREA else cell for cell in cells]
