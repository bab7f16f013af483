"""The word that stands for a name in addresses: lower case, hyphens, nothing but letters and digits. Pure."""

import re
import unicodedata
from collections.abc import Collection

from pb_app.refusals import Invalid, sentence

LONGEST = 60
ROOM_FOR_NUMBER = 4


def slug_of(name: str, field: str | None = "name") -> str:
    """Return the slug of a name: `Òban & Lorn` gives `oban-lorn`. Raises Invalid where no letter or digit is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:LONGEST].strip("-")
    if not slug:
        raise Invalid(sentence("Enter a name with letters or digits."), field=field)
    return slug


def free_slug(name: str, taken: Collection[str], field: str | None = "name") -> str:
    """Return the slug of a name, with the first number from 2 on behind it that makes it another than those taken."""
    slug = slug_of(name, field)
    if slug not in taken:
        return slug
    stem = slug[: LONGEST - ROOM_FOR_NUMBER].strip("-")
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
