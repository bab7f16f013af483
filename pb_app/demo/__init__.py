"""A demonstration partnership, made up by our own code and told through the same use cases as a real one."""

from pb_app.demo.people import SIGN_INS
from pb_app.demo.story import is_empty, load

__all__ = ["SIGN_INS", "is_empty", "load"]
