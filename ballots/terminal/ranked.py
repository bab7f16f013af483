"""Commands on ranked ballots: elect from a .blt file, or choose projects of equal cost from a ranked .pb file."""

import json
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ballots.errors import sentence
from ballots.options import BadCommand
from ballots.outcome import JSON
from ballots.pabulib import PabulibPoll
from ballots.poll import Poll, Project
from ballots.ranked import BltPoll, Condorcet, RankedOutcome, RankedRule
from ballots.ranked.explain import explained
from ballots.ranked.outcome import StvOutcome
from ballots.ranked.projects import elect_projects, places_of
from ballots.terminal.traces import whole_file
from ballots.wording.ranked import said, stages_told
from ballots.wording.voice import Voice, voice


@dataclass(frozen=True, slots=True)
class Elected:
    """An outcome with what a reader needs beside it; `cost` is of each winner, in minor units (None: no money)."""

    outcome: RankedOutcome
    names: Mapping[str, str]
    poll: Poll
    cost: int | None
    sha256: str


def elected_from_blt(arguments: Namespace, read: BltPoll, rule: RankedRule) -> str:
    """Elect from the ballots of a ward: as many as the file has places, unless the command says how many."""
    if not isinstance(rule, Condorcet) and arguments.seats is None:
        rule = replace(rule, seats=read.seats)
    ids = [one.candidate_id for one in read.candidates]
    outcome = rule.elect(read.rankings, ids, arguments.lot_seed, read.withdrawn)
    names = {one.candidate_id: one.name for one in read.candidates}
    without_money = Poll(tuple(Project(ref, 0, name) for ref, name in names.items()), 1)
    return _said(arguments, Elected(outcome, names, without_money, None, read.sha256))


def elected_from_pb(arguments: Namespace, read: PabulibPoll, rule: RankedRule) -> str:
    """Choose projects of equal cost: as many as the budget pays for, unless the command says how many."""
    if read.rankings is None:
        raise BadCommand(
            sentence("The rule %(rule)s counts rankings, and this file has %(kind)s ballots."),
            rule=rule.NAME,
            kind=read.vote_type,
        )
    if not isinstance(rule, Condorcet) and arguments.seats is None:
        rule = replace(rule, seats=places_of(read.poll))
    outcome = elect_projects(read.poll, read.rankings, rule, arguments.lot_seed)
    names = {project.project_id: project.name or project.project_id for project in read.poll.projects}
    return _said(arguments, Elected(outcome, names, read.poll, read.poll.projects[0].cost, read.sha256))


def checked(arguments: Namespace, read: BltPoll) -> str:
    """Say that a file of ranked ballots can be counted, and what it holds."""
    gone = f", {len(read.withdrawn)} withdrawn" if read.withdrawn else ""
    blank = f", {read.rankings.blank} blank papers" if read.rankings.blank else ""
    return (
        f"{arguments.file.name} can be counted: {len(read.candidates)} candidates{gone}, {read.seats} places, "
        f"{read.rankings.voters} papers{blank}."
    )


def _said(arguments: Namespace, found: Elected) -> str:
    tree = found.outcome.to_json()
    if arguments.trace:
        whole = json.dumps({**tree, "input_sha256": found.sha256}, ensure_ascii=False, sort_keys=True, indent=1)
        with whole_file(arguments.trace) as file:
            file.write(whole + "\n")
    if arguments.json:
        return json.dumps(_short(tree, found), ensure_ascii=False, sort_keys=True)
    speaking = voice(arguments.language, found.poll)
    if arguments.command == "explain":
        return _explained(arguments, found, speaking)
    numbered = enumerate(found.outcome.winners, 1)
    lines = [f"{number:>4}  {one}  {found.names[one]}" for number, one in numbered]
    total = f"{len(found.outcome.winners)} of {len(found.outcome.candidates)} elected, {found.outcome.voters} papers"
    return "\n".join(["  no.  elected", *lines, total])


def _short(tree: dict[str, JSON], found: Elected) -> dict[str, JSON]:
    names = ("rule", "parameters", "lot_seed", "winners")
    spent = None if found.cost is None else found.cost * len(found.outcome.winners)
    told: dict[str, JSON] = {"free": [], "spent": spent, "rounds": tree.get("stages", [])}
    return {**{name: tree[name] for name in names}, **told, "input_sha256": found.sha256}


def _explained(arguments: Namespace, found: Elected, speaking: Voice) -> str:
    """Give a line for every candidate or about one, and for transferable votes a paragraph for every stage."""
    reasons = list(explained(found.outcome))
    if arguments.project is not None:
        reasons = [one for one in reasons if one.candidate == arguments.project]
        if not reasons:
            raise BadCommand(sentence("There is no project %(project)s in this file."), project=arguments.project)
    lines = [said(speaking, one) for one in reasons]
    if isinstance(found.outcome, StvOutcome) and arguments.project is None:
        lines += stages_told(speaking, found.outcome)
    return "\n".join(lines)
