"""What ranked counts say of each candidate and each stage."""

from fractions import Fraction

from ballots.errors import sentence, sentences
from ballots.ranked.explain import RankedKind, RankedReason, told_stage
from ballots.ranked.outcome import StvOutcome
from ballots.ranked.stages import UNIT
from ballots.wording.voice import Voice, exactly

COUNTED: dict[RankedKind, tuple[str, str]] = {
    RankedKind.ELECTED_AT_ONCE: sentences(
        "%(name)s: elected in stage %(stage)s. %(votes)s first preference reaches the quota of %(quota)s.",
        "%(name)s: elected in stage %(stage)s. %(votes)s first preferences reach the quota of %(quota)s.",
    ),
    RankedKind.ELECTED_BY_TRANSFERS: sentences(
        "%(name)s: elected in stage %(stage)s. With papers passed on, %(votes)s vote reaches the quota of %(quota)s.",
        "%(name)s: elected in stage %(stage)s. With papers passed on, %(votes)s votes reach the quota of %(quota)s.",
    ),
    RankedKind.ELECTED_LAST: sentences(
        "%(name)s: elected in stage %(stage)s with %(votes)s vote, "
        "for no more candidates were left than places (the quota is %(quota)s).",
        "%(name)s: elected in stage %(stage)s with %(votes)s votes, "
        "for no more candidates were left than places (the quota is %(quota)s).",
    ),
    RankedKind.RUNNER_UP: sentences(
        "%(name)s: not elected. When the last place was filled in stage %(stage)s, "
        "%(votes)s vote was %(short)s short of the quota.",
        "%(name)s: not elected. When the last place was filled in stage %(stage)s, "
        "%(votes)s votes were %(short)s short of the quota.",
    ),
    RankedKind.BEATEN: sentences(
        "%(name)s: does not win. %(below)s voter ranked %(other)s higher, %(above)s the other way round.",
        "%(name)s: does not win. %(below)s voters ranked %(other)s higher, %(above)s the other way round.",
    ),
    RankedKind.NOT_BEATEN: sentences(
        "%(name)s: does not win. %(above)s voter ranked %(name)s above %(other)s and %(below)s the other way round, "
        "but nobody is preferred to each of the others, and the rule for that puts %(other)s first.",
        "%(name)s: does not win. %(above)s voters ranked %(name)s above %(other)s and %(below)s the other way round, "
        "but nobody is preferred to each of the others, and the rule for that puts %(other)s first.",
    ),
}
"""Sentences that name votes or voters after their number."""
SENTENCES: dict[RankedKind, str] = {
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
    RankedKind.MOST_POINTS: sentence("%(name)s: chosen. Points: %(votes)s."),
    RankedKind.TOO_FEW_POINTS: sentence(
        "%(name)s: not chosen. Points: %(votes)s, which is %(short)s fewer than %(other)s has, the last one chosen."
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

COUNTS_IN_WHOLE = {RankedKind.MINIMAX, RankedKind.MOST_POINTS, RankedKind.TOO_FEW_POINTS}
"""Kinds whose `votes` are voters or points; those of all others are in 0.00001 vote."""
PARTS = 0
"""The number whose plural form belongs to a number that is not whole, in both languages."""


def stages_told(voice: Voice, outcome: StvOutcome) -> tuple[str, ...]:
    """Give a paragraph for each stage."""
    told = (told_stage(outcome, stage) for stage in outcome.stages)
    return tuple(" ".join(said(voice, reason) for reason in stage) for stage in told)


def said(voice: Voice, reason: RankedReason) -> str:
    """Say one thing about a candidate or a stage."""
    figures = _figures(voice, reason)
    if reason.kind not in COUNTED:
        return voice.say(SENTENCES[reason.kind], **figures)
    return voice.count(COUNTED[reason.kind], _counted(reason), **figures)


def _counted(reason: RankedReason) -> int:
    """Give the number after which the votes or voters are named."""
    if reason.kind is RankedKind.BEATEN:
        return reason.below
    if reason.kind is RankedKind.NOT_BEATEN:
        return reason.above
    whole, rest = divmod(reason.votes, UNIT)
    return PARTS if rest else whole


def _figures(voice: Voice, reason: RankedReason) -> dict[str, str]:
    whole = {name: voice.number(getattr(reason, name)) for name in ("stage", "quota", "papers", "above", "below")}
    unit = 1 if reason.kind in COUNTS_IN_WHOLE else UNIT
    return {
        **whole,
        "earlier": voice.number(reason.earlier),
        "name": voice.title(reason.candidate),
        "other": voice.title(reason.other),
        "others": voice.listed([voice.title(one) for one in reason.others]),
        "votes": exactly(Fraction(reason.votes, unit)),
        "short": exactly(Fraction(reason.short, unit)),
    }
