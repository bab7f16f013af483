"""What a page says to its reader, piece by piece, and which pieces are sentences of the source language."""

import re
from functools import cache
from html.parser import HTMLParser

from scripts import catalogues

UNSAID = {"script", "style", "code", "pre"}
SAID = {"aria-label", "alt", "placeholder", "title"}
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
PLACE = re.compile(r"%\(\w+\)[ds]|\{\w+\}")
WORD = re.compile(r"[A-Za-z]{2,}")
TELLING = 2
"""A place with fewer words than these around it could be anybody's words, such as the name of a fund."""
SENTENCE = 3
"""With so many words it is known wherever it stands; with fewer, only as a whole piece."""


class PlainText(HTMLParser):
    """Gathers what is read or spoken: text, labels, the sentences handed to modules; not what is marked as English."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element, and hear what its attributes say."""
        unsaid = tag in UNSAID or dict(attrs).get("lang") == "en"
        if tag not in EMPTY:
            self._open.append((tag, unsaid))
        if not unsaid:
            for name, words in attrs:
                if name in SAID or name.startswith("data-"):
                    self.handle_data(words or "")

    def handle_endtag(self, tag: str) -> None:
        """Come out of it again."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep words that are said."""
        words = " ".join(data.split())
        if words and not any(unsaid for _tag, unsaid in self._open):
            self.pieces.append(words)


def pieces(page: str) -> list[str]:
    """Return what the page says."""
    reader = PlainText()
    reader.feed(page)
    return reader.pieces


@cache
def english() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Return how each sentence of the catalogue looks in English; a short one only says so as a whole piece."""
    found = {}
    for message in catalogues.read("gd"):
        source = message.id if isinstance(message.id, list | tuple) else (message.id,)
        for words in source:
            if words and words not in str(message.string):
                told = " ".join(words.replace("%%", "%").split())
                length = len(WORD.findall(PLACE.sub("", told)))
                if length >= TELLING or not PLACE.search(told):
                    found[".+?".join(re.escape(part) for part in PLACE.split(told))] = length < SENTENCE
    return tuple((re.compile(shape), whole) for shape, whole in found.items())


def said_in_english(page: str) -> list[str]:
    """Return the pieces of a page that are, or hold, an English sentence of the catalogue."""
    told = pieces(page)
    return [
        piece
        for piece in dict.fromkeys(told)
        if any(shape.fullmatch(piece) if whole else shape.search(piece) for shape, whole in english())
    ]
