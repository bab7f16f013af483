"""How a postcode is written: upper case without its space to keep and compare, with its space to read. Pure."""

import re

from pb_app.refusals import Invalid, sentence

INWARD = 3
LONGEST_TYPED = 20
SHAPE = re.compile(
    r"^(?:GIR0AA|"
    r"(?:[A-PR-UWYZ][0-9]{1,2}|[A-PR-UWYZ][A-HK-Y][0-9]{1,2}|[A-PR-UWYZ][0-9][A-HJKPSTUW]|"
    r"[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY])"
    r"[0-9][ABD-HJLNP-UW-Z]{2})$"
)
"""The shapes a postcode of the United Kingdom may have (BS 7666): A9, A99, AA9, AA99, A9A or AA9A, then 9AA."""


def normalised_postcode(text: str, field: str | None = "postcode") -> str:
    """Return the postcode in upper case without spaces. Raises Invalid for what has not the shape of one."""
    typed = "".join(text[:LONGEST_TYPED].split()).upper()
    if len(text.strip()) > LONGEST_TYPED or not SHAPE.match(typed):
        raise Invalid(sentence("Enter a whole postcode, like PA34 4AB."), field=field)
    return typed


def spaced(postcode: str) -> str:
    """Return a kept postcode as people read it: `PA34 4AB`."""
    return f"{postcode[:-INWARD]} {postcode[-INWARD:]}"
