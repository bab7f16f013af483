"""The rules of talking together as a partnership writes them: one a paragraph, its first line being the rule's name."""

import re
from dataclasses import dataclass

from deliberation.messages import is_blank, readable

PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """A rule in plain words: its name, and what it asks of people. Both stand on the page of rules."""

    label: str
    text: str


def read_rules(written: str) -> tuple[WrittenRule, ...]:
    """The rules of a text in their order; a paragraph of one line alone is a rule whose text is empty."""
    paragraphs = [part.strip() for part in PARAGRAPHS.split(readable(written))]
    return tuple(_rule(part) for part in paragraphs if not is_blank(part))


def write_rules(rules: tuple[WrittenRule, ...]) -> str:
    """The text that reads as these rules."""
    return "\n\n".join(f"{rule.label}\n{rule.text}" for rule in rules)


def _rule(paragraph: str) -> WrittenRule:
    label, _, text = paragraph.partition("\n")
    return WrittenRule(" ".join(label.split()), " ".join(text.split()))
