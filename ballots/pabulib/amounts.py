"""Amounts of money in files: decimal text to whole minor units and back, never through a float."""

import re
from decimal import Context, Decimal

from ballots.errors import FileFault, sentence
from ballots.poll import MOST_MONEY

NO_CURRENCY = "XXX"
"""ISO 4217's code for no currency; old files name none."""

_EXPONENTS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(),  # noqa: SIM905
        0,
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),  # noqa: SIM905
}
_NUMBER = re.compile(r"\+?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})?")


def exponent_of(currency: str) -> int:
    """Give the decimals of a currency by ISO 4217: 2 unless it is known to have none or three."""
    return _EXPONENTS.get(currency, 2)


def minor_units(text: str, exponent: int, line: int, what: str) -> int:
    """Read an amount. Raises FileFault if it is no number, below zero, beyond range or finer than the currency."""
    if not _NUMBER.fullmatch(text):
        raise FileFault(
            sentence(
                "Line %(line)d: the %(what)s “%(text)s” is not an amount. "
                "Write digits with a decimal point, for instance 1250.50.",
            ),
            line,
            what=what,
            text=text[:40],
        )
    amount = scaled(text, exponent)
    if amount > MOST_MONEY:
        raise FileFault(
            sentence("Line %(line)d: the %(what)s “%(text)s” is larger than can be counted."),
            line,
            what=what,
            text=text[:40],
        )
    if amount != int(amount):
        raise FileFault(
            sentence("Line %(line)d: the %(what)s “%(text)s” has more than %(decimals)d decimals."),
            line,
            what=what,
            text=text[:40],
            decimals=exponent,
        )
    return int(amount)


def scaled(text: str, exponent: int) -> Decimal:
    """Give a decimal number in minor units with every digit it has. Raises ArithmeticError for what is no number."""
    return Decimal(text).scaleb(exponent, Context(prec=max(1, len(text))))


def decimal_text(amount: int, exponent: int) -> str:
    """Write minor units as a decimal number with a point, without needless zeros: 1250, 1250.5."""
    if not exponent:
        return str(amount)
    whole, rest = divmod(amount, 10**exponent)
    decimals = f"{rest:0{exponent}d}".rstrip("0")
    return f"{whole}.{decimals}" if decimals else str(whole)
