"""What a poll's frozen definition says, as canonical JSON: written once before opening, read back by every count."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from ballots.pabulib.amounts import exponent_of
from ballots.poll import Poll as Contest
from ballots.poll import Project as Entry
from ballots.rules import Rule, rule_from_parameters
from ballots.styles import Approval
from pb_app.audit import log
from pb_app.audit.canonical import encode
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project

VERSION = 1
APPROVAL = "approval"
LOT = "SHA-256(lot seed, project id), smallest first"


@dataclass(frozen=True, slots=True)
class Definition:
    """A frozen definition as the counting library reads it; `seed_source` is empty where no public value is awaited.

    `opens` and `closes` are moments as the log writes them.
    """

    title: str
    partnership: str
    locality: str
    opens: str
    closes: str
    contest: Contest
    style: Approval
    rule: Rule
    seed_source: str


def rule_text(rule: Rule) -> str:
    """The rule with all its parameters as canonical JSON (yes is 1, no is 0), for the column `poll.rule`."""
    return encode(_parameters(rule)).decode("utf-8")


def rule_of(text: str) -> Rule:
    """The rule that `rule_text` wrote. Raises BadRule for anything else."""
    return rule_from_parameters(json.loads(text))


def contest_of(projects: Sequence[Project], budget: int, currency: str) -> Contest:
    """The projects on the paper and the pot (minor units) as the counting library reads them; sorted by ref."""
    entries = [Entry(one.ref, one.cost, one.title, least=one.least) for one in projects]
    entries.sort(key=lambda entry: entry.project_id)
    return Contest(tuple(entries), budget, currency, exponent_of(currency))


def definition_of(poll: Poll, projects: Sequence[Project], budget: int) -> str:
    """The canonical JSON of a poll as it stands; `budget` is what stands in its pot.

    Pot, round, locality and partnership must have been loaded.

    Raises BadPoll or BadRule where projects, money or rule contradict themselves.
    """
    contest = contest_of(projects, budget, poll.pot.currency)
    style = Approval(poll.min_choices, poll.max_choices)
    rule = rule_of(poll.rule)
    told = {
        "v": VERSION,
        "poll": str(poll.id),
        "title": poll.title,
        "partnership": poll.round.locality.partnership.name,
        "locality": poll.round.locality.name,
        "contest": _contest(contest, poll.pot.name),
        "ballot": _ballot(style),
        "rule": _parameters(rule),
        "ties": {"order": [str(step) for step in rule.tie_order], "lot": LOT},
        "seed_source": poll.seed_source,
        "opens": log.moment_text(poll.opens_at),
        "closes": log.moment_text(poll.closes_at),
    }
    return encode(told).decode("utf-8")


def rules_sha256(definition: str) -> str:
    """The hash under which a definition is frozen, as 64 hexadecimal digits."""
    return sha256(definition.encode("utf-8")).hexdigest()


def read_definition(definition: str) -> Definition:
    """Read a frozen definition back; what was frozen counts, whatever became of the rows it was made from."""
    told = json.loads(definition)
    contest, ballot = told["contest"], told["ballot"]
    entries = tuple(Entry(one["ref"], one["cost"], one["title"], least=one.get("least")) for one in contest["projects"])
    return Definition(
        title=told["title"],
        partnership=told["partnership"],
        locality=told["locality"],
        opens=told["opens"],
        closes=told["closes"],
        contest=Contest(entries, contest["budget"], contest["currency"], contest["exponent"]),
        style=Approval(ballot["min"], ballot.get("max")),
        rule=rule_from_parameters(told["rule"]),
        seed_source=told["seed_source"],
    )


def _contest(contest: Contest, pot: str) -> dict[str, object]:
    return {
        "pot": pot,
        "currency": contest.currency,
        "exponent": contest.exponent,
        "budget": contest.budget,
        "projects": [_project(one) for one in contest.projects],
    }


def _project(entry: Entry) -> dict[str, object]:
    """A least part is told only where there is one, so that definitions without any stay what they were."""
    least = {} if entry.least is None else {"least": entry.least}
    return {"ref": entry.project_id, "title": entry.name, "cost": entry.cost} | least


def _ballot(style: Approval) -> dict[str, object]:
    most = {} if style.max_choices is None else {"max": style.max_choices}
    return {"style": APPROVAL, "min": style.min_choices} | most


def _parameters(rule: Rule) -> dict[str, str | int]:
    return {name: int(value) if isinstance(value, bool) else value for name, value in rule.parameters().items()}
