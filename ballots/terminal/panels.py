"""A panel's scores on a terminal: the projects in their order, those that do not qualify, what the money pays for."""

import json
from argparse import Namespace
from fractions import Fraction

from ballots.errors import sentence
from ballots.options import rule_of
from ballots.outcome import JSON
from ballots.panel import PanelScore, Shortfall
from ballots.panel_file import Sheet, read_sheet
from ballots.panel_ranking import PanelRanking, drawdown, ranking
from ballots.rules import Greedy
from ballots.terminal.columns import laid_out
from ballots.terminal.tables import short, table
from ballots.wording.voice import Voice, decimal, voice

SHORTFALLS = {
    Shortfall.TOO_FEW_MEMBERS: sentence("fewer members could score it than the panel asks for"),
    Shortfall.BELOW_CRITERION: sentence("below the least average by %(criteria)s"),
    Shortfall.BELOW_TOTAL: sentence("below the least weighted average"),
}
"""Why a project does not qualify."""
HEAD = (sentence("Place"), sentence("Average"), sentence("Project"))


def ranked(arguments: Namespace) -> str:
    """Put the projects of a panel's file in order and spend its money down the list. Raises whatever these raise."""
    sheet = read_sheet(arguments.file.read_bytes())
    rule = rule_of(arguments, sheet.poll.exponent)
    assert isinstance(rule, Greedy)  # noqa: S101 - the command has no other
    scores = sheet.panel.scored(sheet.poll.by_id, sheet.scores, sheet.conflicts)
    order = ranking(sheet.poll, scores, rule.tie_order, arguments.lot_seed)
    outcome = drawdown(sheet.poll, scores, rule, arguments.lot_seed)
    if arguments.json:
        tree: dict[str, JSON] = {**short(outcome, sheet.sha256), "panel": order.to_json()}
        return json.dumps(tree, ensure_ascii=False, sort_keys=True)
    speaking = voice(arguments.language, sheet.poll)
    return "\n\n".join(("\n".join(_order(speaking, sheet, order)), "\n".join(table(speaking, sheet.poll, outcome))))


def _order(speaking: Voice, sheet: Sheet, order: PanelRanking) -> list[str]:
    rows = [tuple(speaking.say(words) for words in HEAD)]
    for place, score in enumerate(order.ranked, 1):
        rows.append((str(place), _average(score.total), _named(sheet, score)))
    lines = laid_out(rows, (0, 1))
    template = sentence("%(project)s does not qualify: %(why)s.")
    return [
        *lines,
        *(speaking.say(template, project=_named(sheet, score), why=_why(speaking, score)) for score in order.short),
    ]


def _why(speaking: Voice, score: PanelScore) -> str:
    assert score.shortfall  # noqa: S101 - that is what it stands here for
    return speaking.say(SHORTFALLS[score.shortfall], criteria=speaking.listed(score.below))


def _average(total: Fraction | None) -> str:
    return decimal(total or Fraction(0), 2)


def _named(sheet: Sheet, score: PanelScore) -> str:
    return " ".join(filter(None, (score.project, sheet.poll.by_id[score.project].name)))
