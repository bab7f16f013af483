"""The little markup that people may use in a message: lists, quotes, bold, emphasis, links. Read, not drawn.

Whatever is none of these stays as it was typed. Nothing here knows HTML: whoever draws the tree decides how it looks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class Block(StrEnum):
    """What lines are together."""

    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    QUOTE = "quote"


class Style(StrEnum):
    """How a piece of a line is said."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line: plain words or the pieces within it, and where a link leads."""

    style: Style
    text: str = ""
    inner: tuple["Span", ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A block and its lines; the lines of a list are its items."""

    block: Block
    lines: tuple[tuple[Span, ...], ...]


BEGINNINGS = (
    (Block.BULLETS, re.compile(r"[-*•] +(?=\S)")),
    (Block.NUMBERS, re.compile(r"[0-9]{1,3}[.)] +(?=\S)")),
    (Block.QUOTE, re.compile(r"> ?")),
)
INLINE = re.compile(
    r"\*\*(?=\S)(?P<strong>[^*\n]+?)(?<=\S)\*\*"
    r"|(?<![\w*])\*(?=[^\s*])(?P<star>[^*\n]+?)(?<=\S)\*(?![\w*])"
    r"|(?<!\w)_(?=[^\s_])(?P<line>[^_\n]+?)(?<=\S)_(?!\w)"
    r"|\[(?P<words>[^\]\n]{1,200})\]\((?P<to>https?://[^\s()<>]{1,500})\)"
    r"|(?P<bare>https?://[^\s<>\"]{1,500}[^\s<>\".,;:!?)\]'])"
)


def parts(text: str) -> tuple[Part, ...]:
    """The blocks of a text in order. An empty line ends a block, and so does a line of another kind."""
    found = []
    for chunk in text.split("\n\n"):
        for block, lines in groupby(chunk.split("\n"), key=_block_of):
            found.append(Part(block, tuple(_spans(_without_sign(block, line)) for line in lines)))
    return tuple(found)


def _block_of(line: str) -> Block:
    return next((block for block, beginning in BEGINNINGS if beginning.match(line)), Block.PARAGRAPH)


def _without_sign(block: Block, line: str) -> str:
    beginning = dict(BEGINNINGS).get(block)
    return beginning.sub("", line, count=1) if beginning else line


def _spans(line: str) -> tuple[Span, ...]:
    return tuple(_pieces(line))


def _pieces(line: str) -> Iterator[Span]:
    at = 0
    for found in INLINE.finditer(line):
        if found.start() > at:
            yield Span(Style.PLAIN, line[at : found.start()])
        yield _piece(found)
        at = found.end()
    if at < len(line):
        yield Span(Style.PLAIN, line[at:])


def _piece(found: re.Match[str]) -> Span:
    if found["strong"]:
        return Span(Style.STRONG, inner=_spans(found["strong"]))
    if found["star"] or found["line"]:
        return Span(Style.EMPHASIS, inner=_spans(found["star"] or found["line"]))
    if found["to"]:
        return Span(Style.LINK, found["words"], address=found["to"])
    return Span(Style.LINK, found["bare"], address=found["bare"])
