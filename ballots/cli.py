"""What `python -m ballots` answers: texts for standard output, and sentences for what it refuses."""

import json
import sys
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from ballots import pabulib
from ballots.command import BadCommand, parser, rule_of
from ballots.count import count
from ballots.election import Progress
from ballots.errors import BallotError, TieUnresolved, sentence
from ballots.explain import Kind, explained
from ballots.outcome import JSON, Outcome
from ballots.pabulib import PabulibPoll
from ballots.pabulib.amounts import decimal_text
from ballots.rules import Rule
from ballots.what_if import what_if
from ballots.wording.report import in_full, in_lines
from ballots.wording.voice import voice

DONE, REFUSED, BAD_INPUT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Answer:
    """An exit code with what goes to standard output, or to standard error if the code is not 0."""

    code: int
    text: str


def answer(words: list[str]) -> Answer:
    """Carry out one command: 0 done, 1 the count refused (a tie), 2 bad input, with one line that says why."""
    try:
        arguments = parser().parse_args(words)
        poll = pabulib.read(arguments.file)
        text = _check(arguments.file, poll) if arguments.command == "check" else _counted(arguments, poll)
    except TieUnresolved as refusal:
        return Answer(REFUSED, str(refusal))
    except BallotError as refusal:
        return Answer(BAD_INPUT, " ".join(str(refusal).split()))
    except OSError as problem:
        return Answer(BAD_INPUT, f"{problem.filename}: {problem.strerror}")
    return Answer(DONE, text)


def _counted(arguments: Namespace, read: PabulibPoll) -> str:
    rule = rule_of(arguments, read.poll.exponent)
    outcome = count(read.poll, read.profile, rule, arguments.lot_seed, _progress())
    if arguments.trace:
        _write_trace(arguments.trace, outcome, read)
    if arguments.json:
        return json.dumps(_short(outcome, read), ensure_ascii=False, sort_keys=True)
    return _explained(arguments, read, outcome, rule) if arguments.command == "explain" else _table(read, outcome)


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


def _progress() -> Progress | None:
    """Give a progress line on standard error if somebody is looking at it."""
    if not sys.stderr.isatty():
        return None
    return lambda step, spent: _show(f"\rstep {step}, {spent} spent ")


def _show(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def _short(outcome: Outcome, read: PabulibPoll) -> dict[str, JSON]:
    whole = outcome.to_json()
    names = ("rule", "parameters", "lot_seed", "winners", "free", "spent", "rounds")
    return {**{name: whole[name] for name in names}, "input_sha256": read.sha256}


def _write_trace(path: Path, outcome: Outcome, read: PabulibPoll) -> None:
    tree = {**outcome.to_json(), "input_sha256": read.sha256}
    path.write_text(json.dumps(tree, ensure_ascii=False, sort_keys=True, indent=1) + "\n", encoding="utf-8")


def _check(path: Path, read: PabulibPoll) -> str:
    blank = f", {read.profile.blank} blank ballots" if read.profile.blank else ""
    budget = f"{decimal_text(read.poll.budget, read.poll.exponent)} {read.poll.currency}"
    return (
        f"{path.name} can be counted: {len(read.poll.projects)} projects, {read.profile.voters} voters{blank}, "
        f"budget {budget}, {read.vote_type} ballots."
    )


def _table(read: PabulibPoll, outcome: Outcome) -> str:
    exponent = read.poll.exponent
    lines = [
        f"{found.number:>4}  {decimal_text(found.cost, exponent):>14}  {float(found.effective_votes):>12.2f}  "
        f"{found.stage.value:<6}  {found.project}  {read.poll.by_id[found.project].name}".rstrip()
        for found in outcome.rounds
    ]
    free = [f"Costs nothing and is funded: {project_id}" for project_id in outcome.free]
    spent = f"{decimal_text(outcome.spent, exponent)} of {decimal_text(outcome.budget, exponent)}"
    total = f"{len(outcome.winners)} projects, {spent} {outcome.currency} spent, {outcome.voters} voters"
    return "\n".join(["  no.            cost  (eff.) votes  stage   project", *lines, *free, total])
