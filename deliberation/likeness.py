"""Statements that say nearly the same: shown to whoever writes one, never put together and never refused for it."""

from collections.abc import Iterable
from difflib import SequenceMatcher

ALIKE = 0.7
MOST = 3


def plain(text: str) -> str:
    """The words of a text without case and punctuation."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def likeness(one: str, other: str) -> float:
    """From 0 to 1: by their letters in order, or by the words they share, whichever is more."""
    first, second = plain(one), plain(other)
    words, others = set(first.split()), set(second.split())
    shared = len(words & others) / max(1, len(words | others))
    return max(shared, SequenceMatcher(None, first, second, autojunk=False).ratio())


def alike(text: str, others: Iterable[str]) -> list[str]:
    """The texts that say nearly the same, nearest first, at most three. One may say the opposite: people must look."""
    found = sorted((-likeness(text, other), other) for other in others)
    return [other for far, other in found if -far >= ALIKE][:MOST]
