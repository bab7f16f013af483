"""Keeping what would have changed a published result. It is derived, and can be derived again: no entry in the log."""

import json

from ballots.what_if import WhatIf
from pb_app.actions import Action
from pb_app.models.counts import Finding
from pb_app.queries.findings import MOST_ATTEMPTS
from pb_app.roles import Site
from pb_app.unit_of_work import UnitOfWork


def take_up_finding(uow: UnitOfWork, poll_no: int, ref: str) -> bool:
    """Begin the search for one project; False if it is done already, or was begun too often.

    Two processes may search for the same: both find the same, and it is kept once.
    """
    with uow.begin(Action.TAKE_UP_FINDING) as change:
        change.permit(Site())
        kept = _locked(uow, poll_no, ref)
        if kept is None:
            kept = Finding(poll_no=poll_no, ref=ref, body="", attempts=0)
            uow.session.add(kept)
        if kept.body or kept.attempts >= MOST_ATTEMPTS:
            change.void()
            return False
        kept.attempts += 1
    return True


def put_back_finding(uow: UnitOfWork, poll_no: int, ref: str) -> None:
    """Let a search that was interrupted be begun again as if nothing had been."""
    with uow.begin(Action.PUT_BACK_FINDING) as change:
        change.permit(Site())
        kept = _locked(uow, poll_no, ref)
        if kept is None or not kept.attempts:
            change.void()
        else:
            kept.attempts -= 1


def keep_finding(uow: UnitOfWork, poll_no: int, ref: str, found: WhatIf | None) -> None:
    """Keep what was found for a project; None if the search took too long and is not to be begun again."""
    with uow.begin(Action.KEEP_FINDING) as change:
        change.permit(Site())
        kept = _locked(uow, poll_no, ref)
        if kept is None or kept.body:
            change.void()
        elif found is None:
            kept.attempts = MOST_ATTEMPTS
        else:
            kept.body = json.dumps(found.to_json(), sort_keys=True)


def _locked(uow: UnitOfWork, poll_no: int, ref: str) -> Finding | None:
    return uow.session.get(Finding, (poll_no, ref), with_for_update=True, populate_existing=True)
