"""The ballot paper as one voter sees it: the contests of their area, each with its projects in their own order."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from ballots.errors import BallotError
from ballots.poll import Project
from ballots.styles import BallotStyle, Boosted, Choice
from pb_app.definitions import Asked, Definition
from pb_app.models.polls import Poll
from pb_app.refusals import Invalid
from pb_app.residents.ballots import Typed, name_of

Fault = BallotError | Invalid


@dataclass(frozen=True, slots=True)
class Sheet:
    """One contest of the paper: as it was frozen, and its projects in the voter's own order."""

    asked: Asked
    projects: Sequence[Project]

    @property
    def contest_id(self) -> str:
        """The id of the contest."""
        return self.asked.contest.contest_id

    @property
    def style(self) -> BallotStyle:
        """The kind of ballot, without its extra vote."""
        style = self.asked.contest.style
        return style.style if isinstance(style, Boosted) else style

    @property
    def extra(self) -> Boosted | None:
        """The extra vote, where the contest has one."""
        style = self.asked.contest.style
        return style if isinstance(style, Boosted) else None

    def named(self, field_name: str) -> str:
        """The name of a field of this contest."""
        return name_of(field_name, self.contest_id)


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper of one voter; `owner` marks their drafts on the device, `area` is theirs where the paper has areas."""

    poll: Poll
    definition: Definition
    sheets: Sequence[Sheet]
    owner: str
    area: str = ""

    @classmethod
    def of(cls, poll: Poll, definition: Definition, area: str, voter: bytes, owner: str = "") -> "Paper":
        """The paper for this area, shuffled by `voter`. Raises BadBallot where there is none."""
        own = {one.contest_id for one in definition.paper_for(area).contests}
        sheets = [
            Sheet(one, sorted(one.contest.poll.projects, key=lambda project: _order(voter, project)))
            for one in definition.contests
            if one.contest.contest_id in own
        ]
        return cls(poll, definition, sheets, owner, area)

    def typed(self, sent: MultiDict[str, str]) -> dict[str, Typed]:
        """What was typed in each contest; a number for a project of no contest is the first's."""
        refs = {one.contest_id: one.asked.contest.poll.by_id for one in self.sheets}
        found = {}
        for at, sheet in enumerate(self.sheets):
            own = refs[sheet.contest_id]
            others = {ref for one in refs.values() for ref in one if ref not in own}
            typed = Typed.of(sent, sheet.asked, others)
            numbers = typed.numbers if not at else {ref: text for ref, text in typed.numbers.items() if ref in own}
            found[sheet.contest_id] = Typed(typed.marks, numbers, typed.extra)
        return found

    def again(self, choices: Mapping[str, Choice]) -> dict[str, Typed]:
        """What would have been typed for choices that came back."""
        return {one.contest_id: Typed.again(one.style, choices.get(one.contest_id, Choice())) for one in self.sheets}

    def checked(self, typed: Mapping[str, Typed]) -> "Checked":
        """The canonical choices, or what is wrong with them, by contest."""
        checked = Checked()
        for sheet in self.sheets:
            contest = sheet.asked.contest
            try:
                checked.choices[sheet.contest_id] = contest.checked(typed[sheet.contest_id].choice(contest.style))
            except (BallotError, Invalid) as refused:
                checked.faults[sheet.contest_id] = refused
        return checked


@dataclass(frozen=True, slots=True)
class Checked:
    """Canonical choices and faults, by contest."""

    choices: dict[str, Choice] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)


def _order(voter: bytes, project: Project) -> bytes:
    return hmac.digest(voter, project.project_id.encode(), "sha256")
