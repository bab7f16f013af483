"""What may stand in an address: numbers that a database holds, and words without signs that no database takes."""

from flask import Flask
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

LARGEST = 2**31 - 1
"""The largest number of anything here; a larger one leads nowhere (404), and no database is asked for it."""


class Number(IntegerConverter):
    """A number up to the largest there can be."""

    def to_python(self, value: str) -> int:
        """Read it; what is larger is no address of ours."""
        number = int(value) if len(value) <= len(str(LARGEST)) else LARGEST + 1
        if number > LARGEST:
            raise ValidationError
        return number


class Word(UnicodeConverter):
    """What stands between two slashes."""

    def to_python(self, value: str) -> str:
        """Read it; what holds a control character is no address of ours."""
        if not value.isprintable():
            raise ValidationError
        return value


def init_app(app: Flask) -> None:
    """Read addresses by these rules; called before any route is added."""
    app.url_map.converters |= {"int": Number, "default": Word, "string": Word}
