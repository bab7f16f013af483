"""Commands on a poll with money: count it, explain the count, compare several ways of counting it."""

import json
import sys
from argparse import Namespace

from ballots.cautions import cautions
from ballots.command import command_line, side_of
from ballots.compare import side_by_side
from ballots.count import count
from ballots.election import Election
from ballots.errors import sentence
from ballots.explain import Kind, explained
from ballots.options import BadCommand
from ballots.outcome import JSON, Outcome
from ballots.pabulib import PabulibPoll
from ballots.pabulib.amounts import decimal_text
from ballots.rules import RULES, Rule
from ballots.rules.knapsack import Optimum, Worth, optimum
from ballots.terminal.progress import progress_on
from ballots.terminal.traces import write_trace
from ballots.ties import DEFAULT_TIES
from ballots.what_if import what_if
from ballots.wording.report import comparison_report, in_full, in_lines
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
    outcome = _outcome(read, rule, arguments.lot_seed)
    if arguments.trace:
        command = command_line(rule, arguments.lot_seed, file=arguments.file.name, exponent=read.poll.exponent)
        write_trace(arguments.trace, outcome, read.profile, {"input_sha256": read.sha256, "command": command})
    if arguments.json:
        return json.dumps(_short(outcome, read), ensure_ascii=False, sort_keys=True)
    return _explained(arguments, read, outcome, rule) if arguments.command == "explain" else _table(read, outcome)


def compared(arguments: Namespace, read: PabulibPoll) -> str:
    """Count a poll in several ways and lay them side by side: every rule as it stands, or the sides that are named."""
    exponent = read.poll.exponent
    sides: list[Rule] = [side_of(words, exponent) for words in arguments.side or []]
    rules = sides or [kind() for kind in RULES.values()]
    found = side_by_side(read.poll, read.profile, [_outcome(read, rule, arguments.lot_seed) for rule in rules])
    best = _optima(arguments, read) if arguments.optimum else []
    if arguments.json:
        tree: dict[str, JSON] = {**found.to_json(), "lot_seed": arguments.lot_seed, "input_sha256": read.sha256}
        tree |= {"optimum": [one.to_json() for one in best]} if best else {}
        return json.dumps(tree, ensure_ascii=False, sort_keys=True)
    speaking = voice(arguments.language, read.poll)
    lines = [_bounded(speaking, one) for one in best if one.proven]
    return "\n\n".join([comparison_report(speaking, found), *lines])


def checked(arguments: Namespace, read: PabulibPoll) -> str:
    """Say that a file can be counted, what it holds, and what to think about before it is."""
    blank = f", {read.profile.blank} blank ballots" if read.profile.blank else ""
    budget = f"{decimal_text(read.poll.budget, read.poll.exponent)} {read.poll.currency}"
    line = (
        f"{arguments.file.name} can be counted: {len(read.poll.projects)} projects, "
        f"{read.profile.voters} voters{blank}, budget {budget}, {read.vote_type} ballots."
    )
    first = next(iter(RULES.values()))()
    told = cautions(read.poll, read.style.max_choices, first, read.profile.voters or None)
    return "\n".join([line, *map(str, told)])


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
        worth=speaking.number(best.worth),
        spent=speaking.money(best.spent),
        projects=", ".join(best.projects),
    )


def _explained(arguments: Namespace, read: PabulibPoll, outcome: Outcome, rule: Rule) -> str:
    """Give a line for every project, or everything about one, and what would have funded it if it was not."""
    speaking = voice(arguments.language, read.poll)
    if arguments.project is None:
        return in_lines(speaking, outcome)
    found = next((one for one in explained(outcome) if one.project == arguments.project), None)
    if found is None:
        raise BadCommand(sentence("There is no project %(project)s in this file."), project=arguments.project)
    if found.is_funded and found.kind is not Kind.PART_FUNDED:
        return in_full(speaking, outcome, found)
    asked = arguments.one_by_one
    return in_full(
        speaking, outcome, found, what_if(read.poll, read.profile, outcome, rule, found.project, one_by_one=asked)
    )


def _short(outcome: Outcome, read: PabulibPoll) -> dict[str, JSON]:
    whole = outcome.to_json()
    names = ("rule", "parameters", "lot_seed", "winners", "free", "spent", "rounds")
    return {**{name: whole[name] for name in names}, "input_sha256": read.sha256}


def _table(read: PabulibPoll, outcome: Outcome) -> str:
    exponent = read.poll.exponent
    lines = [
        f"{found.number:>4}  {decimal_text(found.cost, exponent):>14}  {float(found.effective_votes):>12.2f}  "
        f"{found.stage.value:<6}  {found.project}  {read.poll.by_id[found.project].name}"
        f"{_part(found.asked, exponent)}".rstrip()
        for found in outcome.rounds
    ]
    free = [f"Costs nothing and is funded: {project_id}" for project_id in outcome.free]
    spent = f"{decimal_text(outcome.spent, exponent)} of {decimal_text(outcome.budget, exponent)}"
    total = f"{len(outcome.winners)} projects, {spent} {outcome.currency} spent, {outcome.voters} voters"
    return "\n".join(["  no.            cost  (eff.) votes  stage   project", *lines, *free, total])


def _part(asked: int | None, exponent: int) -> str:
    return "" if asked is None else f" (in part: it asked for {decimal_text(asked, exponent)})"
