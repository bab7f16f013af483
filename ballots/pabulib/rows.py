"""A .pb file as rows with their line numbers, section by section, read lazily."""

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass

from ballots.errors import FileFault, sentence

SECTIONS = ("META", "PROJECTS", "VOTES")
BLOCK = 1 << 18
"""How many bytes are looked at together, so that a large file takes little memory beside itself."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, without spaces around them, and the line on which it begins (1 is the first)."""

    line: int
    cells: list[str]


class Rows:
    """Reads a file's sections in their order.

    `line` is the line on which the last row began, `offset` the number of bytes that were read.
    """

    def __init__(self, data: bytes) -> None:
        _check_text(data)
        self.data = data
        self.offset = len(BOM_UTF8) if data.startswith(BOM_UTF8) else 0
        self._reader = csv.reader(self._text(), delimiter=";", skipinitialspace=True)
        self._section = -1
        self.line = 0

    def _text(self) -> Iterator[str]:
        for line in io.TextIOWrapper(io.BytesIO(self.data), encoding="utf-8-sig", newline=""):
            self.offset += len(line) if line.isascii() else len(line.encode())
            yield line

    def enter(self, section: str) -> None:
        """Go on to the first row of a section. Raises FileFault if the file does not have it there."""
        if self._section < 0:
            next(self.of_section(), None)
        if self._section != SECTIONS.index(section):
            raise FileFault(
                sentence("The section %(section)s is missing. A .pb file has META, PROJECTS and VOTES, in this order."),
                section=section,
            )

    def of_section(self) -> Iterator[Row]:
        """Give the rows up to the next section's heading or the end; empty lines are passed over."""
        for cells in self._cells():
            heading = cells[0].strip().upper() if cells else ""
            if heading in SECTIONS and not any(cells[1:]):
                self._begin(SECTIONS.index(heading))
                return
            if any(cells):
                if self._section < 0:
                    raise FileFault(
                        sentence("Line %(line)d: a .pb file begins with a line that says only META."), self.line
                    )
                yield Row(self.line, [cell.strip() for cell in cells])

    def _begin(self, section: int) -> None:
        if section <= self._section:
            raise FileFault(
                sentence("Line %(line)d: a second section %(section)s, or one out of order."),
                self.line,
                section=SECTIONS[section],
            )
        if section != self._section + 1:
            raise FileFault(
                sentence("Line %(line)d: the section %(section)s is missing before this one."),
                self.line,
                section=SECTIONS[self._section + 1],
            )
        self._section = section

    def _cells(self) -> Iterator[list[str]]:
        """Give raw rows, turning whatever stops the reading into a sentence with its line."""
        reader = self._reader
        while True:
            self.line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise self._open_quote() from None
            if reader.line_num > self.line and self._swallowed(cells):
                raise self._open_quote()
            yield cells

    def _swallowed(self, cells: list[str]) -> bool:
        """Say whether a quoted cell runs over a section's heading, or over lines of votes."""
        lines = {line.strip() for cell in cells if "\n" in cell or "\r" in cell for line in cell.splitlines()}
        return self._section == len(SECTIONS) - 1 or not lines.isdisjoint(SECTIONS)

    def _open_quote(self) -> FileFault:
        return FileFault(
            sentence('Line %(line)d: a quotation mark opens here and is not closed. Close it, or write it as "".'),
            self.line,
        )


def blocks(data: bytes, start: int) -> Iterator[bytes]:
    """Cut what follows `start` into blocks of whole lines; the last may lack the newline at its end."""
    while start < len(data):
        stop = data.find(b"\n", start + BLOCK) + 1 or len(data)
        yield data[start:stop]
        start = stop


def _check_text(data: bytes) -> None:
    """Raise FileFault for what is not UTF-8 or holds a zero byte."""
    begins = 0
    for block in blocks(data, 0):
        try:
            block.decode()
        except UnicodeDecodeError as problem:
            line = data.count(b"\n", 0, begins + problem.start) + 1
            raise FileFault(sentence("Line %(line)d: the text is not UTF-8. Save the file as UTF-8."), line) from None
        begins += len(block)
    zero = data.find(b"\x00")
    if zero >= 0:
        line = data.count(b"\n", 0, zero) + 1
        raise FileFault(sentence("Line %(line)d: a zero byte stands here, which no text holds. Take it out."), line)


@dataclass(frozen=True, slots=True)
class Header:
    """The column names of a section and where they stand."""

    section: str
    line: int
    columns: dict[str, int]

    @classmethod
    def of(cls, section: str, row: Row | None, needed: tuple[str, ...]) -> "Header":
        """Read a heading row. Raises FileFault if a needed column is missing or one stands twice."""
        line = row.line if row else 0
        names = [name.lower() for name in row.cells] if row else []
        for name in needed:
            if name not in names:
                raise FileFault(
                    sentence("Line %(line)d: the section %(section)s needs a column “%(column)s”."),
                    line,
                    section=section,
                    column=name,
                )
        columns = {name: place for place, name in enumerate(names) if name}
        if len(columns) < len([name for name in names if name]):
            raise FileFault(sentence("Line %(line)d: a column stands twice."), line)
        return cls(section, line, columns)

    def cell(self, row: Row, column: str) -> str:
        """Give a row's cell in a column, empty if the row ends before it or the column does not exist."""
        place = self.columns.get(column, len(row.cells))
        return row.cells[place] if place < len(row.cells) else ""
