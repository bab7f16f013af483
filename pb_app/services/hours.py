"""Putting off the close of a poll: before it, for a published reason, by two people (voting-and-audit T12, A39)."""

from datetime import datetime

from sqlalchemy import select

from deliberation.messages import is_blank
from pb_app.actions import Action
from pb_app.audit import log
from pb_app.models.polls import Poll, PollExtension
from pb_app.queries import hours, polls
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.stages import PollState
from pb_app.unit_of_work import UnitOfWork
from pb_app.wording import many_lines

REASON_LENGTH = 2_000


def propose_extension(uow: UnitOfWork, poll_no: int, closes_at: datetime, reason: str) -> PollExtension:
    """Propose a later hour of closing; nothing changes until somebody else approves it.

    Raises Invalid for an hour that is not later or a missing reason, Conflict once the poll has closed.
    """
    told = many_lines("reason", reason, REASON_LENGTH)
    if is_blank(told):
        raise Invalid(sentence("Say why voting should close later. The reason is published."), field="reason")
    with uow.begin(Action.PROPOSE_EXTENSION) as change:
        poll = _locked(uow, poll_no)
        _check_before_close(poll, change.at)
        change.permit(poll)
        if closes_at <= poll.closes_at:
            raise Invalid(sentence("The new hour must be later than the present one."), field="closes_at")
        extension = PollExtension(poll_no=poll_no, was=poll.closes_at, closes_at=closes_at, reason=told)
        extension.proposed_by, extension.proposed_at = uow.actor.person_id, change.at
        uow.session.add(extension)
        uow.session.flush()
        change.record(poll, poll=poll.id, extension=extension.id, closes_at=log.moment_text(closes_at))
    return extension


def extend_poll(uow: UnitOfWork, extension_id: int) -> Poll:
    """Approve a proposed extension: from this moment every page and the box itself go by the later hour.

    Raises Forbidden for whoever proposed it, Conflict once the poll has closed or its hour has been moved meanwhile.
    """
    with uow.begin(Action.EXTEND_POLL) as change:
        poll_no = hours.poll_no_of(uow.session, extension_id)
        if poll_no is None:
            raise NotVisible(sentence("There is no proposal under this number."))
        poll = _locked(uow, poll_no)
        extension = hours.extension(uow.session, extension_id)
        _check_before_close(poll, change.at)
        change.permit(extension)
        if extension.approved_by is not None or extension.was != poll.closes_at:
            raise Conflict(sentence("The hour of closing has been moved since. Propose a new one."))
        extension.approved_by, extension.approved_at = uow.actor.person_id, change.at
        uow.session.flush()
        poll.closes_at = extension.closes_at
        uow.session.flush()
        change.record(
            poll,
            poll=poll.id,
            extension=extension.id,
            was=log.moment_text(extension.was),
            closes_at=log.moment_text(extension.closes_at),
        )
    uow.database.frozen.pop(poll_no, None)  # receipts say the new hour from here on
    return poll


def _locked(uow: UnitOfWork, poll_no: int) -> Poll:
    uow.database.lock_poll(uow.session, poll_no, exclusive=True)
    uow.session.execute(select(Poll.poll_no).where(Poll.poll_no == poll_no).with_for_update())
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll


def _check_before_close(poll: Poll, at: datetime) -> None:
    if poll.state not in (PollState.DRAFT, PollState.FROZEN, PollState.OPEN) or at >= poll.closes_at:
        raise Conflict(sentence("Voting has closed. Its hour can no longer be moved."))
