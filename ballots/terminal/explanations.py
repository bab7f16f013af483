"""Why each project was funded or not, on a terminal: a line for every project, or everything about one."""

import json
from argparse import Namespace

from ballots.errors import sentence
from ballots.explain import Explanation, Kind, explained
from ballots.fairness import fairness, money_of
from ballots.options import BadCommand
from ballots.outcome import JSON, Outcome, plain
from ballots.rules import Rule
from ballots.terminal.given import Given, silences
from ballots.terminal.tables import short
from ballots.what_if import ONE_BY_ONE, WhatIf, what_if
from ballots.wording.changes import changes
from ballots.wording.reasons import telling
from ballots.wording.report import exact_figures, fairness_report, in_full, in_lines
from ballots.wording.voice import Voice


def explained_in(arguments: Namespace, speaking: Voice, said: Given, outcome: Outcome, rule: Rule) -> str:
    """Explain an outcome in words or, with --json, as a tree that holds the same words.

    All projects are followed by the figures of fairness; one that was not funded by what would have funded it.
    """
    if arguments.project is None:
        _check_alone(arguments)
        return _everything(arguments, speaking, said, outcome, rule)
    found = next((one for one in explained(outcome) if one.project == arguments.project), None)
    if found is None:
        raise BadCommand(sentence("There is no project %(project)s in this file."), project=arguments.project)
    changed = _changed(arguments, said, outcome, rule, found)
    if arguments.json:
        tree = _tree(speaking, outcome, found)
        tree["changes"] = None if changed is None else {**changed.to_json(), "sentences": [*changes(speaking, changed)]}
        return _json({**short(outcome, said.read.sha256), "explanations": [tree]})
    parts = (in_full(speaking, outcome, found, changed), exact_figures(speaking, outcome, found))
    return "\n\n".join(filter(None, parts))


def _check_alone(arguments: Namespace) -> None:
    if arguments.one_by_one is not None:
        raise BadCommand(
            sentence("--one-by-one needs --project: it says how far to look for what would have funded that one.")
        )


def _everything(arguments: Namespace, speaking: Voice, said: Given, outcome: Outcome, rule: Rule) -> str:
    read = said.read
    figures = fairness(read.poll, read.profile, money_of(outcome), said.by_area)
    if arguments.json:
        told: list[JSON] = [_tree(speaking, outcome, found) for found in explained(outcome)]
        return _json({**short(outcome, read.sha256), "explanations": told, "fairness": figures.to_json()})
    notes = [speaking.say(one.template, **one.figures) for one in silences(rule, read)]
    return "\n\n".join((in_lines(speaking, outcome), fairness_report(speaking, figures), *notes))


def _changed(arguments: Namespace, said: Given, outcome: Outcome, rule: Rule, found: Explanation) -> WhatIf | None:
    """Look for what would have funded a project, unless it was funded in full."""
    if found.is_funded and found.kind is not Kind.PART_FUNDED:
        return None
    poll, profile = said.read.poll, said.read.profile
    asked = ONE_BY_ONE if arguments.one_by_one is None else arguments.one_by_one
    return what_if(poll, profile, outcome, rule, found.project, one_by_one=asked)


def _tree(speaking: Voice, outcome: Outcome, found: Explanation) -> dict[str, JSON]:
    told = telling(speaking, outcome, found)
    return {
        "project": found.project,
        "kind": found.kind.value,
        "funded": told.is_funded,
        "verdict": told.verdict,
        "sentences": list(told.sentences),
        "notes": list(told.notes),
        "exact": plain(dict(told.exact)),
    }


def _json(tree: dict[str, JSON]) -> str:
    return json.dumps(tree, ensure_ascii=False, sort_keys=True)
