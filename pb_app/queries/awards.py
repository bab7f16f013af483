"""What became of the awards of a poll: counted, adopted, awarded, added to or given back, committed, paid, left."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from pb_app.budgets.ledger import EntryKind
from pb_app.budgets.purposes import Purpose
from pb_app.models.budgets import Account, LedgerEntry, LedgerPosting, LedgerSeal
from pb_app.models.movements import Movement
from pb_app.queries.counts import Result
from pb_app.stages import MovementState

_PAID = frozenset({EntryKind.PAY, EntryKind.RETURN})
_MOVED = frozenset({EntryKind.ALLOT, EntryKind.RELEASE})


@dataclass(frozen=True, slots=True)
class AwardLine:
    """What became of an award, in minor units: from the count over the forum's decision to what was paid.

    `moved` holds what was added (above nought) or given back since; `reasons` says why, the forum's first.
    """

    ref: str
    title: str
    counted: int
    adopted: int
    awarded: int
    moved: int
    committed: int
    paid: int
    left: int
    reasons: tuple[str, ...]

    @property
    def is_as_counted(self) -> bool:
        """Whether the money followed the count to the penny."""
        return self.counted == self.adopted == self.awarded and not self.moved


def award_lines(session: Session, result: Result) -> list[AwardLine]:
    """What became of the awards of a poll, project by project, in the order of the paper; nothing counted, no line."""
    counted = result.counted_pence
    adopted = {one.project_id: one for one in result.adoption.amounts} if result.adoption else {}
    flowed = _project_flows(session, list(result.projects))
    reasons = _reasons(session, list(result.projects))
    lines = []
    for number, project in sorted(result.projects.items(), key=lambda one: one[1].ref):
        given = adopted.get(number)
        flow = flowed.get(number, _Flow())
        said = (given.reason,) if given and given.reason else ()
        line = AwardLine(
            ref=project.ref,
            title=project.title,
            counted=counted.get(project.ref, 0),
            adopted=given.pence if given else 0,
            awarded=flow.awarded,
            moved=flow.moved,
            committed=flow.committed,
            paid=flow.paid,
            left=flow.left,
            reasons=said + tuple(reasons.get(number, ())),
        )
        if line.counted or line.adopted or line.awarded or line.moved:
            lines.append(line)
    return lines


@dataclass(slots=True)
class _Flow:
    awarded: int = 0
    moved: int = 0
    paid: int = 0
    committed: int = 0
    left: int = 0


def _project_flows(session: Session, project_ids: Sequence[int]) -> dict[int, _Flow]:
    """What went through the accounts of projects, by why; a reversal counts against what it undoes."""
    undone = aliased(LedgerEntry)
    kind = func.coalesce(undone.kind, LedgerEntry.kind)
    rows = session.execute(
        select(
            Account.project_id, Account.is_committed, kind.label("kind"), func.sum(LedgerPosting.pence).label("pence")
        )
        .join(LedgerPosting, LedgerPosting.account_id == Account.id)
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .join(LedgerSeal, LedgerSeal.entry_id == LedgerEntry.id)
        .outerjoin(undone, undone.id == LedgerEntry.reverses)
        .where(Account.project_id.in_(project_ids))
        .group_by(Account.project_id, Account.is_committed, kind)
    )
    flows: dict[int, _Flow] = {}
    for row in rows:
        flow = flows.setdefault(int(row.project_id or 0), _Flow())
        pence = int(row.pence)
        flow.committed += pence if row.is_committed else 0
        flow.left += 0 if row.is_committed else pence
        flow.awarded += pence if row.kind == EntryKind.AWARD else 0
        flow.paid -= pence if row.kind in _PAID else 0
        flow.moved += pence if row.kind in _MOVED else 0
    return flows


def _reasons(session: Session, project_ids: Sequence[int]) -> dict[int, list[str]]:
    """Why money was added to projects or given back, by project, in the order in which it was posted."""
    touching = select(Movement.reason, Account.project_id).join(
        Account, or_(Account.id == Movement.giver_id, Account.id == Movement.taker_id)
    )
    rows = session.execute(
        touching.where(
            Account.project_id.in_(project_ids),
            Movement.state == MovementState.POSTED,
            Movement.purpose.in_((Purpose.GIVE_BACK, Purpose.SUPPLEMENT)),
        ).order_by(Movement.entry_id)
    )
    found: dict[int, list[str]] = {}
    for reason, project_id in rows:
        found.setdefault(int(project_id or 0), []).append(reason)
    return found
