"""What to think about before a rule is fixed for a poll: things that are allowed and that people come to regret."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ballots.errors import sentence
from ballots.every_rule import AnyRule
from ballots.pabulib.amounts import decimal_text
from ballots.poll import Poll
from ballots.rules import EqualShares, Phragmen
from ballots.rules.completion import MOST_RUNS

FEWEST_CHOICES = 3
FEW_VOTERS = 50
"""So many voters are reckoned with where nobody knows yet how many there will be."""
STEPS_THAT_DO = 1_000
FARTHEST = 9
"""How many times the first share the last one came to in real polls, at most (1,142 polls, 2021 to 2026)."""


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to think about: `template` is marked English, `figures` fill its named places."""

    template: str
    figures: dict[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.template % self.figures


def cautions(poll: Poll, most_choices: int | None, rule: AnyRule, voters: int | None = None) -> tuple[Caution, ...]:
    """Give what to think about, in a fixed order.

    `most_choices` is how many projects a ballot may name (None: any number), `voters` how many there were (None: not
    known yet).
    """
    shared = isinstance(rule, EqualShares | Phragmen)
    found = [*_too_dear(poll)]
    if isinstance(rule, EqualShares) and rule.completion.adds:
        found += [*_swallows_the_list(poll), *_too_many_steps(poll, rule, voters)]
    if shared and most_choices is not None and most_choices < FEWEST_CHOICES:
        found.append(
            Caution(
                sentence(
                    "A ballot may name only %(most)d. This rule shares the pot out among people with wishes in common, "
                    "and finds few where people name fewer than three: allow more choices."
                ),
                {"most": most_choices},
            )
        )
    return tuple(found)


def _too_dear(poll: Poll) -> Iterator[Caution]:
    for project in poll.projects:
        if project.cost > poll.budget:
            yield Caution(
                sentence("Project %(project)s costs more than the whole budget. It can never be funded."),
                {"project": project.project_id},
            )


def _swallows_the_list(poll: Poll) -> Iterator[Caution]:
    """Add1 raises the shares until a dear project can be paid, and nothing is left for the rest."""
    for project in poll.projects:
        if poll.budget < 2 * project.cost <= 2 * poll.budget:
            yield Caution(
                sentence(
                    "Project %(project)s costs %(percent)d of every hundred parts of the budget. With shares that are "
                    "raised step by step, one so dear can take the place of many others. Say beforehand how much a "
                    "project may cost."
                ),
                {"project": project.project_id, "percent": 100 * project.cost // poll.budget},
            )


def _too_many_steps(poll: Poll, rule: EqualShares, voters: int | None) -> Iterator[Caution]:
    if rule.increment is None:
        return
    farthest = (FARTHEST - 1) * poll.budget // (voters or FEW_VOTERS)
    if farthest // rule.increment > MOST_RUNS:
        yield Caution(
            sentence(
                "With %(voters)d voters the shares might be raised in some %(steps)d steps, and a count that needs so "
                "many may be refused. A step of %(suggested)s would do."
            ),
            {
                "voters": voters or FEW_VOTERS,
                "steps": farthest // rule.increment,
                "suggested": decimal_text(-(-farthest // STEPS_THAT_DO), poll.exponent),
            },
        )
