"""Commands on a poll with money: count it, explain the count, compare several ways of counting it."""

import json
import sys
from argparse import Namespace

from ballots.cautions import cautions
from ballots.command import by_threshold, side_of
from ballots.compare import side_by_side
from ballots.count import count
from ballots.election import Election
from ballots.errors import sentence
from ballots.outcome import JSON, Outcome
from ballots.pabulib import PabulibPoll
from ballots.rules import RULES, Rule
from ballots.rules.knapsack import Optimum, Worth, optimum
from ballots.terminal import explanations
from ballots.terminal.again import again, again_line, rule_lines
from ballots.terminal.given import given, silences
from ballots.terminal.progress import progress_on
from ballots.terminal.tables import BLANK, PROJECTS, VOTERS, short, table
from ballots.terminal.traces import write_trace
from ballots.ties import DEFAULT_TIES
from ballots.wording.report import comparison_report
from ballots.wording.voice import Voice, voice

BEST = {
    Worth.SCORE: sentence("No choice within the budget has more points than %(worth)s, for %(spent)s: %(projects)s."),
    Worth.COST: sentence(
        "No choice within the budget has more points, each weighed by the cost of its project, than %(worth)s, "
        "for %(spent)s: %(projects)s."
    ),
}
"""What is said of the choice that no other can exceed."""


def counted(arguments: Namespace, read: PabulibPoll, rule: Rule) -> str:
    """Count a poll and say what came out: as a table, as JSON, or in sentences."""
    said = given(arguments, read)
    read, rule = said.read, by_threshold(rule, arguments, read.threshold)
    outcome = _outcome(read, rule, arguments.lot_seed)
    command = again(arguments, rule, read.poll.exponent, said.words)
    if arguments.trace:
        write_trace(arguments.trace, outcome, read.profile, {"input_sha256": read.sha256, "command": command})
    speaking = voice(arguments.language, read.poll)
    if arguments.command == "explain":
        return explanations.explained_in(arguments, speaking, said, outcome, rule)
    if arguments.json:
        return json.dumps(short(outcome, read.sha256), ensure_ascii=False, sort_keys=True)
    notes = [speaking.say(one.template, **one.figures) for one in silences(rule, read)]
    made = (*rule_lines(speaking, rule, outcome.steps), again_line(speaking, command))
    return "\n\n".join(filter(None, map("\n".join, (table(speaking, read.poll, outcome), notes, made))))


def compared(arguments: Namespace, read: PabulibPoll) -> str:
    """Count a poll in several ways and lay them side by side: every rule as it stands, or the sides that are named."""
    said = given(arguments, read)
    read, exponent = said.read, read.poll.exponent
    rules: list[Rule] = [side_of(words, exponent, read.threshold) for words in arguments.side or RULES]
    outcomes = [_outcome(read, rule, arguments.lot_seed) for rule in rules]
    found = side_by_side(read.poll, read.profile, outcomes, said.by_area)
    best = _optima(arguments, read) if arguments.optimum else []
    if arguments.json:
        tree: dict[str, JSON] = {**found.to_json(), "lot_seed": arguments.lot_seed, "input_sha256": read.sha256}
        tree |= {"optimum": [one.to_json() for one in best]} if best else {}
        return json.dumps(tree, ensure_ascii=False, sort_keys=True)
    speaking = voice(arguments.language, read.poll)
    lines = [_bounded(speaking, one) for one in best if one.proven]
    told = dict.fromkeys(speaking.say(one.template, **one.figures) for rule in rules for one in silences(rule, read))
    return "\n\n".join([comparison_report(speaking, found), *lines, *told])


def checked(arguments: Namespace, read: PabulibPoll) -> str:
    """Say that a file can be counted, what it holds, and what to think about before it is."""
    speaking = voice(arguments.language, read.poll)
    line = speaking.say(
        sentence("%(file)s can be counted: %(what)s, budget %(budget)s, %(kind)s ballots."),
        file=arguments.file.name,
        what=", ".join(
            (
                speaking.count(PROJECTS, len(read.poll.projects)),
                speaking.count(VOTERS, read.profile.voters),
                *([speaking.count(BLANK, read.profile.blank)] if read.profile.blank else []),
            )
        ),
        budget=speaking.money(read.poll.budget),
        kind=read.vote_type,
    )
    first = next(iter(RULES.values()))()
    told = cautions(read.poll, read.style.max_choices, first, read.profile.voters or None)
    further = dict.fromkeys(one for kind in RULES.values() for one in silences(kind(), read))
    return "\n".join([line, *(speaking.say(one.template, **one.figures) for one in (*told, *further))])


def _outcome(read: PabulibPoll, rule: Rule, lot_seed: str) -> Outcome:
    progress = progress_on(sys.stderr, read.poll.budget)
    try:
        return count(read.poll, read.profile, rule, lot_seed, progress)
    finally:
        if progress:
            progress.end()


def _optima(arguments: Namespace, read: PabulibPoll) -> list[Optimum]:
    election = Election.of(read.poll, read.profile, DEFAULT_TIES, arguments.lot_seed)
    return [optimum(election, by) for by in Worth]


def _bounded(speaking: Voice, best: Optimum) -> str:
    return speaking.say(
        BEST[best.by],
        worth=speaking.money(best.worth) if best.by is Worth.COST else speaking.number(best.worth),
        spent=speaking.money(best.spent),
        projects=", ".join(best.projects),
    )
