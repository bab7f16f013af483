"""A sample that nobody chose: entries drawn by a text and the root of a checkpoint, the same for everybody. Pure."""

from collections.abc import Iterable
from hashlib import sha256

TAG = b"moothill/sample/v1\0"


def ticket(words: str, root: bytes, index: int) -> str:
    """What an entry draws: SHA-256 over a tag, the root in hexadecimal digits, the words and its number, a line each.

    Whoever chooses the words does not choose the root, and whoever writes entries does not choose the words.
    """
    return sha256(TAG + f"{root.hex()}\n{words}\n{index}".encode()).hexdigest()


def drawn(indices: Iterable[int], words: str, root: bytes, many: int) -> list[int]:
    """The entries with the smallest tickets, in the order of their tickets."""
    return sorted(indices, key=lambda index: ticket(words, root, index))[:many]
