"""Numbers of cards by which people claim a vote: a claim like a postcode, never a password. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pb_app.refusals import Invalid, sentence

YOUNG_SCOT_DIGITS = 16
LIBRARY_LENGTHS = range(6, 21)
LONGEST_PREFIX = 12
MOST_PREFIXES = 40
_BETWEEN = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212.")


class CardKind(StrEnum):
    """Who gave a card out."""

    YOUNG_SCOT = "young_scot"
    LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class CardRule:
    """Cards of one kind that count in a poll, by how their numbers begin."""

    kind: CardKind
    prefixes: tuple[str, ...]

    def takes(self, number: str) -> bool:
        """Whether a number can be that of such a card."""
        if not number.startswith(self.prefixes):
            return False
        if self.kind is CardKind.YOUNG_SCOT:
            return len(number) == YOUNG_SCOT_DIGITS and number.isdigit()
        return len(number) in LIBRARY_LENGTHS


@dataclass(frozen=True, slots=True)
class Card:
    """A card that was shown by its number."""

    kind: CardKind
    number: str

    @property
    def identity(self) -> str:
        """The one text that stands for the card; no address and nobody at a desk has it."""
        return f"card:{self.kind.value}:{self.number}"


def plain(typed: str) -> str:
    """A number without spaces and dashes, in capitals."""
    return "".join(sign for sign in typed if not sign.isspace() and sign not in _BETWEEN).upper()


def read_card(typed: str, rules: Sequence[CardRule]) -> Card:
    """The card with the number that somebody typed. Raises Invalid, for the field `card`, if it is none that counts."""
    number = plain(typed)
    found = next((rule for rule in rules if number.isascii() and number.isalnum() and rule.takes(number)), None)
    if found is None:
        raise Invalid(
            sentence("That is no card number that counts in this vote. Compare it with your card."), field="card"
        )
    return Card(found.kind, number)


def read_prefixes(kind: CardKind, typed: str) -> tuple[str, ...]:
    """The prefixes in a list with commas, if any. Raises Invalid for what no number begins with."""
    found = tuple(dict.fromkeys(filter(None, (plain(one) for one in typed.split(",")))))
    wrong = next((one for one in found if not _can_begin(kind, one)), None)
    if wrong is not None or len(found) > MOST_PREFIXES:
        raise Invalid(
            sentence("Write how the numbers begin, in digits or letters, parted by commas."), field=kind.value
        )
    return found


def _can_begin(kind: CardKind, prefix: str) -> bool:
    plain_signs = prefix.isascii() and (prefix.isdigit() if kind is CardKind.YOUNG_SCOT else prefix.isalnum())
    return plain_signs and len(prefix) <= LONGEST_PREFIX
