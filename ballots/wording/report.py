"""What a count says on a terminal or in a document: every project in a line, one project in full, tables."""

from collections.abc import Iterable

from ballots.compare import SideBySide
from ballots.errors import sentence, sentences
from ballots.explain import Explanation, explained
from ballots.fairness import Fairness
from ballots.outcome import Outcome
from ballots.what_if import WhatIf
from ballots.wording.changes import changes
from ballots.wording.fair import (
    Table,
    areas_tables,
    better_off,
    claims,
    comparison_table,
    differing_table,
    fairness_table,
    projects_each,
)
from ballots.wording.reasons import Telling, telling
from ballots.wording.voice import Voice

FURTHER = sentences("%(count)s further project", "%(count)s further projects")


def in_lines(voice: Voice, outcome: Outcome) -> str:
    """Give one line for each project, the funded first."""
    lines = []
    for found in explained(outcome):
        told = telling(voice, outcome, found)
        lines.append(f"{_heading(voice, found.project)}: {_whether(voice, told)} {told.aloud}")
    return "\n".join(lines)


def in_full(voice: Voice, outcome: Outcome, found: Explanation, changed: WhatIf | None = None) -> str:
    """Give what is said of one project in Markdown; `changed` adds what would have funded it."""
    told = telling(voice, outcome, found)
    parts = [f"**{_heading(voice, found.project)}.** {_whether(voice, told)} {told.aloud}"]
    parts += [markdown(_spending(voice, found, told))] if told.money and told.money.largest else []
    parts += [" ".join(told.notes)] if told.notes else []
    parts += [" ".join(changes(voice, changed))] if changed else []
    return "\n\n".join(parts)


def exact_figures(voice: Voice, outcome: Outcome, found: Explanation) -> str:
    """Give the exact figures behind what is said of one project, in one sentence; nothing where there are none."""
    told = telling(voice, outcome, found).exact
    figures = "; ".join(f"{words}: {figure}" for words, figure in told)
    return voice.say(sentence("Exactly: %(figures)s."), figures=figures) if told else ""


def fairness_report(voice: Voice, figures: Fairness) -> str:
    """Give the figures of fairness as tables and sentences in Markdown."""
    tables = (fairness_table(voice, figures), projects_each(voice, figures), *areas_tables(voice, figures))
    return "\n\n".join((*map(markdown, tables), _items(claims(voice, figures))))


def comparison_report(voice: Voice, found: SideBySide) -> str:
    """Give several counts side by side in Markdown."""
    parts = [markdown(comparison_table(voice, found))]
    parts += [markdown(differing_table(voice, found))] if found.differing else []
    parts += [_items(better_off(voice, found, pair) for pair in found.pairs)] if found.pairs else []
    return "\n\n".join(parts)


def markdown(table: Table) -> str:
    """Write a table in Markdown, its caption above it."""
    rows = (table.head, ("---",) * len(table.head), *table.rows)
    lines = ("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)
    return f"*{table.caption}*\n\n" + "\n".join(lines)


def _spending(voice: Voice, found: Explanation, told: Telling) -> Table:
    """Put down where the money of a project's supporters went before it was out of reach."""
    money = told.money
    assert money  # noqa: S101  # asked for only where there is some
    rows = [
        (
            voice.title(one.ref),
            voice.say(
                sentence("%(part)s of %(whole)s"), part=voice.number(one.shared), whole=voice.number(found.votes)
            ),
            voice.money(one.paid),
        )
        for one in money.largest
    ]
    if money.smaller:
        rows.append((voice.count(FURTHER, money.smaller), "–", voice.money(money.smaller_paid)))
    rows.append((voice.say(sentence("Total")), "", voice.money(money.spent)))
    head = (sentence("Project funded earlier"), sentence("Shared supporters"), sentence("They paid"))
    caption = voice.say(sentence("Where its supporters' money went before it was out of reach"))
    return Table(caption, tuple(voice.say(words) for words in head), tuple(rows))


def _heading(voice: Voice, project: str) -> str:
    name = voice.titles.get(project)
    return f"{project} ({name})" if name else project


def _whether(voice: Voice, told: Telling) -> str:
    return voice.say(sentence("Funded.")) if told.is_funded else voice.say(sentence("Not funded."))


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
