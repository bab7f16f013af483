"""What a poll's frozen definition says, as canonical JSON: written once before opening, read back by every count."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from ballots import styles
from ballots.every_rule import AnyRule, any_rule_from_parameters
from ballots.pabulib.amounts import exponent_of
from ballots.poll import Poll as Contest
from ballots.poll import Project as Entry
from ballots.styles import BallotStyle, Boosted, Paper, style_from_parameters, style_parameters
from pb_app import eligibility
from pb_app.audit import log
from pb_app.audit.canonical import encode
from pb_app.models.contests import Contest as Further
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project
from pb_app.publication import Publication
from pb_app.stages import Areas, TwoChannels

VERSION = 2
FIRST = "1"
"""The id of the contest of a paper that has one, and of the first of several: the ids are their places."""
LAST_COUNTS = "last_counts"
LOT = "SHA-256(lot seed, project id), smallest first"


@dataclass(frozen=True, slots=True)
class Asked:
    """One contest of a paper as it was frozen: projects, money, area and kind of ballot, and the rule that counts it.

    `title` is empty where the paper has no other contest; `pot` is the name of its pot.
    """

    title: str
    pot: str
    contest: styles.Contest
    rule: AnyRule


@dataclass(frozen=True, slots=True)
class Definition:
    """A frozen definition as the counting library reads it; `seed_source` is empty where no public value is awaited.

    `opens` and `closes` are moments as the log writes them; `pack` is the digest of the ballot pack, if there is one.
    """

    title: str
    partnership: str
    locality: str
    opens: str
    closes: str
    contests: tuple[Asked, ...]
    seed_source: str
    may_change: bool = False
    publication: Publication = Publication.PRIVATE
    two_channels: TwoChannels = TwoChannels.FIRST
    areas: Areas = Areas.CHOSEN
    pack: str = ""

    @property
    def paper(self) -> Paper:
        """The whole paper, with the contests of every area."""
        return Paper(tuple(one.contest for one in self.contests))

    @property
    def areas_on_paper(self) -> tuple[str, ...]:
        """The areas whose voters have a paper of their own; "" stands for whoever has no such area."""
        for_everyone = any(not one.contest.area for one in self.contests)
        return (*self.paper.areas, "") if for_everyone else self.paper.areas

    def area_named(self, locality: str) -> str:
        """The area of a voter of this locality; "" where no contest is for it."""
        return locality if locality in self.paper.areas else ""

    def paper_for(self, area: str) -> Paper:
        """The paper of a voter of this area, or of one without. Raises BadBallot where there is no such paper."""
        paper = self.paper
        if not paper.areas:
            return paper
        return paper.for_area(area) if area else paper.for_everyone()

    def without(self, gone: Collection[str]) -> "Definition":
        """The same without projects that were withdrawn: what is counted, and what is voted on from then on."""
        left = (replace(one, contest=styles.without(one.contest, gone)) for one in self.contests)
        return replace(self, contests=tuple(left)) if gone else self

    def as_cast(self, gone: Collection[str]) -> "Definition":
        """The same by which any ballot in the box is valid, whether cast before a withdrawal or after it."""
        kept = (replace(one, contest=styles.as_cast(one.contest, gone)) for one in self.contests)
        return replace(self, contests=tuple(kept)) if gone else self

    @property
    def contest(self) -> Contest:
        """Projects and money of the contest, where the paper has one; of the first, where it has more."""
        return self.contests[0].contest.poll

    @property
    def style(self) -> BallotStyle | Boosted:
        """The kind of ballot of the same contest."""
        return self.contests[0].contest.style

    @property
    def rule(self) -> AnyRule:
        """The rule of the same contest."""
        return self.contests[0].rule


def rule_text(rule: AnyRule) -> str:
    """The rule with all its parameters as canonical JSON (yes is 1, no is 0), for the column `poll.rule`."""
    return encode(_parameters(rule)).decode("utf-8")


def rule_of(text: str) -> AnyRule:
    """The rule that `rule_text` wrote. Raises BadRule for anything else."""
    return any_rule_from_parameters(json.loads(text))


def style_text(style: BallotStyle | Boosted) -> str:
    """The kind of ballot with all its limits as canonical JSON, for the column `poll.ballot`."""
    return encode(style_parameters(style)).decode("utf-8")


def style_of(text: str) -> BallotStyle | Boosted:
    """The kind of ballot that `style_text` wrote. Raises BadPoll for anything else."""
    return style_from_parameters(json.loads(text))


def most_choices(text: str) -> int | None:
    """How many projects a ballot of the kind that `style_text` wrote may name; None for any number."""
    return limit_of(style_of(text))


def limit_of(style: BallotStyle | Boosted) -> int | None:
    """How many projects a ballot of this kind may name; None for any number."""
    return (style.style if isinstance(style, Boosted) else style).max_choices


def contest_of(projects: Sequence[Project], budget: int, currency: str) -> Contest:
    """The projects on the paper and the pot (minor units) as the counting library reads them; sorted by ref."""
    entries = [entry_of(one) for one in projects]
    entries.sort(key=lambda entry: entry.project_id)
    return Contest(tuple(entries), budget, currency, exponent_of(currency))


def entry_of(project: Project) -> Entry:
    """A project as the counting library reads it."""
    return Entry(project.ref, project.cost, project.title, least=project.least)


def definition_of(
    poll: Poll, projects: Sequence[Project], budget: int, further: Sequence[tuple[Further, int]] = ()
) -> str:
    """The canonical JSON of a poll as it stands; `budget` is what stands in its pot.

    `further` are the contests after the first, each with what stands in its pot. Pot, round, locality and partnership
    must have been loaded, and pot and locality of each further contest.

    Raises BadPoll or BadRule where projects, money or rule contradict themselves.
    """
    contests = list(contests_of(poll, projects, budget, further))
    told = {
        "v": VERSION,
        "poll": str(poll.id),
        "title": poll.title,
        "partnership": poll.round.locality.partnership.name,
        "locality": poll.round.locality.name,
        "contests": [contest_told(one) for one in contests],
        "seed_source": poll.seed_source,
        "opens": log.moment_text(poll.opens_at),
        "closes": log.moment_text(poll.closes_at),
    }
    areas = {"areas": poll.areas.value} if any(one.contest.area for one in contests) else {}
    return encode(told | areas | _further(poll)).decode("utf-8")


def contests_of(
    poll: Poll, projects: Sequence[Project], budget: int, further: Sequence[tuple[Further, int]]
) -> Iterator[Asked]:
    """The contests of a poll as they stand, in the order of the paper; a paper of one has neither title nor area."""
    first = contest_of([one for one in projects if one.contest_place == 1 or not further], budget, poll.pot.currency)
    title, area = (poll.contest_title, poll.area.name if poll.area else "") if further else ("", "")
    contest = styles.Contest(FIRST, first, style_of(poll.ballot), area)
    yield Asked(title, poll.pot.name, contest, rule_of(poll.rule))
    for row, pence in further:
        own = contest_of([one for one in projects if one.contest_place == row.place], pence, row.pot.currency)
        area = row.locality.name if row.locality else ""
        contest = styles.Contest(str(row.place), own, style_of(row.ballot), area)
        yield Asked(row.title, row.pot.name, contest, rule_of(row.rule))


def with_pack(definition: str, digest: str) -> str:
    """The same definition with the digest of the ballot pack that is printed beside its projects."""
    return encode(json.loads(definition) | {"pack": digest}).decode("utf-8")


def rules_sha256(definition: str) -> str:
    """The hash under which a definition is frozen, as 64 hexadecimal digits."""
    return sha256(definition.encode("utf-8")).hexdigest()


def read_definition(definition: str) -> Definition:
    """Read a frozen definition back; what was frozen counts, whatever became of the rows it was made from."""
    told = json.loads(definition)
    return Definition(
        title=told["title"],
        partnership=told["partnership"],
        locality=told["locality"],
        opens=told["opens"],
        closes=told["closes"],
        contests=tuple(_asked(one) for one in told["contests"]),
        seed_source=told["seed_source"],
        may_change=told.get("change") == LAST_COUNTS,
        publication=Publication(told.get("publication", Publication.PRIVATE)),
        two_channels=TwoChannels(told.get("two_channels", TwoChannels.FIRST)),
        areas=Areas(told.get("areas", Areas.CHOSEN)),
        pack=told.get("pack", ""),
    )


def _further(poll: Poll) -> dict[str, object]:
    """What differs from what is usual, so that the definitions of usual polls stay what they were."""
    told: dict[str, object] = {}
    if poll.may_change:
        told["change"] = LAST_COUNTS
    if poll.publication is not Publication.PRIVATE:
        told["publication"] = poll.publication.value
    if poll.two_channels is not TwoChannels.FIRST:
        told["two_channels"] = poll.two_channels.value
    may_vote = eligibility.told(eligibility.read(poll.eligibility))
    return told | ({"eligibility": may_vote} if may_vote else {})


def contest_told(asked: Asked) -> dict[str, object]:
    """One contest as a definition holds it."""
    contest, poll = asked.contest, asked.contest.poll
    return {
        "id": contest.contest_id,
        "title": asked.title,
        "area": contest.area,
        "pot": asked.pot,
        "currency": poll.currency,
        "exponent": poll.exponent,
        "budget": poll.budget,
        "projects": [_project(one) for one in poll.projects],
        "ballot": style_parameters(contest.style),
        "rule": _parameters(asked.rule),
        "ties": {"order": [str(step) for step in asked.rule.tie_order], "lot": LOT},
    }


def _asked(told: Mapping[str, Any]) -> Asked:
    entries = tuple(Entry(one["ref"], one["cost"], one["title"], least=one.get("least")) for one in told["projects"])
    poll = Contest(entries, told["budget"], told["currency"], told["exponent"])
    contest = styles.Contest(told["id"], poll, style_from_parameters(told["ballot"]), told["area"])
    return Asked(told["title"], told["pot"], contest, any_rule_from_parameters(told["rule"]))


def _project(entry: Entry) -> dict[str, object]:
    """A least part is told only where there is one, so that definitions without any stay what they were."""
    least = {} if entry.least is None else {"least": entry.least}
    return {"ref": entry.project_id, "title": entry.name, "cost": entry.cost} | least


def _parameters(rule: AnyRule) -> dict[str, str | int]:
    return {name: int(value) if isinstance(value, bool) else value for name, value in rule.parameters().items()}
