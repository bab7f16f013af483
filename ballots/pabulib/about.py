"""What META says beside what a poll knows by itself: where, when and by which rule."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ballots.errors import BadPoll, sentence

RULES = (
    *("greedy", "greedy-no-skip", "greedy-threshold", "greedy-exclusive", "greedy-custom"),
    *("equalshares", "equalshares-comparison", "equalshares/add1", "equalshares/add1-comparison", "unknown"),
)
"""The rules for which the format has a name."""
MORE = (
    *("district", "subunit", "min_project_cost", "max_project_cost", "min_project_score_threshold", "neighborhoods"),
    *("subdistricts", "categories", "edition", "experimental", "comment", "acknowledgments", "leftover_budget"),
    *("budget_per_category", "budget_per_neighborhood", "min_length_per_category", "max_length_per_category"),
    *("min_sum_cost_per_category", "max_sum_cost_per_category"),
)
"""The further entries that the format names."""
_DAY = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class About:
    """The entries of META that a poll does not know by itself; dates are dd.mm.yyyy or yyyy.

    `more` holds further entries that the format names (MORE). Raises BadPoll for an entry that the format does not
    allow: an empty one, a rule or a language it does not know, a date that is none or an end before its beginning.
    """

    description: str
    country: str
    unit: str
    instance: str
    date_begin: str
    date_end: str
    rule: str = "unknown"
    language: str = "en"
    more: dict[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for name in ("description", "country", "unit", "instance"):
            if not getattr(self, name).strip():
                raise BadPoll(sentence("A .pb file needs the entry “%(name)s”."), name=name)
        if self.rule not in RULES:
            raise BadPoll(sentence("A .pb file has no word for the rule “%(rule)s”."), rule=self.rule[:40])
        if not re.fullmatch("[a-z]{2}", self.language):
            raise BadPoll(sentence("The language is not a code of two letters, for instance en."))
        for name in self.more:
            if name not in MORE:
                raise BadPoll(sentence("A .pb file has no entry “%(name)s”."), name=name[:40])
        if self.rule == "greedy" and "min_project_score_threshold" in self.more:
            raise BadPoll(sentence("In a .pb file, greedy with a threshold is called greedy-threshold."))
        if _first_day(self.date_begin) > _first_day(self.date_end):
            raise BadPoll(sentence("The vote ends before it begins."))

    @classmethod
    def of(cls, meta: Mapping[str, str]) -> "About":
        """Take the entries of a file that was read. Raises BadPoll where it lacks one that the format needs today."""
        needed = ("description", "country", "unit", "instance", "date_begin", "date_end")
        more = {name: meta[name] for name in MORE if meta.get(name)}
        rule = meta.get("rule") or "unknown"
        return cls(
            **{name: meta.get(name, "") for name in needed},
            rule="greedy-threshold" if rule == "greedy" and "min_project_score_threshold" in more else rule,
            language=meta.get("language") or "en",
            more=more,
        )


def _first_day(text: str) -> date:
    """Give the day that a text names, of a year its first. Raises BadPoll for another text."""
    found = _DAY.fullmatch(text)
    try:
        if found:
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        if _YEAR.fullmatch(text):
            return date(int(text), 1, 1)
    except ValueError:
        pass
    raise BadPoll(sentence("“%(text)s” is no date. Write dd.mm.yyyy or yyyy."), text=text[:40])
