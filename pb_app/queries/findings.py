"""What would have changed published results, as far as it is worked out."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.explain import Explanation, Kind
from ballots.what_if import WhatIf
from pb_app.models.counts import Finding
from pb_app.models.polls import Poll
from pb_app.queries.counts import Result
from pb_app.stages import PollState

MOST_ATTEMPTS = 3
"""How often a search is begun before it is given up: what ends the whole process would end it for ever."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is known of a project that went without: what was found, or whether it may still be."""

    found: WhatIf | None
    is_awaited: bool


def sought_of(session: Session, poll_no: int, ref: str) -> Sought:
    """What would have funded a project of a published result."""
    kept = session.get(Finding, (poll_no, ref), populate_existing=True)
    if kept is None:
        return Sought(None, is_awaited=True)
    found = WhatIf.of_json(json.loads(kept.body)) if kept.body else None
    return Sought(found, is_awaited=found is None and kept.attempts < MOST_ATTEMPTS)


def published_polls(session: Session, but: Collection[int]) -> Sequence[int]:
    """The numbers of the polls whose result is published, the latest first, without those that are named."""
    wanted = select(Poll.poll_no).where(Poll.state == PollState.PUBLISHED, Poll.poll_no.not_in(but))
    return session.scalars(wanted.order_by(Poll.poll_no.desc())).all()


def still_sought(session: Session, result: Result) -> list[str]:
    """The projects of which it is still to be worked out what would have funded them, in the order of the result."""
    kept = session.scalars(select(Finding).where(Finding.poll_no == result.poll.poll_no)).all()
    settled = {one.ref for one in kept if one.body or one.attempts >= MOST_ATTEMPTS}
    return [ref for ref, reason in result.reasons.items() if went_without(reason) and ref not in settled]


def went_without(reason: Explanation) -> bool:
    """Whether a project was not funded in full, so that something could have changed that."""
    return not reason.is_funded or reason.kind is Kind.PART_FUNDED
