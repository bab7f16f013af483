"""How a count speaks: the language of its sentences, and how money, numbers and projects are written in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from gettext import GNUTranslations, NullTranslations
from math import floor
from pathlib import Path

from ballots.errors import BallotError, sentence, sentences
from ballots.poll import Poll

LANGUAGES = ("en", "gd")
"""The languages in which a count can be explained: English and Gaelic."""
CATALOGUES = Path(__file__).resolve().parents[2] / "translations"
SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}
HALF_WHOLE = 100
"""From so many units on, an amount that is only about right is given in whole units."""
PLACES = 5
LONGEST_FRACTION = 24
"""A fraction with more characters is left to the file of the count, which has them all."""


class NoWords(BallotError):
    """A language whose catalogue is not there."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A language with the ways of writing that belong to it.

    `one` translates a sentence, `many` one of two forms for a number; `money` writes minor units, `number` a whole
    number; `titles` are the names of the projects by id; `unit` is how many minor units one unit of money has.
    """

    one: Callable[[str], str]
    many: Callable[[str, str, int], str]
    money: Callable[[int], str]
    number: Callable[[int], str]
    titles: Mapping[str, str]
    unit: int

    def say(self, template: str, **figures: object) -> str:
        """Give a sentence in this language with its places filled."""
        told = self.one(template)
        return told % figures if figures else told

    def count(self, forms: tuple[str, str], number: int, **figures: object) -> str:
        """Give the form of a sentence that belongs to a number; the place `count` holds the number."""
        return self.many(*forms, number) % {"count": self.number(number), **figures}

    def about(self, amount: Fraction | int) -> str:
        """Write an amount that may not be whole: exactly if it is, otherwise with the word "about"."""
        if Fraction(amount).denominator == 1:
            return self.money(int(amount))
        step = self.unit if amount >= HALF_WHOLE * self.unit else 1
        return self.say(sentence("about %(amount)s"), amount=self.money(nearest(Fraction(amount) / step) * step))

    def exactly(self, amount: Fraction) -> str:
        """Write an amount in units of the currency to five places, and if they cut it off as its fraction too."""
        return exactly(amount / self.unit)

    def listed(self, words: Sequence[str]) -> str:
        """Write several things one after the other: a, b and c."""
        if len(words) < 2:  # noqa: PLR2004  # "and" stands between two
            return "".join(words)
        return self.say(sentence("%(first)s and %(last)s"), first=", ".join(words[:-1]), last=words[-1])

    def title(self, project: str) -> str:
        """Write the name of a project, or its id where it has none."""
        return self.titles.get(project) or project

    def percent(self, part: int, whole: int) -> str:
        """Write a part as the nearest whole per cent."""
        return f"{nearest(Fraction(100 * part, max(whole, 1)))}%"


PEOPLE = sentences("%(count)s person chose it.", "%(count)s people chose it.")
"""How many chose a project; begins most explanations."""


def voice(language: str, poll: Poll) -> Voice:
    """Give the voice of a language for a poll. Raises NoWords if its catalogue has not been made."""
    words = _catalogue(language)
    return Voice(
        words.gettext,
        words.ngettext,
        lambda minor: money(minor, poll.currency, poll.exponent),
        lambda number: f"{number:,}",
        {project.project_id: project.name for project in poll.projects},
        poll.unit,
    )


def refused(language: str, refusal: BallotError) -> str:
    """Give the sentence of a refusal in a language, in English where that has no catalogue yet."""
    try:
        words = _catalogue(language)
    except NoWords:
        words = NullTranslations()
    return _told(words, refusal)


def _told(words: NullTranslations, refusal: BallotError) -> str:
    figures = {
        name: _told(words, one) if isinstance(one, BallotError) else one for name, one in refusal.figures.items()
    }
    template = words.gettext(refusal.template)
    return template % figures if figures else template


def money(minor: int, currency: str, exponent: int) -> str:
    """Write an amount of minor units: £1,200 if it is whole, £1,200.50 if not; PLN1,200 for other currencies."""
    whole, rest = divmod(minor, 10**exponent)
    return f"{SYMBOLS.get(currency, currency)}{whole:,}" + (f".{rest:0{exponent}d}" if rest else "")


def decimal(value: Fraction, places: int) -> str:
    """Write a number of 0 or more to so many places, the rest cut off."""
    whole, rest = divmod(floor(value * 10**places), 10**places)
    return f"{whole:,}" + (f".{rest:0{places}d}" if places else "")


def rounded(value: Fraction, places: int = 2) -> str:
    """Write a number of 0 or more to so many places, as published results are: a half goes up."""
    return decimal(value + Fraction(1, 2 * 10**places), places)


def exactly(value: Fraction) -> str:
    """Write a number to five places; if they cut it off, its fraction follows, unless that is too long to be read."""
    told = decimal(value, PLACES)
    if (value * 10**PLACES).denominator == 1:
        return told.rstrip("0").rstrip(".")
    fraction = str(value)
    return f"{told}… = {fraction}" if len(fraction) <= LONGEST_FRACTION else f"{told}…"


def nearest(value: Fraction) -> int:
    """Round to the nearest whole number, a half up."""
    return floor(value + Fraction(1, 2))


def _catalogue(language: str) -> NullTranslations:
    """English is what the sentences are written in; any other language has a catalogue."""
    if language == LANGUAGES[0]:
        return NullTranslations()
    try:
        with (CATALOGUES / language / "LC_MESSAGES" / "messages.mo").open("rb") as words:
            return GNUTranslations(words)
    except OSError as problem:
        raise NoWords(
            sentence("There are no words for the language %(language)s: run scripts/catalogues.py compile."),
            language=language,
        ) from problem
