"""What of the measures of talk may be published: nothing that rests on fewer than ten people or lets it be worked out.

Pure. Parts of one number are told as everywhere; tables that lie across each other exactly or, where one cell is
small, all of them in tens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ballots.fairness import FEWEST
from ballots.wording.few import How, Veiled, is_few, veiled
from deliberation.before_after import Change
from deliberation.coding import Agreement, Aspect, Coded, agreement, authors_by_code


@dataclass(frozen=True, slots=True)
class ChangeFigures:
    """A table of change as it may be told; `cells` only where none of them is small."""

    people: Veiled
    before: tuple[Veiled, ...]
    after: tuple[Veiled, ...]
    moves: tuple[Veiled, ...]
    cells: tuple[tuple[int, ...], ...] | None


@dataclass(frozen=True, slots=True)
class GroupReach:
    """A group of the population: its people there, its share of it, those who took part, and their share if told."""

    label: str
    population: int
    of_population: Fraction
    people: Veiled | None
    of_people: Fraction | None


@dataclass(frozen=True, slots=True)
class AspectFigures:
    """What two coders found in one aspect; no codes where they agree too little, or few wrote the messages."""

    aspect: Aspect
    agreement: Agreement
    codes: dict[str, Veiled] | None


def parts_told(parts: Sequence[int]) -> tuple[Veiled, ...] | None:
    """Parts of a number that everybody knows; None where that number is nobody's, or that of few."""
    return veiled(parts) if sum(parts) >= FEWEST else None


def change_told(change: Change) -> ChangeFigures | None:
    """A table of change; None where fewer than ten answered both times."""
    if change.people < FEWEST:
        return None
    is_exact = not any(is_few(cell) for row in change.cells for cell in row)
    tell = _exactly if is_exact else _in_tens
    return ChangeFigures(
        people=tell(change.people),
        before=tuple(map(tell, change.before)),
        after=tuple(map(tell, change.after)),
        moves=tuple(map(tell, change.moves)),
        cells=change.cells if is_exact else None,
    )


def reach_told(groups: Sequence[tuple[str, int, int]], silent: int) -> list[GroupReach]:
    """Of each group its name, its number in the population and those who said they belong to it; `silent` did not say.

    Shares are of those who said it, and told only where every number is.
    """
    parts = [people for _, _, people in groups]
    told = parts_told([*parts, silent])
    is_exact = told is not None and all(one.how is How.EXACTLY for one in told)
    population, everybody = sum(number for _, number, _ in groups), sum(parts)
    return [
        GroupReach(
            label=label,
            population=number,
            of_population=Fraction(number, population) if population else Fraction(0),
            people=told[at] if told else None,
            of_people=Fraction(people, everybody) if is_exact and everybody else None,
        )
        for at, (label, number, people) in enumerate(groups)
    ]


def aspect_told(aspect: Aspect, coded: Sequence[Coded]) -> AspectFigures:
    """The agreement of the two, and how many messages have each code if that may be told."""
    found = agreement(coded)
    by_code = authors_by_code(aspect, coded)
    is_open = found.is_enough and len({one.author for one in coded}) >= FEWEST
    told = {code: _of_authors(messages, people) for code, (messages, people) in by_code.items()}
    return AspectFigures(aspect, found, told if is_open else None)


def _of_authors(messages: int, people: int) -> Veiled:
    """Messages of ten people or more in tens; otherwise fewer than ten people wrote them."""
    return _in_tens(messages) if people >= FEWEST else Veiled(How.FEWER, FEWEST)


def _exactly(number: int) -> Veiled:
    return Veiled(How.EXACTLY, number)


def _in_tens(number: int) -> Veiled:
    """Only into which ten it falls: differences of such figures say nothing of few."""
    return Veiled(How.FEWER, FEWEST) if number < FEWEST else Veiled(How.MORE, number // 10 * 10 - 1)
