"""What people write in a room, made safe to show: one order of lines, nothing that hides or turns other words round."""

import re
import unicodedata

KEPT = frozenset("\n\t")
LINE_ENDS = str.maketrans({"\r": "\n", "\u0085": "\n", "\u2028": "\n", "\u2029": "\n"})
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSEEN = frozenset({"Cc", "Cs", "Cn"})
WITHOUT_SHAPE = frozenset("\u034f\u115f\u1160\u2800\u3164\ufe0e\ufe0f\uffa0")
"""Letters and marks that are drawn as nothing."""
BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+\n")


def legible(text: str) -> str:
    """The text with one kind of line end, and without what hides in it or turns other words round.

    Taken out, and nothing put in their place: control characters but line ends and tabs, halves of characters, and
    the signs that turn the direction of what follows (Unicode UAX 9, embeddings, overrides and isolates), since they
    can make a sentence read as another. Joiners stay: scripts and emoji need them. Nothing readable is changed.
    """
    lines = text.replace("\r\n", "\n").translate(LINE_ENDS)
    return "".join(sign for sign in lines if sign in KEPT or not _is_hidden(sign))


def readable(text: str) -> str:
    """The text of a message as it is kept and shown: legible, at most one empty line in a row, no space at its ends."""
    return BLANK_LINES.sub("\n\n", legible(text)).strip()


def is_blank(text: str) -> bool:
    """Whether there is nothing to read in it, though it may hold joiners and other signs without a shape."""
    return all(sign.isspace() or sign in WITHOUT_SHAPE or unicodedata.category(sign) == "Cf" for sign in text)


def _is_hidden(sign: str) -> bool:
    return sign in TURNING or unicodedata.category(sign) in UNSEEN
