"""What META says a ballot may hold, as a style of ballots, and the other way round."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ballots.errors import BadPoll, BallotError, FileFault, sentence
from ballots.pabulib.amounts import decimal_text, minor_units
from ballots.poll import Poll
from ballots.styles import Approval, BallotStyle, Points, Ranking, Scores, Spending

PABULIBS_BORDA = "last-is-one"
"""How pabulib's own checker turns places into points where a file does not say it: the last place gets one."""

OLD_NAMES = {"min_length": ("min_length_unit", "min_length_district")} | {
    "max_length": ("max_length_unit", "max_length_district")
}


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of META (`meta`) and the lines on which they stand."""

    meta: dict[str, str]
    lines: dict[str, int]

    def whole(self, key: str) -> int | None:
        """Give a whole number, or None where there is none. Raises FileFault if it is something else."""
        name = next((name for name in (key, *OLD_NAMES.get(key, ())) if self.meta.get(name)), None)
        return None if name is None else whole_number(self.meta[name], self.lines[name])

    def amount(self, key: str, poll: Poll) -> int | None:
        """Give an amount in minor units, or None where there is none. Raises FileFault if it is something else."""
        text = self.meta.get(key)
        return minor_units(text, poll.exponent, self.lines[key], key) if text else None


def whole_number(text: str, line: int) -> int:
    """Read a whole number of at most nine digits. Raises FileFault otherwise."""
    if not re.fullmatch(r"[0-9]{1,9}(?:\.0*)?", text):
        raise FileFault(sentence("Line %(line)d: “%(text)s” is not a whole number from 0 up."), line, text=text[:40])
    return int(text.partition(".")[0])


def style_of(vote_type: str, poll: Poll, entries: Entries) -> BallotStyle:
    """Give the style of the ballots with all limits. Raises FileFault where the limits contradict each other."""
    fewest, most = entries.whole("min_length") or 0, entries.whole("max_length")
    if vote_type == "choose-1":
        most = 1
    if most is not None and most < max(1, fewest):
        line = entries.lines.get("max_length", entries.lines.get("min_length", entries.lines["vote_type"]))
        raise FileFault(sentence("Line %(line)d: max_length is below min_length or below 1."), line)
    if most is not None:
        most = max(min(most, len(poll.projects)), fewest)
    try:
        return _MAKERS[vote_type](fewest, most, poll, entries)
    except FileFault:
        raise
    except BallotError as problem:
        raise FileFault(
            sentence("Line %(line)d: the limits of the ballots make no sense. %(why)s"),
            entries.lines["vote_type"],
            why=problem,
        ) from None


def _marked(fewest: int, most: int | None, poll: Poll, entries: Entries) -> BallotStyle:
    least_cost, most_cost = entries.amount("min_sum_cost", poll), entries.amount("max_sum_cost", poll)
    if least_cost is None and most_cost is None:
        return Approval(fewest, most)
    if most_cost is None:
        most_cost = max(1, sum(project.cost for project in poll.projects))
    return Spending(fewest, most, least_cost=least_cost or 0, most_cost=most_cost)


def _ranked(fewest: int, most: int | None, _poll: Poll, entries: Entries) -> BallotStyle:
    told = entries.meta.get("scoring_fn", "")
    if told.lower() not in {"", "borda"}:
        raise FileFault(
            sentence("Line %(line)d: the scoring function “%(name)s” is not known here, only Borda."),
            entries.lines["scoring_fn"],
            name=told[:40],
        )
    return Ranking(fewest, most, convention=PABULIBS_BORDA)


def _shared(fewest: int, most: int | None, _poll: Poll, entries: Entries) -> BallotStyle:
    return Points(
        fewest,
        most,
        most_total=entries.whole("max_sum_points"),
        least_total=entries.whole("min_sum_points") or 0,
        most_each=entries.whole("max_points"),
        least_each=max(1, entries.whole("min_points") or 1),
    )


def _scored(fewest: int, most: int | None, _poll: Poll, entries: Entries) -> BallotStyle:
    return Scores(
        fewest,
        most,
        most_total=entries.whole("max_sum_points"),
        least_total=entries.whole("min_sum_points") or 0,
        lowest=entries.whole("min_points") or 0,
        highest=entries.whole("max_points"),
        default=entries.whole("default_score") or 0,
    )


_MAKERS: dict[str, Callable[[int, int | None, Poll, Entries], BallotStyle]] = {
    "approval": _marked,
    "choose-1": _marked,
    "ordinal": _ranked,
    "cumulative": _shared,
    "scoring": _scored,
}
VOTE_TYPES = tuple(_MAKERS)


def entries_of(style: BallotStyle, poll: Poll) -> dict[str, str]:
    """Give the entries of META that say what a ballot may hold, vote_type among them; none where there is no limit.

    Raises BadPoll for points without a most total: the format wants one.
    """
    most = None if style.max_choices is None else min(style.max_choices, len(poll.projects))
    entries = {"min_length": style.min_choices or None, "max_length": most}
    if isinstance(style, Points):
        if style.most_total is None:
            raise BadPoll(sentence("A .pb file needs the most points that a ballot may give in all."))
        entries |= {"max_sum_points": style.most_total, "min_sum_points": style.least_total or None}
        entries |= {"max_points": style.most_each, "min_points": style.least_each if style.least_each > 1 else None}
    elif isinstance(style, Scores):
        entries |= {"max_sum_points": style.most_total, "min_sum_points": style.least_total or None}
        entries |= {"max_points": style.highest, "min_points": style.lowest or None}
        entries |= {"default_score": style.default or None}
    told = {key: str(number) for key, number in entries.items() if number is not None}
    if isinstance(style, Spending):
        told |= _money(style, poll)
    return told | {"vote_type": "choose-1" if isinstance(style, Approval) and most == 1 else _NAMES[type(style)]}


def _money(style: Spending, poll: Poll) -> dict[str, str]:
    most = poll.budget if style.most_cost is None else style.most_cost
    told = {"min_sum_cost": decimal_text(style.least_cost, poll.exponent)} if style.least_cost else {}
    return told | {"max_sum_cost": decimal_text(most, poll.exponent)}


_NAMES: dict[type[BallotStyle], str] = {
    Approval: "approval",
    Spending: "approval",
    Ranking: "ordinal",
    Points: "cumulative",
    Scores: "scoring",
}
