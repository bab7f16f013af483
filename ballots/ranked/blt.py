"""Read a .blt file, the form in which ranked ballots of Scottish wards are published: strict, with line and reason.

The file has one line with the numbers of candidates and places; lines of negative numbers for those who withdrew; a
line for each kind of ballot (how many papers, the candidates in order of preference, 0); a line that says 0; then
the candidates' names and a title, in quotation marks. What follows a # outside quotation marks is a remark.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ballots.errors import FileFault, sentence
from ballots.rankings import RankedGroup, Rankings

MOST_CANDIDATES = 10_000
NAME = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(?:#.*)?')
NUMBER = re.compile(r"-?[0-9]{1,9}")
PLAIN = re.compile(r"[0-9]{1,9}(?: [0-9]{1,9})*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One who stands; the id is the number on the paper, from 1."""

    candidate_id: str
    name: str


@dataclass(frozen=True, slots=True)
class BltPoll:
    """The ballots of a ward as its file states them.

    `rankings` hold the papers as they were marked; `withdrawn` are ids that must be taken out before counting (the
    rules of `ballots.ranked` do so). `sha256` is of the file's bytes.
    """

    title: str
    seats: int
    candidates: tuple[Candidate, ...]
    withdrawn: tuple[str, ...]
    rankings: Rankings
    sha256: str

    @property
    def standing(self) -> tuple[str, ...]:
        """The ids of the candidates who did not withdraw, in the order of the paper."""
        return tuple(one.candidate_id for one in self.candidates if one.candidate_id not in self.withdrawn)


def read_blt(source: Path | bytes) -> BltPoll:
    """Read ranked ballots. Raises FileFault for whatever leaves the meaning in doubt, OSError for a path."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    return _Reading(_lines(data)).read(sha256(data).hexdigest())


def _lines(data: bytes) -> list[tuple[int, str]]:
    """Give the lines that are not empty, each with its number, without remarks where no name can stand."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise FileFault(sentence("Line %(line)d: the text is not UTF-8. Save the file as UTF-8."), line) from None
    zero = text.find("\x00")
    if zero >= 0:
        line = text.count("\n", 0, zero) + 1
        raise FileFault(sentence("Line %(line)d: a zero byte stands here, which no text holds. Take it out."), line)
    stripped = ((number, line.strip()) for number, line in enumerate(text.split("\n"), 1))
    return [(number, line) for number, line in stripped if line and not line.startswith("#")]


class _Reading:
    """Goes through the lines once, part by part."""

    def __init__(self, lines: list[tuple[int, str]]) -> None:
        self.lines: Iterator[tuple[int, str]] = iter(lines)
        self.last = lines[-1][0] if lines else 0
        self.number = self.seats = 0
        self.withdrawn: set[int] = set()

    def read(self, digest: str) -> BltPoll:
        self._read_head()
        papers = self._read_papers()
        names, title = self._read_names()
        candidates = tuple(Candidate(str(place), name) for place, name in enumerate(names, 1))
        blank = papers.pop((), 0)
        orders = sorted((tuple(map(str, order)), weight) for order, weight in papers.items())
        rankings = Rankings(tuple(RankedGroup(order, weight) for order, weight in orders), blank)
        gone = tuple(str(place) for place in sorted(self.withdrawn))
        return BltPoll(title, self.seats, candidates, gone, rankings, digest)

    def _read_head(self) -> None:
        line, text = next(self.lines, (0, ""))
        numbers = _numbers(line, text.replace(",", " "))
        two = 2
        if len(numbers) != two or not 1 <= numbers[1] <= numbers[0] <= MOST_CANDIDATES:
            raise FileFault(
                sentence(
                    "Line %(line)d: a .blt file begins with two numbers, the candidates (at most %(most)d) "
                    "and the places, and there are no more places than candidates."
                ),
                max(line, 1),
                most=MOST_CANDIDATES,
            )
        self.number, self.seats = numbers

    def _read_papers(self) -> dict[tuple[int, ...], int]:
        """Read withdrawals and ballots up to the line that says 0."""
        papers: dict[tuple[int, ...], int] = {}
        known: dict[str, tuple[tuple[int, ...], int]] = {}
        for line, text in self.lines:
            if text not in known:
                numbers = _numbers(line, text)
                if numbers == [0]:
                    return papers
                if numbers[0] < 0 and not papers:
                    self._withdraw(line, numbers)
                    continue
                known[text] = self._paper(line, numbers)
            order, weight = known[text]
            papers[order] = papers.get(order, 0) + weight
        raise FileFault(sentence("The line that says 0 after the ballots is missing. The file may be incomplete."))

    def _withdraw(self, line: int, numbers: list[int]) -> None:
        for number in numbers:
            if not -self.number <= number < 0 or -number in self.withdrawn:
                raise FileFault(
                    sentence("Line %(line)d: %(number)d names no candidate who could withdraw."), line, number=number
                )
            self.withdrawn.add(-number)
        if len(self.withdrawn) == self.number:
            raise FileFault(sentence("Line %(line)d: every candidate withdrew, so nobody stands."), line)

    def _paper(self, line: int, numbers: list[int]) -> tuple[tuple[int, ...], int]:
        """Understand one ballot: how many papers, an order of preference, 0."""
        weight, order, end = numbers[0], tuple(numbers[1:-1]), numbers[-1]
        if len(numbers) == 1 or end != 0 or weight < 1:
            raise FileFault(
                sentence("Line %(line)d: a ballot is a number of papers above zero, the preferences, and 0."), line
            )
        if order and not 1 <= min(order) <= max(order) <= self.number:
            raise FileFault(
                sentence("Line %(line)d: there is no candidate %(candidate)d; there are %(number)d."),
                line,
                candidate=min(order) if min(order) < 1 else max(order),
                number=self.number,
            )
        if len(set(order)) < len(order):
            raise FileFault(sentence("Line %(line)d: a candidate is ranked twice. Rank each once."), line)
        return order, weight

    def _read_names(self) -> tuple[list[str], str]:
        names = [_name(line, text) for line, text in self.lines]
        wanted = self.number + 1
        if not self.number <= len(names) <= wanted:
            raise FileFault(
                sentence(
                    "Line %(line)d: the file should end with %(number)d names and a title, each on a line of its "
                    "own and in quotation marks; it has %(found)d such lines."
                ),
                self.last,
                number=self.number,
                found=len(names),
            )
        return names[: self.number], names[self.number] if len(names) == wanted else ""


def _numbers(line: int, text: str) -> list[int]:
    """Read whole numbers of at most nine digits, divided by spaces."""
    if PLAIN.fullmatch(text):
        return list(map(int, text.split()))
    words = text.partition("#")[0].split()
    for word in words:
        if not NUMBER.fullmatch(word):
            raise FileFault(_why(word), line, word=word[:40])
    return [int(word) for word in words]


def _why(word: str) -> str:
    if "=" in word:
        return sentence("Line %(line)d: “%(word)s” ranks candidates equally, which these rules do not allow.")
    if word == "-":
        return sentence("Line %(line)d: “%(word)s” skips a preference, which these rules do not allow.")
    return sentence("Line %(line)d: “%(word)s” is not a whole number of at most nine digits.")


def _name(line: int, text: str) -> str:
    found = NAME.fullmatch(text)
    if not found or not found[1].strip():
        raise FileFault(
            sentence("Line %(line)d: a name or the title stands here, in quotation marks and with nothing after it."),
            line,
        )
    return " ".join(re.sub(r"\\(.)", r"\1", found[1]).split())
