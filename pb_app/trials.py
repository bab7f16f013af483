"""Trying a rule before a poll opens: examples as typed by officers, counted by several rules; nothing is kept."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ballots.compare import SideBySide, side_by_side
from ballots.count import count
from ballots.poll import Poll as Contest
from ballots.profile import Profile
from ballots.rules import RULES, Rule
from pb_app.refusals import Conflict, Invalid, sentence

TRIAL_SEED = "trial"
"""The lots of a trial are drawn from this word; those of the poll will come from another seed."""
MOST_LINES = 2_000
MOST_VOTERS = 1_000_000
SECONDS = 10.0
LINE = re.compile(r"(?:([0-9]{1,7})\s*[x×:]\s*)?(.*)")


@dataclass(frozen=True, slots=True)
class Trial:
    """A poll to try rules on: its projects and money, and ballots that are examples or published."""

    contest: Contest
    profile: Profile


def typed_trial(contest: Contest, text: str) -> Trial:
    """A trial of ballots typed by hand: on each line the projects of a ballot, before them how many voters cast it.

    `12: P01, P03` are twelve voters. Raises Invalid with the line for what cannot be read.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise Invalid(sentence("Type at least one ballot."), field="ballots")
    if len(lines) > MOST_LINES:
        raise Invalid(
            sentence("Type at most %(most)d lines. For more, hand in a file."), field="ballots", most=MOST_LINES
        )
    profile = Profile.of_counted(contest, [_typed(contest, number, line) for number, line in lines])
    if profile.voters > MOST_VOTERS:
        raise Invalid(sentence("A trial takes at most %(most)d voters."), field="ballots", most=MOST_VOTERS)
    return Trial(contest, profile)


def tried(trial: Trial, rules: Sequence[Rule], clock: Callable[[], float]) -> SideBySide:
    """Count by each rule and lay the outcomes side by side.

    Raises Conflict if it takes longer than a page may, and whatever a count raises.
    """
    patience = Patience(clock)
    outcomes = [count(trial.contest, trial.profile, rule, TRIAL_SEED, patience) for rule in rules]
    return side_by_side(trial.contest, trial.profile, outcomes)


def beside(rule: Rule, names: Sequence[str]) -> list[Rule]:
    """The rule, and the rules of these names as they stand, but not the same one twice."""
    others = [RULES[name]() for name in names]
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
