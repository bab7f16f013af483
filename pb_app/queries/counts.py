"""Counts as pages and use cases read them: the count of a poll, what was decided on it, and where the log says so."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from ballots.every_rule import AnyRule
from ballots.explain import Explanation, explained
from ballots.outcome import Outcome
from ballots.ranked import RankedRule
from ballots.ranked.explain import RankedReason
from ballots.ranked.explain import explained as explained_ranked
from ballots.ranked.funding import ElectedProjects
from ballots.rules import Rule
from pb_app.audit.canonical import decode
from pb_app.definitions import Asked, Definition, read_definition
from pb_app.models.budgets import LedgerSeal, Pot
from pb_app.models.counts import AdoptedAmount, Adoption, ContestCount, Count, CountJob
from pb_app.models.localities import Locality
from pb_app.models.log import LogLeaf, LogMention
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project
from pb_app.models.rounds import Round
from pb_app.outcomes import AnyOutcome, read_outcome
from pb_app.refusals import NotVisible, sentence
from pb_app.stages import Decision, JobState
from pb_app.withdrawn import withdrawn_from

DECIDING = frozenset({"result.adopted", "awards.posted"})
RANKED = sentence("This contest was decided by rankings. Its result page tells how.")
SILENT_AFTER = 60
"""Seconds after which a count whose worker gives no sign of life is anybody's to take up."""


def count_of(session: Session, poll_no: int) -> Count | None:
    """The count of a poll with the poll, its place, forum and pot, and what the forum decided, as they stand now."""
    poll = joinedload(Count.poll)
    place = poll.joinedload(Poll.round).joinedload(Round.locality).joinedload(Locality.partnership)
    return session.scalar(
        select(Count)
        .where(Count.poll_no == poll_no)
        .options(
            place,
            poll.joinedload(Poll.round).joinedload(Round.forum),
            poll.joinedload(Poll.pot).joinedload(Pot.outcome),
            selectinload(Count.adoptions).selectinload(Adoption.amounts),
            selectinload(Count.further),
        )
        .execution_options(populate_existing=True)
    )


def job_of(session: Session, poll_no: int) -> CountJob | None:
    """The count of a poll that was asked for and is not done yet."""
    return session.get(CountJob, poll_no, populate_existing=True)


def jobs_before(session: Session, job: CountJob) -> int:
    """How many counts were asked for before this one and are not done yet."""
    earlier = (CountJob.asked_at < job.asked_at) & CountJob.state.in_([JobState.WAITING, JobState.RUNNING])
    return session.scalar(select(func.count()).select_from(CountJob).where(earlier)) or 0


def is_count_asked_for(session: Session) -> bool:
    """Whether any count waits, or runs and may have been left behind."""
    wanted = select(CountJob.poll_no).where(CountJob.state.in_([JobState.WAITING, JobState.RUNNING]))
    return session.scalar(wanted.limit(1)) is not None


def log_index(session: Session, leaf: bytes) -> int | None:
    """The place of an entry in the log; None while it waits for one."""
    return session.scalar(select(func.min(LogLeaf.idx)).where(LogLeaf.leaf_hash == leaf))


def entries_of(session: Session, poll: UUID, record: str = "") -> dict[str, int]:
    """The places in the log of a poll's entries by their type; of each type the latest.

    With the hash of a contest's record, of decisions and awards those that follow from it.
    """
    named = select(LogMention.idx).where(LogMention.name == "poll", LogMention.value == str(poll))
    told = session.execute(select(LogLeaf.idx, LogLeaf.body).where(LogLeaf.idx.in_(named)).order_by(LogLeaf.idx))
    found: dict[str, int] = {}
    for idx, body in told:
        entry = decode(body.encode("utf-8"))
        if isinstance(entry, dict) and _is_of(entry, record):
            found[str(entry["t"])] = idx
    return found


def _is_of(entry: dict[str, Any], record: str) -> bool:
    return not record or entry["t"] not in DECIDING or entry["d"].get("record") == record


def seal_of(session: Session, count: Count | ContestCount) -> str | None:
    """The hash that seals the ledger entry of the awards of a contest; None before they are posted."""
    if count.awards_entry_id is None:
        return None
    return session.scalar(select(LedgerSeal.leaf_sha256).where(LedgerSeal.entry_id == count.awards_entry_id))


@dataclass(frozen=True, slots=True)
class Difference:
    """A project to which the forum gives another amount than the count, and why; minor units."""

    ref: str
    title: str
    counted: int
    adopted: int
    reason: str


class Result:
    """Everything the pages of a result show, read from what the count stored; nothing is counted anew.

    It is the result of one contest, by its place on the paper; `tally` is what was stored of just that contest, and
    `projects` are its projects.
    """

    def __init__(
        self, count: Count, projects: Mapping[int, Project], place: int = 1, gone: Collection[str] = ()
    ) -> None:
        self.count = count
        self.poll = count.poll
        self.place = place
        self._gone = gone
        self.tally: Count | ContestCount = count if place == 1 else count.further[place - 2]
        refs = self.asked.contest.poll.by_id
        self.projects = {number: one for number, one in projects.items() if one.ref in refs}

    @cached_property
    def definition(self) -> Definition:
        """What was frozen, without the projects that were withdrawn while people voted."""
        return read_definition(self.poll.definition).without(self._gone)

    @cached_property
    def asked(self) -> Asked:
        """The contest as it was frozen."""
        return self.definition.contests[self.place - 1]

    @property
    def title(self) -> str:
        """The title of the poll, and of the contest where the paper has several."""
        return ": ".join(filter(None, (self.definition.title, self.asked.title)))

    @property
    def rule(self) -> AnyRule:
        """The rule of the contest."""
        return self.asked.rule

    @property
    def spending_rule(self) -> Rule:
        """The same, where it spends money. Raises NotVisible where rankings decided."""
        if isinstance(self.rule, RankedRule):
            raise NotVisible(RANKED)
        return self.rule

    @cached_property
    def counted(self) -> AnyOutcome:
        """The outcome of record, of whatever rule."""
        return read_outcome(self.tally.outcome)

    @property
    def elected(self) -> ElectedProjects | None:
        """The outcome of record of a rule that chooses from rankings; None where the rule spends money."""
        return self.counted if isinstance(self.counted, ElectedProjects) else None

    @property
    def outcome(self) -> Outcome:
        """The outcome of record of a rule that spends money. Raises NotVisible where rankings decided."""
        if isinstance(self.counted, ElectedProjects):
            raise NotVisible(RANKED)
        return self.counted

    @cached_property
    def greedy(self) -> Outcome:
        """What most votes first would have funded."""
        return cast("Outcome", read_outcome(self.tally.greedy))

    @cached_property
    def reasons(self) -> dict[str, Explanation]:
        """Why each project was funded or not: funded first, then by votes. Empty where rankings decided."""
        return {} if self.elected else {one.project: one for one in explained(self.outcome)}

    @cached_property
    def ranked_reasons(self) -> dict[str, RankedReason]:
        """Why each project was chosen or not, where rankings decided: chosen first, then the nearest."""
        return {one.candidate: one for one in explained_ranked(self.elected.ranked)} if self.elected else {}

    @property
    def order(self) -> list[str]:
        """All projects: funded first in their order, then the others, the nearest first."""
        return [*self.reasons, *self.ranked_reasons]

    @cached_property
    def titles(self) -> dict[str, str]:
        """The titles that stood on the paper, by reference."""
        return {entry.project_id: entry.name for entry in self.asked.contest.poll.projects}

    def titles_of(self, refs: Iterable[str], but: str = "") -> list[str]:
        """The titles of these projects in their order, leaving one out."""
        return [self.titles[ref] for ref in refs if ref != but]

    @property
    def currency(self) -> str:
        """The pot's currency."""
        return self.counted.currency

    @property
    def funded(self) -> tuple[str, ...]:
        """References of what the count funds, in order, what costs nothing last."""
        return (*self.counted.winners, *self.counted.free)

    @property
    def adoption(self) -> Adoption | None:
        """The forum's latest decision; None while it is awaited."""
        return self.adoptions[-1] if self.adoptions else None

    @property
    def adoptions(self) -> list[Adoption]:
        """All decisions of the forum on this contest, the first first."""
        return [one for one in self.count.adoptions if one.place == self.place]

    @property
    def is_settled(self) -> bool:
        """Whether the forum adopted or varied the result, so that nothing more is to be decided."""
        return self.adoption is not None and self.adoption.decision is not Decision.REFERRED_BACK

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Where the latest decision departs from the count."""
        amounts = self.adoption.amounts if self.adoption else []
        told = (self._difference(one) for one in amounts if one.pence != one.counted_pence)
        return tuple(sorted(told, key=lambda one: one.ref))

    @property
    def counted_pence(self) -> dict[str, int]:
        """What the count gives to each project that it funds, in minor units."""
        if self.elected:
            return {one: self.elected.costs[one] for one in self.elected.winners}
        return {found.project: found.cost for found in self.outcome.rounds} | dict.fromkeys(self.outcome.free, 0)

    @property
    def adopted_pence(self) -> dict[str, int] | None:
        """What the forum gives to each project, in minor units; None while its decision is awaited."""
        if self.adoption is None or not self.is_settled:
            return None
        return {self.projects[one.project_id].ref: one.pence for one in self.adoption.amounts}

    def _difference(self, one: AdoptedAmount) -> Difference:
        project = self.projects[one.project_id]
        return Difference(project.ref, project.title, one.counted_pence, one.pence, one.reason)


def result_of(session: Session, poll_no: int, place: int = 1) -> Result | None:
    """The result of a contest of a poll that was counted, published or not; None if there is no such count."""
    count = count_of(session, poll_no)
    if count is None or not 1 <= place <= 1 + len(count.further):
        return None
    projects = session.scalars(select(Project).where(Project.round_no == count.poll.round_no)).all()
    return Result(count, {project.id: project for project in projects}, place, withdrawn_from(session, poll_no))


def results_of(session: Session, poll_no: int) -> list[Result]:
    """The results of all contests of a poll that was counted, in the order of its paper."""
    first = result_of(session, poll_no)
    if first is None:
        return []
    projects = {one.id: one for one in session.scalars(select(Project).where(Project.round_no == first.poll.round_no))}
    gone = withdrawn_from(session, poll_no)
    return [first, *(Result(first.count, projects, one.place, gone) for one in first.count.further)]


def place_of(definition: Definition, ref: str) -> int:
    """The place of the contest in which a project stands; 1 for one that stands in none."""
    return next((place for place, one in enumerate(definition.contests, 1) if ref in one.contest.poll.by_id), 1)
