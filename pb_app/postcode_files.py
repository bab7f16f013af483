"""Reading a table of postcodes: CSV with `postcode,area`, every wrong line named by its number. Pure."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from pb_app.postcodes import normalised_postcode, spaced
from pb_app.refusals import Invalid, sentence

COLUMNS = ("postcode", "area")
LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with one line of a file: its number from 1, and the sentence with the figures that fill it."""

    line: int
    template: str
    figures: dict[str, object]

    def __str__(self) -> str:
        told = self.template % self.figures if self.figures else self.template
        return f"Line {self.line}: {told}"


class WrongFile(Invalid):
    """A file of which nothing was taken; `faults` names every wrong line in its order."""

    def __init__(self, faults: list[LineFault]) -> None:
        if len(faults) == 1:
            super().__init__(
                sentence("Nothing was taken from the file: line %(line)d is wrong."), field="file", line=faults[0].line
            )
        else:
            super().__init__(
                sentence("Nothing was taken from the file: %(count)d lines are wrong."), field="file", count=len(faults)
            )
        self.faults = tuple(faults)


def read_postcodes(data: bytes, areas: Mapping[str, int]) -> dict[str, int]:
    """Return which locality each postcode of a file lies in, in the file's order.

    `areas` has every name a locality goes by, folded, and its id. The first line may name the columns; then they may
    stand in any order and among others. Blank lines are passed over. Raises WrongFile with every wrong line.
    """
    rows = _rows(data)
    faults: list[LineFault] = []
    found: dict[str, tuple[int, int]] = {}
    for line, postcode, area in _named(rows, faults):
        try:
            locality_id = _area(area, areas)
            kept = normalised_postcode(postcode, field=None)
            _check_once(kept, locality_id, *found.setdefault(kept, (line, locality_id)))
        except Invalid as wrong:
            faults.append(LineFault(line, wrong.template, wrong.figures))
    if faults:
        raise WrongFile(sorted(faults, key=lambda fault: fault.line))
    if not found:
        raise Invalid(sentence("There is no postcode in this file. Write one a line: postcode,area."), field="file")
    return {postcode: locality_id for postcode, (_line, locality_id) in found.items()}


def _named(rows: Iterator[tuple[int, list[str]]], faults: list[LineFault]) -> Iterator[tuple[int, str, str]]:
    """Yield line, postcode and area of every row that has them; the others become faults."""
    places: tuple[int, int] | None = None
    try:
        for line, cells in rows:
            if not any(cells):
                continue
            if places is None:
                places, is_head = _columns(cells)
                if is_head:
                    continue
            if len(cells) <= max(places) or (places == (0, 1) and any(cells[len(COLUMNS) :])):
                faults.append(LineFault(line, sentence("Write a postcode and an area, parted by one comma."), {}))
                continue
            yield line, cells[places[0]], cells[places[1]]
    except _Unreadable as broken:
        faults.append(
            LineFault(broken.line, sentence("This line cannot be read as CSV. A quotation mark may be missing."), {})
        )


class _Unreadable(Exception):
    """A line at which the file stops being CSV."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the trimmed cells of every line."""
    reader = csv.reader(StringIO(decoded(data), newline=""), strict=True)
    before = 1
    try:
        for cells in reader:
            yield before, [cell.strip() for cell in cells]
            before = reader.line_num + 1
    except csv.Error as broken:
        raise _Unreadable(before) from broken


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8. Raises WrongFile with the line at which it is none."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        told = sentence("This is not text in UTF-8. Save the file as “CSV UTF-8” and try again.")
        raise WrongFile([LineFault(line, told, {})]) from wrong


def _columns(cells: list[str]) -> tuple[tuple[int, int], bool]:
    """Where postcode and area stand, and whether this row is the head that says so."""
    names = [cell.casefold() for cell in cells]
    if all(column in names for column in COLUMNS):
        return (names.index(COLUMNS[0]), names.index(COLUMNS[1])), True
    return (0, 1), False


def _check_once(postcode: str, locality_id: int, first: int, other: int) -> None:
    if other != locality_id:
        raise Invalid(
            sentence("%(postcode)s stands in another area on line %(first)d."), postcode=spaced(postcode), first=first
        )


def _area(name: str, areas: Mapping[str, int]) -> int:
    found = areas.get(" ".join(name.split()).casefold())
    if found is None:
        raise Invalid(sentence("“%(area)s” is no locality here."), area=name[:LONGEST_SHOWN])
    return found
