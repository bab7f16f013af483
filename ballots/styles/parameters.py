"""Kinds of ballots with their limits as plain parameters, and back: how a definition freezes them."""

from collections.abc import Mapping
from dataclasses import fields

from ballots.errors import BadPoll, sentence
from ballots.styles.approval import Approval, Spending
from ballots.styles.boost import Boosted
from ballots.styles.choice import BallotStyle
from ballots.styles.points import Points, Scores
from ballots.styles.ranking import Ranking

STYLES: Mapping[str, type[BallotStyle]] = {kind.KIND: kind for kind in (Approval, Spending, Points, Scores, Ranking)}
"""Every kind of ballot by its name."""


def style_parameters(style: BallotStyle | Boosted) -> dict[str, object]:
    """Give the kind and every limit that is set, as words and whole numbers (yes is 1, no is 0).

    An extra vote stands under `extra`: the projects it is among, whether it may repeat a choice, whether it is needed.
    """
    if isinstance(style, Boosted):
        extra = {"among": list(style.among), "may_repeat": int(style.may_repeat), "needed": int(style.needed)}
        return style_parameters(style.style) | {"extra": extra}
    told = {field.name: getattr(style, field.name) for field in fields(style)}
    plain = {name: int(value) if isinstance(value, bool) else value for name, value in told.items()}
    return {"style": style.KIND} | {name: value for name, value in plain.items() if value is not None}


def style_from_parameters(parameters: Mapping[str, object]) -> BallotStyle | Boosted:
    """Build the style whose parameters these are. Raises BadPoll for an unknown kind or limit."""
    limits = dict(parameters)
    extra, kind = limits.pop("extra", None), STYLES.get(str(limits.pop("style", "")))
    if kind is None:
        raise BadPoll(sentence("This kind of ballot is not known."))
    known = {
        field.name: bool(value) if isinstance(field.default, bool) else value
        for field in fields(kind)
        if (value := limits.pop(field.name, None)) is not None
    }
    if limits:
        raise BadPoll(sentence("This kind of ballot has a limit that is not known."))
    style = kind(**known)  # type: ignore[arg-type]
    if not isinstance(extra, Mapping):
        return style
    return Boosted(style, tuple(extra["among"]), bool(extra["may_repeat"]), bool(extra["needed"]))
