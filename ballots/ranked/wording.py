"""What ranked counts say, in plain English; every sentence is marked for translators and has named places."""

from collections.abc import Iterable, Mapping

from ballots.errors import sentence
from ballots.ranked.explain import RankedKind, RankedReason, explained, told_stage
from ballots.ranked.outcome import CondorcetOutcome, PointsOutcome, StvOutcome
from ballots.ranked.stages import decimal_votes

SENTENCES: dict[RankedKind, str] = {
    RankedKind.ELECTED_AT_ONCE: sentence(
        "%(name)s: elected in stage %(stage)s. %(votes)s first preferences reach the quota of %(quota)s."
    ),
    RankedKind.ELECTED_BY_TRANSFERS: sentence(
        "%(name)s: elected in stage %(stage)s. With papers passed on, %(votes)s votes reach the quota of %(quota)s."
    ),
    RankedKind.ELECTED_LAST: sentence(
        "%(name)s: elected in stage %(stage)s with %(votes)s votes, "
        "for no more candidates were left than places (the quota is %(quota)s)."
    ),
    RankedKind.EXCLUDED: sentence(
        "%(name)s: not elected. In stage %(stage)s nobody had fewer votes: %(votes)s, %(short)s short of the quota."
    ),
    RankedKind.EXCLUDED_BY_STAGE: sentence(
        "%(name)s: not elected. In stage %(stage)s nobody had fewer votes than %(votes)s. "
        "Just as few had %(others)s; in stage %(earlier)s %(name)s had fewest of them."
    ),
    RankedKind.EXCLUDED_BY_LOT: sentence(
        "%(name)s: not elected. In stage %(stage)s nobody had fewer votes than %(votes)s. "
        "Just as few had %(others)s, and the lot decided."
    ),
    RankedKind.RUNNER_UP: sentence(
        "%(name)s: not elected. When the last place was filled in stage %(stage)s, "
        "%(votes)s votes were %(short)s short of the quota."
    ),
    RankedKind.WITHDRAWN: sentence("%(name)s: withdrew. Papers went on to the preference that followed."),
    RankedKind.BEATS_ALL: sentence(
        "%(name)s: wins. Against each of the others, more voters ranked %(name)s higher than lower."
    ),
    RankedKind.MINIMAX: sentence(
        "%(name)s: wins. Nobody is preferred to each of the others; the widest defeat of %(name)s, "
        "by a margin of %(votes)s, is as narrow as any."
    ),
    RankedKind.RANKED_PAIRS: sentence(
        "%(name)s: wins. Nobody is preferred to each of the others; with the widest majorities kept first, "
        "nobody stands above %(name)s."
    ),
    RankedKind.SCHULZE: sentence(
        "%(name)s: wins. Nobody is preferred to each of the others; from %(name)s the path of majorities to any other "
        "is at least as wide as the path back."
    ),
    RankedKind.BEATEN: sentence(
        "%(name)s: does not win. %(below)s voters ranked %(other)s higher, %(above)s the other way round."
    ),
    RankedKind.NOT_BEATEN: sentence(
        "%(name)s: does not win. %(above)s voters ranked %(name)s above %(other)s and %(below)s the other way round, "
        "but nobody is preferred to each of the others, and the rule for that puts %(other)s first."
    ),
    RankedKind.MOST_POINTS: sentence("%(name)s: chosen. Points: %(points)s."),
    RankedKind.TOO_FEW_POINTS: sentence(
        "%(name)s: not chosen. Points: %(points)s, which is %(missing)s fewer than %(other)s has, the last one chosen."
    ),
    RankedKind.NO_POINTS: sentence("%(name)s: not chosen, without a single point."),
    RankedKind.LOST_BY_VOTERS: sentence("%(name)s: not chosen. Level with %(other)s, whom more voters ranked."),
    RankedKind.LOST_BY_LOT: sentence("%(name)s: not chosen. Level with %(other)s, and the lot decided."),
    RankedKind.NOBODY_VOTED: sentence("%(name)s: not chosen, for nobody voted."),
    RankedKind.FIRST_STAGE: sentence(
        "Stage %(stage)s: the papers were sorted by their first preferences. Papers: %(papers)s. Quota: %(quota)s."
    ),
    RankedKind.SURPLUS_MOVED: sentence(
        "Stage %(stage)s: %(name)s was above the quota by %(votes)s. "
        "All papers went on to their next preference, worth that much together. Papers: %(papers)s."
    ),
    RankedKind.PAPERS_MOVED: sentence(
        "Stage %(stage)s: %(name)s had fewest votes, %(votes)s, and was excluded. "
        "The papers went on to their next preference, each worth what it was. Papers: %(papers)s."
    ),
    RankedKind.PAPERS_STAYED: sentence(
        "Stage %(stage)s: %(name)s had fewest votes, %(votes)s, and was excluded. "
        "The papers stayed, for no place hung on them any more."
    ),
    RankedKind.TIE_BY_STAGE: sentence(
        "Equal votes: %(others)s. Stage %(earlier)s, the last in which they differed, decided on %(name)s."
    ),
    RankedKind.TIE_BY_LOT: sentence("Equal votes, at every stage: %(others)s. The lot decided on %(name)s."),
    RankedKind.NON_TRANSFERABLE: sentence(
        "Papers on which nobody was left to go to: %(papers)s, worth %(votes)s; they are non-transferable."
    ),
    RankedKind.DUST: sentence("Lost below the fifth decimal place: %(votes)s."),
}


def in_english(outcome: StvOutcome | CondorcetOutcome | PointsOutcome, names: Mapping[str, str]) -> str:
    """Give one line for each candidate; `names` holds what the ids stand for, where they have a name."""
    return "\n".join(said(reason, names) for reason in explained(outcome))


def stages_in_english(outcome: StvOutcome, names: Mapping[str, str]) -> str:
    """Give a paragraph for each stage."""
    return "\n".join(_paragraph(told_stage(outcome, stage), names) for stage in outcome.stages)


def said(reason: RankedReason, names: Mapping[str, str]) -> str:
    """Write one sentence."""
    return SENTENCES[reason.kind] % figures(reason, names)


def figures(reason: RankedReason, names: Mapping[str, str]) -> dict[str, str]:
    """Give what belongs into the named places of a sentence, in whatever language."""
    by_pairs = reason.kind is RankedKind.MINIMAX
    return {
        "name": names.get(reason.candidate, reason.candidate),
        "other": names.get(reason.other, reason.other),
        "others": ", ".join(names.get(one, one) for one in reason.others),
        "votes": str(reason.votes) if by_pairs else decimal_votes(reason.votes),
        "points": str(reason.votes),
        "missing": str(reason.short),
        "short": decimal_votes(reason.short),
        **{name: str(getattr(reason, name)) for name in ("stage", "quota", "papers", "above", "below", "earlier")},
    }


def _paragraph(told: Iterable[RankedReason], names: Mapping[str, str]) -> str:
    return " ".join(said(reason, names) for reason in told)
