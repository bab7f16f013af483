"""Checking decisions: each has its entry in the log, and its amounts are those that its record says."""

import json
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from pb_app.count_records import sha256_of
from pb_app.models.counts import Adoption, ContestCount, Count
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project
from pb_app.refusals import sentence
from pb_app.verification.chronicle import Chronicle
from pb_app.verification.misfits import Misfit, Part, told_otherwise


def adoptions_of(session: Session, poll_no: int) -> list[Adoption]:
    """The decisions on a poll's result with their amounts, in their order."""
    wanted = select(Adoption).where(Adoption.poll_no == poll_no).order_by(Adoption.id)
    return list(session.scalars(wanted.options(selectinload(Adoption.amounts))))


def records_of(session: Session, poll_no: int) -> dict[int, str | None]:
    """The hash of the record of the count of each contest, by its place on the paper."""
    first = session.scalar(select(Count.record_sha256).where(Count.poll_no == poll_no))
    further = select(ContestCount.place, ContestCount.record_sha256).where(ContestCount.poll_no == poll_no)
    return dict.fromkeys([1], first) | {row.place: row.record_sha256 for row in session.execute(further)}


def check_adoptions(session: Session, poll: Poll, chronicle: Chronicle) -> Iterator[Misfit]:
    """Yield what does not fit in the decisions on a poll's result."""
    adoptions = adoptions_of(session, poll.poll_no)
    told = len(chronicle.of_poll(poll.id, "result.adopted"))
    if len(adoptions) != told:
        template = sentence("%(held)d decisions on poll %(poll)d are stored; the log tells of %(told)d.")
        figures = {"poll": poll.poll_no, "held": len(adoptions), "told": told}
        yield Misfit(Part.ADOPTION, poll.poll_no, template, figures)
    refs = _refs(session, poll)
    counted = records_of(session, poll.poll_no)
    for adoption in adoptions:
        yield from _check(adoption, counted.get(adoption.place), refs, chronicle)


def _refs(session: Session, poll: Poll) -> dict[int, str]:
    rows = session.execute(select(Project.id, Project.ref).where(Project.round_no == poll.round_no))
    return {row.id: row.ref for row in rows}


def _check(adoption: Adoption, counted: str | None, refs: dict[int, str], chronicle: Chronicle) -> Iterator[Misfit]:
    figures: dict[str, object] = {"adoption": adoption.id}
    if sha256_of(adoption.record) != adoption.record_sha256:
        template = sentence("The record of decision %(adoption)d does not have the hash stored with it.")
        yield Misfit(Part.ADOPTION, adoption.id, template, figures)
        return
    if _stored(adoption, counted, refs) != _recorded(adoption):
        template = sentence("Decision %(adoption)d has another reason or other amounts than its record.")
        yield Misfit(Part.ADOPTION, adoption.id, template, figures)
    entry = chronicle.leaves.get(adoption.log_leaf)
    if entry is None:
        template = sentence("The entry of decision %(adoption)d is not in the log.")
        yield Misfit(Part.ADOPTION, adoption.id, template, figures)
        return
    told = {
        "record": counted,
        "adoption": adoption.record_sha256,
        "decision": adoption.decision.value,
        "pence": sum(one.pence for one in adoption.amounts),
    }
    yield from told_otherwise(Part.ADOPTION, adoption.id, entry, told)


def _stored(adoption: Adoption, counted: str | None, refs: dict[int, str]) -> list[object]:
    amounts = sorted(
        (refs.get(one.project_id, ""), one.pence, one.counted_pence, one.reason) for one in adoption.amounts
    )
    return [counted, adoption.decision.value, adoption.reason, amounts]


def _recorded(adoption: Adoption) -> list[object]:
    told = json.loads(adoption.record)
    amounts = sorted((one["ref"], one["pence"], one["counted_pence"], one["reason"]) for one in told["amounts"])
    return [told["count"], told["decision"], told["reason"], amounts]
