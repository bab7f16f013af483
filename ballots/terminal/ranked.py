"""Commands on ranked ballots: elect from a .blt file, or choose projects of equal cost from a ranked .pb file."""

import json
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from ballots.errors import sentence, sentences
from ballots.options import BadCommand, option_of
from ballots.outcome import JSON
from ballots.pabulib import PabulibPoll
from ballots.poll import Poll, Project
from ballots.ranked import BltPoll, Condorcet, RankedOutcome, RankedRule
from ballots.ranked.explain import explained
from ballots.ranked.outcome import CondorcetOutcome, StvOutcome
from ballots.ranked.projects import elect_projects, places_of
from ballots.terminal.again import again, again_line
from ballots.terminal.columns import laid_out
from ballots.terminal.traces import whole_file
from ballots.wording.ranked import said, stages_told
from ballots.wording.voice import Voice, voice

CANDIDATES = sentences("%(count)s candidate", "%(count)s candidates")
WITHDRAWN = sentences("%(count)s withdrawn", "%(count)s withdrawn")
PLACES = sentences("%(count)s place", "%(count)s places")
PAPERS = sentences("%(count)s paper", "%(count)s papers")
FURTHER: tuple[str, ...] = ("beats_all", "worst", "pairs", "paths", "ties", "tie")
"""What some ranked counts tell beside their rounds."""
BLANK_PAPERS = sentences("%(count)s blank paper", "%(count)s blank papers")


@dataclass(frozen=True, slots=True)
class Elected:
    """An outcome with what a reader needs beside it; `cost` is of each winner, in minor units (None: no money)."""

    outcome: RankedOutcome
    rule: RankedRule
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
    return _said(arguments, Elected(outcome, rule, names, _without_money(names), None, read.sha256))


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
    return _said(arguments, Elected(outcome, rule, names, read.poll, read.poll.projects[0].cost, read.sha256))


def checked(arguments: Namespace, read: BltPoll) -> str:
    """Say that a file of ranked ballots can be counted, and what it holds."""
    speaking = voice(arguments.language, _without_money({}))
    what = [speaking.count(CANDIDATES, len(read.candidates))]
    what += [speaking.count(WITHDRAWN, len(read.withdrawn))] if read.withdrawn else []
    what += [speaking.count(PLACES, read.seats), speaking.count(PAPERS, read.rankings.voters)]
    what += [speaking.count(BLANK_PAPERS, read.rankings.blank)] if read.rankings.blank else []
    template = sentence("%(file)s can be counted: %(what)s.")
    return speaking.say(template, file=arguments.file.name, what=", ".join(what))


def _without_money(names: Mapping[str, str]) -> Poll:
    return Poll(tuple(Project(ref, 0, name) for ref, name in names.items()) or (Project("-", 0),), 1)


def _said(arguments: Namespace, found: Elected) -> str:
    _check_options(arguments, found.outcome.rule)
    tree = found.outcome.to_json()
    if arguments.trace:
        whole = json.dumps({**tree, "input_sha256": found.sha256}, ensure_ascii=False, sort_keys=True, indent=1)
        with whole_file(arguments.trace) as file:
            file.write(whole + "\n")
    speaking = voice(arguments.language, found.poll)
    if arguments.command == "explain":
        return _explained(arguments, found, speaking)
    if arguments.json:
        return json.dumps(_short(found), ensure_ascii=False, sort_keys=True)
    numbered = [(str(number), one, found.names[one]) for number, one in enumerate(found.outcome.winners, 1)]
    total = speaking.say(
        sentence("%(elected)s of %(all)s elected, %(papers)s"),
        elected=speaking.number(len(found.outcome.winners)),
        all=speaking.number(len(found.outcome.candidates)),
        papers=speaking.count(PAPERS, found.outcome.voters),
    )
    command = again(arguments, found.rule, found.poll.exponent)
    return "\n".join([*laid_out(numbered, (0,)), total, "", again_line(speaking, command)])


def _check_options(arguments: Namespace, rule: str) -> None:
    """Refuse what has no meaning where no money is spent."""
    for name in ("one_by_one", "carried_in", "area_weight"):
        if getattr(arguments, name, None) is not None:
            template = sentence("%(option)s has no meaning for the rule %(rule)s.")
            raise BadCommand(template, option=option_of(name), rule=rule)


def _short(found: Elected) -> dict[str, JSON]:
    outcome = found.outcome
    tree = outcome.to_json()
    spent = None if found.cost is None else found.cost * len(outcome.winners)
    told: dict[str, JSON] = {"free": [], "spent": spent, "rounds": _rounds(outcome), "input_sha256": found.sha256}
    further: dict[str, JSON] = {name: tree[name] for name in FURTHER if name in tree}
    return {**{name: tree[name] for name in ("rule", "parameters", "lot_seed", "winners")}, **further, **told}


def _rounds(outcome: RankedOutcome) -> JSON:
    """Give the stages of transferable votes, every comparison of two candidates, or the points, most first."""
    if isinstance(outcome, StvOutcome):
        return outcome.to_json()["stages"]
    if isinstance(outcome, CondorcetOutcome):
        return [
            {
                "first": one,
                "second": other,
                "first_above": outcome.above[one][other],
                "second_above": outcome.above[other][one],
            }
            for one, other in combinations(outcome.candidates, 2)
        ]
    ordered = sorted(outcome.points, key=lambda one: (-outcome.points[one], one))
    return [{"candidate": one, "points": outcome.points[one]} for one in ordered]


def _explained(arguments: Namespace, found: Elected, speaking: Voice) -> str:
    """Give a line for every candidate or about one, and for transferable votes a paragraph for every stage."""
    reasons = list(explained(found.outcome))
    if arguments.project is not None:
        reasons = [one for one in reasons if one.candidate == arguments.project]
        if not reasons:
            raise BadCommand(sentence("There is no project %(project)s in this file."), project=arguments.project)
    stages: tuple[str, ...] = ()
    if isinstance(found.outcome, StvOutcome) and arguments.project is None:
        stages = stages_told(speaking, found.outcome)
    if arguments.json:
        told: list[JSON] = [
            {"candidate": one.candidate, "kind": one.kind.value, "sentence": said(speaking, one)} for one in reasons
        ]
        whole: dict[str, JSON] = {**_short(found), "explanations": told, "stages_told": list(stages)}
        return json.dumps(whole, ensure_ascii=False, sort_keys=True)
    return "\n".join((*(said(speaking, one) for one in reasons), *stages))
