"""How money, moments and shares are shown. Nothing is rounded before it gets here."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from flask import Flask
from flask_babel import gettext
from markupsafe import Markup, escape

from deliberation.lite import parts
from pb_app.web.i18n import LONDON, locale

ZONE = ZoneInfo(LONDON)
NOON = 12
NO_MINOR_UNIT = frozenset({"JPY", "KRW", "ISK", "CLP"})
LOCALES = {"en": "en_GB", "gd": "gd"}


def pounds(minor_units: int, currency: str = "GBP") -> str:
    """Money in words of its currency: £12,000 for whole amounts, £12,000.50 otherwise."""
    exponent = 0 if currency in NO_MINOR_UNIT else 2
    amount = Decimal(minor_units).scaleb(-exponent)
    whole = amount == amount.to_integral_value()
    return str(
        format_currency(amount, currency, "¤#,##0" if whole else "¤#,##0.00", locale=_locale(), currency_digits=False)
    )


def number(value: int | Decimal) -> str:
    """A number with its thousands set apart."""
    return str(format_decimal(value, locale=_locale()))


def percent(share: Fraction) -> str:
    """A share as a whole per cent; anything below a whole but not nought says so by its decimals."""
    hundred = share * 100
    digits = 0 if hundred.denominator == 1 or hundred >= 1 else 1
    return f"{number(Decimal(round(hundred * 10**digits)).scaleb(-digits))}%"


def day(value: date) -> Markup:
    """Friday 12 June 2026; of a moment, the day it fell on by London's clock."""
    if isinstance(value, datetime):
        value = value.astimezone(ZONE).date()
    words = format_date(value, "EEEE d MMMM y", locale=_locale())
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), words)


def moment(value: datetime) -> Markup:
    """5pm on Friday 12 June 2026, by London's clock; 5 feasgar, DihAoine 12 dhen Ògmhios 2026."""
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), moment_words(value, locale()))


def moment_words(value: datetime, language: str) -> str:
    """The same as plain words in a language, `en` or `gd`."""
    local = value.astimezone(ZONE)
    words = format_date(local.date(), "EEEE d MMMM y", locale=LOCALES[language])
    return f"{_gaelic_clock(local)}, {words}" if language == "gd" else f"{_clock(local)} on {words}"


def _clock(local: datetime) -> str:
    return format_time(local, "h:mma" if local.minute else "ha", locale="en_GB").replace(" ", "").lower()


def _gaelic_clock(local: datetime) -> str:
    """The hour as it is said in Gaelic, with the part of the day in words."""
    if not local.minute and local.hour in (0, NOON):
        return "meadhan-latha" if local.hour else "meadhan-oidhche"
    hour = local.hour % NOON or NOON
    figures = f"{hour}:{local.minute:02d}" if local.minute else str(hour)
    return f"{figures} {'sa mhadainn' if local.hour < NOON else 'feasgar'}"


def paragraphs(text: str) -> Markup:
    """Plain text as people wrote it: blank lines part paragraphs, nothing else is read into it."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    lines = (Markup("<br>").join(escape(line) for line in block.split("\n")) for block in blocks)
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)


def own_words(text: str) -> str:
    """What the service itself wrote into a record, in the reader's language; what people wrote stays as it is."""
    told: str = gettext(text) if text else ""
    return told


def listed(words: Sequence[str]) -> Markup:
    """Several things in one sentence: £30,000 from one, £20,000 from another and £1,000 from a third."""
    told = format_list([str(escape(one)) for one in words], locale=_locale())
    return Markup(told)  # noqa: S704 - every part was escaped


def host(address: str) -> str:
    """Where a link leads, for whoever reads it: other words may stand on it."""
    return urlsplit(address).netloc


ADDRESS = re.compile(r"https?://[^\s<>]+")


def letter_body(text: str) -> Markup:
    """A plain letter with its addresses made into links; for the development outbox only."""
    told = Markup("")
    end = 0
    for found in ADDRESS.finditer(text):
        told += escape(text[end : found.start()]) + Markup('<a href="{0}">{0}</a>').format(found[0])
        end = found.end()
    return paragraphs_of(told + escape(text[end:]))


def paragraphs_of(markup: Markup) -> Markup:
    """Markup whose blank lines part paragraphs."""
    blocks = [Markup(block) for block in str(markup).split("\n\n") if block.strip()]  # noqa: S704 - escaped by the caller
    return Markup("").join(Markup("<p>{}</p>").format(block) for block in blocks)


def _locale() -> str:
    return LOCALES[locale()]


def init_app(app: Flask) -> None:
    """Give templates their filters."""
    for shown in (pounds, number, percent, day, moment, own_words, listed, paragraphs, letter_body, host):
        app.add_template_filter(shown)
    app.add_template_filter(parts, "lite")
