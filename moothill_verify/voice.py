"""How a line is said: in which language, with which signs, and with nothing in it that could steer a terminal."""

from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import category

from moothill_verify.gaelic import GAELIC
from moothill_verify.lines import Line, Mark

LANGUAGES = ("en", "gd")
SIGNS = {Mark.GOOD: "✓", Mark.NOTE: "–", Mark.WRONG: "✗", Mark.UNREADABLE: "✗", Mark.UNWITNESSED: "✗"}
PLAIN = {
    Mark.GOOD: "[ok]",
    Mark.NOTE: "[note]",
    Mark.WRONG: "[WRONG]",
    Mark.UNREADABLE: "[WRONG]",
    Mark.UNWITNESSED: "[WRONG]",
}
LONGEST = 600


@dataclass(frozen=True, slots=True)
class Voice:
    """A language, and whether signs beyond ASCII can be shown."""

    language: str
    plain: bool = False

    def say(self, template: str, figures: Mapping[str, object]) -> str:
        """Return a sentence with its figures; what files say is shortened, and its control characters left out."""
        told = GAELIC.get(template, template) if self.language == "gd" else template
        return told % {name: _tame(value) for name, value in figures.items()}

    def line(self, line: Line) -> str:
        """Return a whole line of the report."""
        return f"{self.sign(line)} {self.say(line.part.value, {})}: {self.say(line.template, line.figures)}"

    def sign(self, line: Line) -> str:
        """Return the sign before a line."""
        return (PLAIN if self.plain else SIGNS)[line.mark]


def _tame(value: object) -> object:
    if isinstance(value, int):
        return value
    kept = "".join(" " if category(sign)[0] == "C" else sign for sign in str(value))
    return kept if len(kept) <= LONGEST else kept[:LONGEST] + " …"
