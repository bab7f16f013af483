"""Voting codes for people without an account: how one is made, typed and turned into a place on the roll. Pure."""

from collections.abc import Callable

from pb_app.refusals import Invalid, sentence

ALPHABET = "ABCDEFGHJKMNPRSTUVWXYZ23456789"
"""No 0, O, 1, I, L and Q: nothing that a hand or an eye takes for something else."""

LENGTH = 15
"""Signs of a code: 73 bits, so that guessing leads nowhere (A8)."""

GROUP = 5
_EVEN = 256 - 256 % len(ALPHABET)
_BETWEEN = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")


def made_code(random: Callable[[int], bytes]) -> str:
    """A new code; every sign is as likely as every other. `random` gives so many random bytes."""
    signs = ""
    while len(signs) < LENGTH:
        signs += "".join(ALPHABET[byte % len(ALPHABET)] for byte in random(LENGTH) if byte < _EVEN)
    return signs[:LENGTH]


def in_groups(code: str) -> str:
    """A code as it is printed: XXXXX-XXXXX-XXXXX."""
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def read_code(typed: str) -> str:
    """The code that somebody typed, in small letters or large, with dashes and spaces or without.

    Raises Invalid, for the field `code`, for another length and for signs that stand in no code.
    """
    signs = "".join(sign for sign in typed if not sign.isspace() and sign not in _BETWEEN).upper()
    strange = next((sign for sign in signs if sign not in ALPHABET), None)
    if strange is not None:
        raise Invalid(sentence("%(sign)s does not occur in a voting code."), field="code", sign=strange)
    if len(signs) != LENGTH:
        raise Invalid(
            sentence("A voting code has 15 letters and digits; this has %(count)d."), field="code", count=len(signs)
        )
    return signs


def identity(code: str) -> str:
    """The one text that stands for whoever holds the code; no address and nobody at a desk has it."""
    return f"code:{code}"
