"""Deciding on claims that were held because many came from one place: let through, or refused with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import delete

from pb_app import roll
from pb_app.actions import Action
from pb_app.models.claims import ClaimPlace, HeldClaim
from pb_app.models.people import OutboxMail
from pb_app.models.polls import Poll
from pb_app.queries import claims as queries
from pb_app.queries import polls
from pb_app.refusals import Conflict, NotVisible, sentence
from pb_app.unit_of_work import Change, UnitOfWork
from pb_app.wording import many_lines

REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class ClaimLetter:
    """What is written to whoever made a claim that was held, in one language; `{reason}` is filled in here."""

    subject: str
    body: str


Letters = Mapping[str, ClaimLetter]


def release_claims(uow: UnitOfWork, place_id: int, letters: Letters, *, trust: bool) -> int:
    """Put everybody on the roll whose claim from this place waits, and write to them; return how many places are new.

    With `trust` no more claims from there are held in this poll. Raises Conflict where none waits.
    """
    with uow.begin(Action.RELEASE_CLAIMS) as change:
        poll, place = _found(uow, change, place_id)
        held = _taken(uow, change, place, letters)
        added = sum(
            roll.put_all_on(uow.session, poll, [bytes(one.person_key) for one in held if one.basis == basis], basis)
            for basis in sorted({one.basis for one in held})
        )
        place.is_trusted = place.is_trusted or trust
        change.record(poll, poll=poll.id, n=added)
    return added


def refuse_claims(uow: UnitOfWork, place_id: int, letters: Letters, reason: str) -> int:
    """Let every claim from this place go that waits, and write why and what else can be done; return how many."""
    told = many_lines("reason", reason, REASON_LENGTH, sentence("Say why these claims are refused"))
    with uow.begin(Action.REFUSE_CLAIMS) as change:
        poll, place = _found(uow, change, place_id)
        refused = len(_taken(uow, change, place, letters, told))
        place.note = told
        change.record(poll, poll=poll.id, claims=refused)
    return refused


def _taken(uow: UnitOfWork, change: Change, place: ClaimPlace, letters: Letters, reason: str = "") -> list[HeldClaim]:
    """The claims that wait, taken out, with a letter written for each."""
    held = queries.held_from(uow.session, place.id)
    if not held:
        raise Conflict(sentence("No claim from there waits any more."))
    for claim, email in held:
        letter = letters[claim.language]
        body = letter.body.replace("{reason}", reason)
        uow.session.add(OutboxMail(to=email, subject=letter.subject, body=body, written_at=change.at))
    uow.session.execute(delete(HeldClaim).where(HeldClaim.place_id == place.id))
    return [claim for claim, _email in held]


def _found(uow: UnitOfWork, change: Change, place_id: int) -> tuple[Poll, ClaimPlace]:
    """The place and its poll, with the poll's lock alone: nobody claims meanwhile."""
    poll_no = queries.poll_no_of_place(uow.session, place_id)
    if poll_no is None:
        raise NotVisible(sentence("There is no such place."))
    uow.database.lock_poll(uow.session, poll_no, exclusive=True)
    poll = change.permit(cast("Poll", polls.poll_by_no(uow.session, poll_no)))
    return poll, uow.session.get_one(ClaimPlace, place_id, populate_existing=True)
