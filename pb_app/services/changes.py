"""Changing a ballot with the key on its receipt: no login, no link, as many ballots as marks (voting-and-audit 1.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from ballots.styles import Choice
from pb_app import box, changing, definitions, marks, receipts
from pb_app.actions import Action
from pb_app.audit.canonical import Value
from pb_app.casting import is_early, is_late
from pb_app.changing import Exchange, Exchanged, Held
from pb_app.definitions import Definition
from pb_app.queries.castings import PollAtBox, forget_if_old, poll_at_box
from pb_app.receipt_keys import check_key
from pb_app.receipts import Channel
from pb_app.refusals import Conflict, Invalid, NotVisible, Refusal, sentence
from pb_app.stages import PollState
from pb_app.unit_of_work import UnitOfWork

_definition = lru_cache(maxsize=64)(definitions.read_definition)


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """What the voter takes away instead of the old receipt, which is worth nothing now."""

    code: str
    note: str
    secret: str
    is_new: bool
    poll: PollAtBox


def changeable(uow: UnitOfWork, poll_no: int, old: bytes) -> Held:
    """The ballot that the old receipt's key stands for. Raises Invalid where there is none, Conflict out of hours."""
    poll = _changing(uow, poll_no)
    _check_hours(Exchanged(poll.state, poll.opens_at, poll.closes_at, uow.now()))
    held = changing.held_under(uow.session, poll.id, receipts.change_hash(old, poll.id))
    if held is None:
        raise _unknown()
    return held


def change_ballot(
    uow: UnitOfWork,
    poll_no: int,
    old: bytes,
    chosen: Sequence[str] | Mapping[str, Choice],
    secret: bytes,
    *,
    points: Sequence[int] = (),
) -> NewReceipt:
    """Void the ballot under the old key and put another in its place, in one transaction; the roll is not touched.

    On a paper of several contests `chosen` is the choice in each, by its id; the area stays that of the old ballot.
    The same again answers with the same receipt. Raises BadBallot for marks that break the paper's rules, Invalid for a
    key that stands for no ballot, Conflict where ballots cannot be changed or the poll is outside its hours.
    """
    poll = _changing(uow, poll_no)
    held = changing.held_under(uow.session, poll.id, receipts.change_hash(old, poll.id))
    if held is None and _definition(poll.definition).paper.areas:
        return _receipt_or(_unknown(), uow, poll, secret)
    choices = dict(chosen) if isinstance(chosen, Mapping) else {definitions.FIRST: Choice(tuple(chosen), tuple(points))}
    told, channel = _marks(poll, choices, held), _channel(held)
    with uow.begin(Action.CHANGE_BALLOT) as change:
        change.permit(replace(poll, state=PollState.OPEN))  # whether it is open is decided under the lock
        own = uow.keys.random(receipts.SECRET_LENGTH) if secret == old else secret
        ballot, exchanged = _exchanged(uow, poll, old, (told, channel), own)
        if exchanged.taken:  # another ballot was made with this secret: a fresh one
            own = uow.keys.random(receipts.SECRET_LENGTH)
            ballot, exchanged = _exchanged(uow, poll, old, (told, channel), own)
        if not exchanged.put:
            change.void()
            return _receipt_or(_refusal(exchanged), uow, poll, secret)
    forget_if_old(uow.database, poll, exchanged.at)
    return _receipt(uow, replace(poll, closes_at=exchanged.closes_at), ballot.c, own, is_new=True)


def _exchanged(
    uow: UnitOfWork, poll: PollAtBox, old: bytes, wish: tuple[Value, Channel], secret: bytes
) -> tuple[box.Ballot, Exchanged]:
    ballot = box.Ballot.made(poll.id, *wish, secret, may_change=True)
    asked = Exchange(poll.poll_no, poll.rules_sha256, receipts.change_hash(old, poll.id), ballot)
    return ballot, changing.exchange(uow.session, uow.database, asked)


def _changing(uow: UnitOfWork, poll_no: int) -> PollAtBox:
    poll = poll_at_box(uow.session, uow.database, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    if not _definition(poll.definition).may_change:
        raise Conflict(sentence("In this poll a vote is final. It cannot be changed."))
    check_key(poll.receipt_key, uow.keys)
    return poll


def _channel(held: Held | None) -> Channel:
    return Channel.ONLINE if held is None else Channel(held.channel)


def area_under(uow: UnitOfWork, poll_id: UUID, definition: Definition, key: bytes) -> str:
    """The area of the voter whose ballot the key of a receipt stands for."""
    return area_of(definition, changing.held_under(uow.session, poll_id, receipts.change_hash(key, poll_id)))


def area_of(definition: Definition, held: Held | None) -> str:
    """The area of the voter of a ballot, which the contests that it answers tell; "" where there is none."""
    paper = definition.paper
    return paper.area_of(box.marks_in(held.body)) if held is not None and paper.areas else ""


def _marks(poll: PollAtBox, choices: dict[str, Choice], held: Held | None) -> Value:
    definition = _definition(poll.definition)
    own = definition.without(poll.withdrawn).paper_for(area_of(definition, held))
    return marks.encode(definition.paper, own.checked(choices))


def _receipt_or(refused: Refusal, uow: UnitOfWork, poll: PollAtBox, secret: bytes) -> NewReceipt:
    """The receipt again for whoever has made this very change; otherwise the refusal is raised."""
    held = changing.held_under(uow.session, poll.id, receipts.change_hash(secret, poll.id))
    if held is None:
        raise refused
    return _receipt(uow, poll, held.c, secret, is_new=False)


def _receipt(uow: UnitOfWork, poll: PollAtBox, c: bytes, secret: bytes, *, is_new: bool) -> NewReceipt:
    origin = uow.keys.log_origin
    note = receipts.sign_receipt(origin, poll.id, c, f"{origin}/receipts", uow.keys.receipt)
    return NewReceipt(receipts.tracking_code(c), note, secret.hex(), is_new, poll)


def _check_hours(poll: Exchanged) -> None:
    if is_early(poll):
        raise Conflict(sentence("Voting has not opened yet. There is nothing to change."))
    if is_late(poll):
        raise Conflict(sentence("Voting has closed. Your vote stays as it was."))


def _refusal(exchanged: Exchanged) -> Refusal:
    try:
        _check_hours(exchanged)
    except Conflict as refused:
        return refused
    return _unknown()


def _unknown() -> Invalid:
    return Invalid(
        sentence("No vote that can be changed has this receipt key. Compare it with your newest receipt."), field="key"
    )
