"""What a Pabulib file says beside its ballots: by which rule it was counted, and when people voted."""

from datetime import UTC, date, datetime, timedelta

from ballots.pabulib import PabulibPoll
from ballots.rules import Completion, EqualShares, Greedy, Rule
from pb_app.refusals import Invalid, sentence

DAY_MONTH_YEAR = 3


def published_rule(told: PabulibPoll) -> Rule:
    """The rule that the file says was used; Invalid where it is not one of those counted here."""
    named = told.meta.get("rule", "")
    unit = 10**told.poll.exponent
    kind, _, comparison = named.partition("-comparison")
    if named == "greedy":
        return Greedy()
    if kind == "equalshares" and not comparison:
        return EqualShares(Completion.NONE, comparison="-comparison" in named)
    if kind == "equalshares/add1" and not comparison:
        return EqualShares(Completion.ADD1, increment=unit, comparison="-comparison" in named)
    raise Invalid(
        sentence("The rule “%(rule)s” of the file is not one that is counted here. Name a rule instead."),
        rule=named or "unknown",
    )


def interval(meta: dict[str, str], now: datetime) -> tuple[datetime, datetime]:
    """From the first day of the vote to the end of its last, in UTC; the day before `now` where the file is silent."""
    first, last = _first_day(meta.get("date_begin", "")), _first_day(meta.get("date_end", ""))
    if first is None or last is None or last < first:
        return now - timedelta(days=1), now
    whole_year = "." not in meta["date_end"]
    end = date(last.year + 1, 1, 1) if whole_year else last + timedelta(days=1)
    return _midnight(first), _midnight(end)


def _first_day(text: str) -> date | None:
    """The day that dd.mm.yyyy names, or the first of a year; None for anything else."""
    parts = text.strip().split(".")
    if not all(part.isdecimal() for part in parts) or len(parts) not in (1, DAY_MONTH_YEAR):
        return None
    day, month, year = (1, 1, int(parts[0])) if len(parts) == 1 else map(int, parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def cut(text: str, most: int) -> str:
    """The text, shortened to so many characters where it is longer."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
