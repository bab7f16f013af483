"""Claiming a vote and casting a ballot: the roll on one side, the box on the other, nothing between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast
from uuid import UUID

from ballots.errors import BallotError
from ballots.styles import Choice
from pb_app import box, bursts, definitions, eligibility, marks, receipts, roll
from pb_app.actions import Action
from pb_app.audit.canonical import Value
from pb_app.bursts import Source
from pb_app.cards import read_card
from pb_app.casting import Handed, Hours, Paper, hand_in, is_early, is_late
from pb_app.definitions import FIRST
from pb_app.eligibility import Connection, Said
from pb_app.models.claims import HeldClaim
from pb_app.models.polls import Poll
from pb_app.postcodes import normalised_postcode
from pb_app.queries import claims, polls
from pb_app.queries.castings import PollAtBox, forget_if_old, poll_at_box
from pb_app.queries.polls import Standing
from pb_app.receipt_keys import check_key
from pb_app.receipts import Channel
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, Refusal, sentence
from pb_app.stages import Areas, PollState
from pb_app.unit_of_work import Change, UnitOfWork

USUAL = Said()
Chosen = Sequence[str] | Mapping[str, Choice]
BASES = {one: one.value for one in Connection} | {Connection.LIVE: "postcode"}
"""The reason that the roll and the log keep: who lives there has shown it by a postcode."""
_definition = lru_cache(maxsize=64)(definitions.read_definition)  # what is frozen is read once


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the voter takes away. `secret` and `code` never stand in an address, a letter or a log."""

    code: str
    note: str
    secret: str
    is_new: bool
    poll: PollAtBox


def standing_of(uow: UnitOfWork, poll: Poll) -> Standing:
    """Where the signed-in person, or the holder of a code, stands on the roll of a poll; others stand nowhere."""
    if uow.actor.person_id is None and uow.actor.code is None:
        return Standing()
    try:
        return polls.standing(uow.session, poll.id, _person_key(uow, poll.id))
    except Conflict:
        return Standing()


def is_struck(uow: UnitOfWork, poll: Poll) -> bool:
    """Whether the signed-in person was struck from the roll of an open poll."""
    return polls.is_struck(uow.session, poll.id, _person_key(uow, poll.id))


def is_waiting(uow: UnitOfWork, poll: Poll) -> bool:
    """Whether the claim of the signed-in person waits for somebody to look at it."""
    return claims.is_held(uow.session, poll.id, _person_key(uow, poll.id))


def claim_vote(uow: UnitOfWork, poll_no: int, postcode: str, said: Said = USUAL, source: Source | None = None) -> bool:
    """Put the signed-in person on the roll if the poll's rules let them vote. Doing it twice changes nothing.

    False if the claim is held instead, because many came from its source within an hour: somebody looks at it first.
    Neither postcode nor age is kept, and of a card a keyed hash. Raises NotEligible or Invalid with what to do instead;
    Forbidden or Conflict while the poll is not open.
    """
    with uow.begin(Action.CLAIM_VOTE) as change:
        uow.database.lock_poll(uow.session, poll_no, exclusive=False)
        poll = _open_poll(uow, change, poll_no)
        basis, lies_in = _basis(uow, poll, postcode, said)
        key = _person_key(uow, poll.id)
        if polls.standing(uow.session, poll.id, key).roll_no is not None:
            change.void()
            return True
        if _is_of_crowd(uow, change, poll, source):
            change.void()
        else:
            _use_card(uow, poll, key, said)
            _put_on(uow, change, poll, key, (basis, lies_in))
            return True
    hold_claim(uow, poll_no, basis, cast("Source", source), said)
    return False


def hold_claim(uow: UnitOfWork, poll_no: int, basis: str, source: Source, said: Said) -> None:
    """Keep a claim for somebody to look at; the rules let its holder vote. Doing it twice changes nothing."""
    with uow.begin(Action.HOLD_CLAIM) as change:
        uow.database.lock_poll(uow.session, poll_no, exclusive=False)
        poll = _open_poll(uow, change, poll_no)
        key = _person_key(uow, poll.id)
        place = bursts.counted(uow.session, poll.id, source.key(uow.keys.roll_key(poll.id)), change.at)
        if claims.is_held(uow.session, poll.id, key):
            change.void()
            return
        _use_card(uow, poll, key, said)
        held = HeldClaim(poll_id=poll.id, person_key=key, place_id=place.id, basis=basis, language=source.language)
        held.person_id, held.held_at = cast("int", uow.actor.person_id), change.at
        uow.session.add(held)
        change.record(poll, poll=poll.id, basis=basis)


def cast_ballot(
    uow: UnitOfWork,
    poll_no: int,
    chosen: Chosen,
    secret: bytes,
    points: Sequence[int] = (),
    *,
    area: str = "",
) -> Receipt:
    """Mark the roll and put an anonymous ballot in the box, in one transaction (voting-and-audit 1.5).

    `chosen` are projects, best first where they are ranked, with `points` beside them where the paper asks for some; on
    a paper of several contests it is the choice in each, by its id, and `area` the voter's own, unless it is assigned.
    The same secret again answers with the same receipt. Raises BadBallot for choices that break the paper's rules,
    Conflict for somebody who has voted or for a poll outside its hours, Forbidden for somebody not on the roll.
    """
    poll = _visible(poll_at_box(uow.session, uow.database, poll_no))
    check_key(poll.receipt_key, uow.keys)
    try:
        told = _marks(uow, poll, choices_of(chosen, points), area)
    except BallotError as refused:
        return _receipt_or(refused, uow, poll, secret)
    with uow.begin(Action.CAST_BALLOT) as change:
        change.permit(replace(poll, state=PollState.OPEN))  # who may; whether it is open is decided under the lock
        own = secret
        ballot, handed = _handed_in(uow, poll, told, own)
        if handed.taken:  # another voter's ballot was made with this secret: a fresh one (settled.md 4)
            own = uow.keys.random(receipts.SECRET_LENGTH)
            ballot, handed = _handed_in(uow, poll, told, own)
        if not handed.put:
            change.void()
            return _receipt_or(_refusal(handed), uow, poll, secret)
    forget_if_old(uow.database, poll, handed.at)
    return _receipt(uow, replace(poll, closes_at=handed.closes_at), ballot.c, own, is_new=True)


def _basis(uow: UnitOfWork, poll: Poll, postcode: str, said: Said) -> tuple[str, int | None]:
    """By what somebody may vote, and where their postcode lies if they gave one. Raises NotEligible or Invalid."""
    rules = eligibility.read(poll.eligibility)
    connection = rules.check(said)
    if said.card:
        rules.check_open()
        return read_card(said.card, rules.cards).kind.value, None
    return BASES[connection], roll.check_place(uow.session, poll, normalised_postcode(postcode))


def _use_card(uow: UnitOfWork, poll: Poll, key: bytes, said: Said) -> None:
    """One card gives one claim, whoever shows it; a claim that was held has used its card already."""
    if not said.card or claims.is_held(uow.session, poll.id, key):
        return
    card = read_card(said.card, eligibility.read(poll.eligibility).cards)
    if not roll.use_card(uow.session, poll, receipts.person_key(uow.keys.roll_key(poll.id), card.identity)):
        raise Invalid(
            sentence("A vote was claimed with this card already. If it was not you, ask the people who run the vote."),
            field="card",
        )


def _is_of_crowd(uow: UnitOfWork, change: Change, poll: Poll, source: Source | None) -> bool:
    """Count a claim; whether more came from its source than need no look."""
    if source is None:
        return False
    key = source.key(uow.keys.roll_key(poll.id))
    return bursts.is_crowded(bursts.counted(uow.session, poll.id, key, change.at))


def _put_on(uow: UnitOfWork, change: Change, poll: Poll, key: bytes, claimed: tuple[str, int | None]) -> None:
    """Put a voter on the roll; `claimed` is the reason and the locality of their postcode."""
    basis, lies_in = claimed
    bursts.forget(uow.session, poll.id, key)
    if roll.put_on(uow.session, poll, key, basis, lies_in):
        change.record(poll, poll=poll.id, basis=basis)
    else:
        change.void()


def _handed_in(uow: UnitOfWork, poll: PollAtBox, told: Value, secret: bytes) -> tuple[box.Ballot, Handed]:
    """The ballot with these marks made with this secret, and what became of it."""
    key = _person_key(uow, poll.id)
    may_change = _definition(poll.definition).may_change
    ballot = box.Ballot.made(poll.id, told, Channel.ONLINE, secret, may_change=may_change)
    return ballot, hand_in(uow.session, uow.database, Paper(poll.poll_no, poll.rules_sha256, key, ballot))


def _receipt_or(refused: Refusal | BallotError, uow: UnitOfWork, poll: PollAtBox, secret: bytes) -> Receipt:
    """The receipt again for whoever has voted with this secret; otherwise the refusal that fits best is raised."""
    where = polls.standing(uow.session, poll.id, _person_key(uow, poll.id))
    if not where.has_voted:
        raise _not_on_roll() if where.roll_no is None and isinstance(refused, BallotError) else refused
    found = box.hash_by_key(uow.session, poll.id, receipts.idempotency_key(secret, poll.id))
    if found is None:
        raise _has_voted()
    return _receipt(uow, poll, found, secret, is_new=False)


def _receipt(uow: UnitOfWork, poll: PollAtBox, c: bytes, secret: bytes, *, is_new: bool) -> Receipt:
    origin = uow.keys.log_origin
    note = receipts.sign_receipt(origin, poll.id, c, f"{origin}/receipts", uow.keys.receipt)
    return Receipt(receipts.tracking_code(c), note, secret.hex(), is_new, poll)


def _poll(uow: UnitOfWork, poll_no: int) -> Poll:
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll


def _open_poll(uow: UnitOfWork, change: Change, poll_no: int) -> Poll:
    """The poll, if it takes votes at this moment by the database's clock: from its opening until before its close."""
    poll = _poll(uow, poll_no)
    _check_hours(Handed(poll.state, poll.opens_at, poll.closes_at, change.at))
    return change.permit(poll)


def _visible(poll: PollAtBox | None) -> PollAtBox:
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll


def choices_of(chosen: Chosen, points: Sequence[int]) -> dict[str, Choice]:
    """The choice in each contest, by its id."""
    return dict(chosen) if isinstance(chosen, Mapping) else {FIRST: Choice(tuple(chosen), tuple(points))}


def area_of(uow: UnitOfWork, poll: Poll | PollAtBox, chosen: str = "") -> str:
    """The area of whoever votes: the one that they chose, or the one that the roll has where the rules assign it."""
    definition = _definition(poll.definition)
    if definition.areas is Areas.CHOSEN:
        return chosen
    return definition.area_named(polls.area_of(uow.session, poll.id, _person_key(uow, poll.id)))


def _marks(uow: UnitOfWork, poll: PollAtBox, choices: dict[str, Choice], area: str) -> Value:
    definition = _definition(poll.definition)
    own = definition.without(poll.withdrawn).paper_for(area_of(uow, poll, area))
    return marks.encode(definition.paper, own.checked(choices))


def _check_hours(poll: Hours) -> None:
    """Raise Conflict unless votes count at its moment: from the opening until before the close."""
    if is_early(poll):
        raise Conflict(sentence("Voting has not opened yet. Your choices were not kept: come back once it has."))
    if is_late(poll):
        raise Conflict(sentence("Voting has closed. This ballot was not counted."))


def _refusal(handed: Handed) -> Refusal:
    """Why a ballot did not go in."""
    try:
        _check_hours(handed)
    except Conflict as refused:
        return refused
    return _has_voted() if handed.on_roll else _not_on_roll()


def _person_key(uow: UnitOfWork, poll_id: UUID) -> bytes:
    """The key of whoever votes. Raises Forbidden for a code of another poll, Conflict once the roll has no key."""
    code = uow.actor.code
    if code is not None:
        if code.poll != poll_id:
            raise Forbidden(sentence("This code is for another poll."))
        return code.person_key
    try:
        key = uow.keys.roll_key(poll_id)
    except FileNotFoundError:
        raise Conflict(
            sentence("This vote is long over. The key of its roll is destroyed, so nobody can be looked up on it.")
        ) from None
    return receipts.person_key(key, receipts.mailbox_identity(uow.actor.email))


def _not_on_roll() -> Forbidden:
    return Forbidden(sentence("You are not on the roll of this poll yet. Enter your postcode first."))


def _has_voted() -> Conflict:
    return Conflict(sentence("You have voted in this poll already. Your first ballot counts; nothing was changed."))
