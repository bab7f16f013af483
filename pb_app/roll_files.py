"""Reading a list of people for a roll: CSV with an e-mail address, or a name and day of birth, a line. Pure.

Every line is read by itself, so that one fault hides no other. Nothing of a line is repeated in what is said of it.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pb_app.desk import AtDesk
from pb_app.postcode_files import LineFault, WrongFile, decoded
from pb_app.receipts import normalised_identity
from pb_app.refusals import Invalid, sentence

COLUMNS = ("email", "name", "born")
MOST_LINES = 100_000
LONGEST_LINE = 1_000
DATES = ("%Y-%m-%d", "%d/%m/%Y")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NO_HEAD = sentence("The first line must name the columns: email, or name and born, or all three.")


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list holds: the identities of its people in its order, and a fault for every line that was left out."""

    identities: tuple[str, ...]
    faults: tuple[LineFault, ...]


def read_list(data: bytes) -> Listed:
    """Read a list; wrong lines are left out and told. Raises WrongFile or Invalid for what is no such list at all."""
    lines = decoded(data).splitlines()
    if len(lines) > MOST_LINES + 1:
        raise Invalid(sentence("A list has at most %(most)d lines. Split it."), field="file", most=MOST_LINES)
    if not lines:
        raise WrongFile([LineFault(1, NO_HEAD, {})])
    places = _head(lines[0])
    faults: list[LineFault] = []
    found: dict[str, int] = {}
    identities = []
    for number, line in _filled(lines):
        try:
            identity = _identity(_cells(line, places))
            _check_once(found.setdefault(normalised_identity(identity), number), number)
            identities.append(identity)
        except Invalid as wrong:
            faults.append(LineFault(number, wrong.template, wrong.figures))
    return Listed(tuple(identities), tuple(faults))


def _check_once(first: int, number: int) -> None:
    if first != number:
        raise Invalid(sentence("The same person stands on line %(first)d already."), first=first)


def _filled(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines after the head that hold something, with their numbers from 1."""
    return ((number, line) for number, line in enumerate(lines[1:], 2) if line.strip(', ";\t'))


def _head(line: str) -> Mapping[str, int]:
    """Where each column stands. Raises WrongFile if the line names none by which somebody can be known."""
    try:
        names = [cell.casefold() for cell in _split(line)]
    except Invalid as wrong:
        raise WrongFile([LineFault(1, NO_HEAD, {})]) from wrong
    places = {name: names.index(name) for name in COLUMNS if name in names}
    if "email" not in places and not {"name", "born"} <= places.keys():
        raise WrongFile([LineFault(1, NO_HEAD, {})])
    return places


def _cells(line: str, places: Mapping[str, int]) -> dict[str, str]:
    cells = _split(line)
    if len(cells) <= max(places.values()):
        raise Invalid(sentence("This line has fewer columns than the first."))
    return {name: cells[place] for name, place in places.items()}


def _split(line: str) -> list[str]:
    if len(line) > LONGEST_LINE:
        raise Invalid(sentence("This line is longer than %(most)d signs."), most=LONGEST_LINE)
    try:
        cells = next(csv.reader([line], strict=True))
    except csv.Error as broken:
        raise Invalid(sentence("This line cannot be read as CSV. A quotation mark may be missing.")) from broken
    if any(cell.startswith(FORMULA) for cell in cells):
        raise Invalid(sentence("A cell begins like a formula. Write plain text."))
    return [cell.strip() for cell in cells]


def _identity(cells: Mapping[str, str]) -> str:
    """The one text that stands for the person of a line."""
    email, name, born = (cells.get(column, "") for column in COLUMNS)
    if email and (name or born):
        raise Invalid(sentence("Give an e-mail address, or a name and day of birth, not both: it would be two votes."))
    return AtDesk(email, name, _day(born)).identity()


def _day(text: str) -> date | None:
    for form in DATES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day of birth has no hour
        except ValueError:
            continue
    if text:
        raise Invalid(sentence("Write the day of birth like 2004-11-30 or 30/11/2004."))
    return None
