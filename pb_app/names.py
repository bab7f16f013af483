"""The words people give to things: read without their stray spaces, and refused when empty or too long. Pure."""

from deliberation.messages import is_blank, legible
from pb_app.refusals import Invalid, sentence

LONGEST_TEXT = 5_000


def checked_name(text: str, most: int, field: str = "name") -> str:
    """Return one line of words with single spaces. Raises Invalid when nothing stands there or more than `most`."""
    name = " ".join(legible(text).split())
    if is_blank(name):
        raise Invalid(sentence("Enter a name."), field=field)
    return _short(name, most, field)


def optional_name(text: str, most: int, field: str) -> str:
    """Return one line of words with single spaces, or nothing. Raises Invalid when it is longer than `most`."""
    return _short(" ".join(legible(text).split()), most, field)


def optional_text(text: str, field: str, most: int = LONGEST_TEXT) -> str:
    """Return words on as many lines as they were written, or nothing. Raises Invalid when longer than `most`."""
    return _short(legible(text).strip(), most, field)


def _short(text: str, most: int, field: str) -> str:
    if len(text) > most:
        raise Invalid(sentence("Use at most %(most)d characters."), field=field, most=most)
    return text
