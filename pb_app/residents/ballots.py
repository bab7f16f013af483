"""A ballot as its pages send it: what was typed while choosing, and what travels checked from page to page."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from werkzeug.datastructures import MultiDict

from ballots.styles import BallotStyle, Boosted, Choice, Ranking
from pb_app.definitions import FIRST, Asked
from pb_app.receipts import SECRET_LENGTH
from pb_app.refusals import Invalid, sentence

MARKS, POINTS, EXTRA, NUMBER = "projects", "points", "extra", "number-"
"""The names of fields: projects that are ticked or checked, their points beside them, the project of an extra vote, and
a number typed for a project. Behind the first three stands the id of the contest, unless it is the first."""
_WHOLE = re.compile(r"[0-9]{1,6}")
_NAMED = re.compile(r"(?:projects|points|extra)(?:-(.{1,40}))?")


def name_of(field_name: str, contest_id: str) -> str:
    """The name of a field of this contest."""
    return field_name if contest_id == FIRST else f"{field_name}-{contest_id}"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands on a paper while its voter chooses: ticked projects, and numbers as they were typed, by project."""

    marks: tuple[str, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    extra: str = ""

    @classmethod
    def of(cls, sent: MultiDict[str, str], asked: Asked | None = None, others: Container[str] = ()) -> Self:
        """Read what the paper sent in a contest, whatever it says; numbers of the projects of `others` are not its."""
        contest_id = asked.contest.contest_id if asked else FIRST
        typed = {name.removeprefix(NUMBER): text.strip() for name, text in sent.items() if name.startswith(NUMBER)}
        numbers = {ref: text for ref, text in typed.items() if text and ref not in others}
        return cls(tuple(sent.getlist(name_of(MARKS, contest_id))), numbers, sent.get(name_of(EXTRA, contest_id), ""))

    @classmethod
    def again(cls, style: BallotStyle | Boosted, choice: Choice) -> Self:
        """What would have been typed for a choice that came back."""
        if isinstance(style, Ranking):
            return cls(numbers={ref: str(place) for place, ref in enumerate(choice.marks, 1)})
        if choice.points:
            numbers = {ref: str(given) for ref, given in zip(choice.marks, choice.points, strict=True)}
            return cls(numbers=numbers, extra=choice.boost)
        return cls(choice.marks, extra=choice.boost)

    @property
    def chosen(self) -> int:
        """For how many projects something is said."""
        return len(self.marks) + len(self.numbers)

    def choice(self, style: BallotStyle | Boosted) -> Choice:
        """What it means on this kind of ballot. Raises Invalid for a number that is none and a place given twice."""
        plain = style.style if isinstance(style, Boosted) else style
        numbers = dict(self._numbers())
        if isinstance(plain, Ranking):
            return Choice((*_in_order(numbers), *self.marks))
        if plain.TAKES_POINTS:
            return Choice((*numbers, *self.marks), tuple(numbers.values()), self.extra)
        return Choice(self.marks, boost=self.extra)

    def _numbers(self) -> Iterator[tuple[str, int]]:
        for ref, text in self.numbers.items():
            if not _WHOLE.fullmatch(text):
                raise Invalid(
                    sentence("“%(text)s”, which you gave to project %(project)s, is not a whole number."),
                    text=text[:40],
                    project=ref[:40],
                )
            yield ref, int(text)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A checked ballot as it was sent; the forgery token has been checked before any page is asked."""

    choices: Mapping[str, Choice]
    area: str
    secret: bytes

    @classmethod
    def of(cls, sent: MultiDict[str, str]) -> Self:
        """Read what the page of the check wrote. Raises Invalid for a secret that is not 16 bytes, or other signs."""
        try:
            secret = bytes.fromhex(sent.get("secret", ""))
        except ValueError:
            secret = b""
        if len(secret) != SECRET_LENGTH:
            raise _damaged()
        return cls(travelled(sent), sent.get("area", ""), secret)


def travelled(sent: MultiDict[str, str]) -> dict[str, Choice]:
    """The checked choices, by contest, that came back from the page of the check. Raises Invalid if damaged."""
    named = (_NAMED.fullmatch(name) for name in sent)
    return {found: _travelled(sent, found) for found in sorted({one[1] or FIRST for one in named if one})}


def _travelled(sent: MultiDict[str, str], contest_id: str) -> Choice:
    points = sent.getlist(name_of(POINTS, contest_id))
    if not all(_WHOLE.fullmatch(one) for one in points):
        raise _damaged()
    chosen, extra = sent.getlist(name_of(MARKS, contest_id)), sent.get(name_of(EXTRA, contest_id), "")
    return Choice(tuple(chosen), tuple(map(int, points)), extra)


def _in_order(places: Mapping[str, int]) -> Iterator[str]:
    """Projects by their places; places may be left out, as on paper."""
    taken: dict[int, str] = {}
    for ref, place in places.items():
        if place in taken:
            raise Invalid(
                sentence("Projects %(first)s and %(second)s both have the place %(place)d. Give each its own."),
                first=taken[place],
                second=ref[:40],
                place=place,
            )
        taken[place] = ref[:40]
    yield from (ref for ref, _ in sorted(places.items(), key=lambda pair: pair[1]))


def _damaged() -> Invalid:
    return Invalid(sentence("The ballot came in damaged and was not cast. Go back and check it again."))
