"""Trying a rule before a poll opens: examples as typed by officers, counted by several rules; nothing is kept."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ballots.compare import SideBySide, side_by_side
from ballots.count import count
from ballots.errors import BadRule
from ballots.every_rule import ANY_RULES, AnyRule
from ballots.poll import Poll as Contest
from ballots.profile import Profile
from ballots.ranked import RankedRule
from ballots.ranked.funding import ElectedProjects
from ballots.ranked.projects import elect_projects
from ballots.rankings import Rankings
from pb_app.refusals import Conflict, Invalid, sentence

CONVENTION = "last-is-one"
"""What places are worth to rules that count points."""
TRIAL_SEED = "trial"
"""The lots of a trial are drawn from this word; those of the poll will come from another seed."""
MOST_LINES = 2_000
MOST_VOTERS = 1_000_000
SECONDS = 10.0
LINE = re.compile(r"(?:([0-9]{1,7})\s*[x×:]\s*)?(.*)")


@dataclass(frozen=True, slots=True)
class Trial:
    """A poll to try rules on: its projects and money, and ballots that are examples or published.

    `rankings` are the same ballots in their orders, where they rank.
    """

    contest: Contest
    profile: Profile
    rankings: Rankings | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a trial: the outcomes that spend money side by side, and those that choose from rankings."""

    sides: SideBySide | None
    elected: tuple[ElectedProjects, ...]


def typed_trial(contest: Contest, text: str, *, ranked: bool = False) -> Trial:
    """A trial of ballots typed by hand: on each line the projects of a ballot, before them how many voters cast it.

    `12: P01, P03` are twelve voters; where ballots are `ranked`, P01 stands above P03 on them.

    Raises Invalid with the line for what cannot be read.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise Invalid(sentence("Type at least one ballot."), field="ballots")
    if len(lines) > MOST_LINES:
        raise Invalid(
            sentence("Type at most %(most)d lines. For more, hand in a file."), field="ballots", most=MOST_LINES
        )
    typed = [_typed(contest, number, line) for number, line in lines]
    rankings = Rankings.of_counted(contest.by_id, typed) if ranked else None
    profile = rankings.points(CONVENTION, contest) if rankings else Profile.of_counted(contest, typed)
    if profile.voters > MOST_VOTERS:
        raise Invalid(sentence("A trial takes at most %(most)d voters."), field="ballots", most=MOST_VOTERS)
    return Trial(contest, profile, rankings)


def tried(trial: Trial, rules: Sequence[AnyRule], clock: Callable[[], float]) -> Tried:
    """Count by each rule, and lay the outcomes that spend money side by side.

    Raises Conflict if it takes longer than a page may, BadRule where the first rule asks for rankings and there are
    none, and whatever a count raises.
    """
    patience = Patience(clock)
    if trial.rankings is None and isinstance(rules[0], RankedRule):
        raise BadRule(sentence("This rule counts rankings, and these ballots are none."))
    spending = [rule for rule in rules if not isinstance(rule, RankedRule)]
    outcomes = [count(trial.contest, trial.profile, rule, TRIAL_SEED, patience) for rule in spending]
    choosing = [rule for rule in rules if isinstance(rule, RankedRule)]
    found = (_elected(trial, rule, is_beside=rule is not rules[0]) for rule in choosing)
    sides = side_by_side(trial.contest, trial.profile, outcomes) if outcomes else None
    return Tried(sides, tuple(one for one in found if one is not None))


def _elected(trial: Trial, rule: RankedRule, *, is_beside: bool) -> ElectedProjects | None:
    """What a rule chooses from rankings; None for a rule beside another that cannot count these ballots."""
    if trial.rankings is None:
        return None
    try:
        return ElectedProjects.of(trial.contest, elect_projects(trial.contest, trial.rankings, rule, TRIAL_SEED))
    except BadRule:
        if is_beside:
            return None
        raise


def beside(rule: AnyRule, names: Sequence[str]) -> list[AnyRule]:
    """The rule, and the rules of these names as they stand, but not the same one twice."""
    others = [ANY_RULES[name]() for name in names]
    return [rule, *(other for other in others if other != rule)]


class Patience:
    """Hears each step of a count, and ends it when a page has waited long enough."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._end = clock() + SECONDS

    def __call__(self, _steps: int, _spent: int) -> None:
        """Raises Conflict when the time is over."""
        if self._clock() > self._end:
            raise Conflict(
                sentence(
                    "This trial takes longer than a page may. Try a file on the command line, where nothing hurries "
                    "it: python -m ballots compare FILE.pb"
                )
            )


def _typed(contest: Contest, number: int, line: str) -> tuple[tuple[str, ...], int]:
    found = LINE.fullmatch(line)
    weight, named = (found[1], found[2]) if found else (None, line)
    by_name = {ref.casefold(): ref for ref in contest.by_id}
    marks = []
    for word in filter(None, re.split(r"[,;\s]+", named)):
        ref = by_name.get(word.casefold())
        if ref is None:
            raise Invalid(
                sentence("Line %(line)d: there is no project %(project)s on the paper."),
                field="ballots",
                line=number,
                project=word[:40],
            )
        marks.append(ref)
    return tuple(marks), 1 if weight is None else int(weight)
