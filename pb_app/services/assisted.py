"""Assisted voting: somebody at a desk hands in the ballot of a person who is present and asked for help."""

from collections.abc import Mapping
from dataclasses import dataclass

from ballots.styles import Choice
from pb_app import box, definitions, marks, receipts
from pb_app.actions import Action
from pb_app.audit.canonical import Value
from pb_app.casting import Handed, Paper, hand_in, is_early, is_late
from pb_app.desk import AtDesk
from pb_app.entitlements import key_in_person
from pb_app.models.polls import Poll
from pb_app.queries import papers, polls
from pb_app.receipt_keys import IN_FORCE, check_key
from pb_app.receipts import Channel
from pb_app.refusals import Conflict, Invalid, NotVisible, Refusal, sentence
from pb_app.stages import Areas
from pb_app.unit_of_work import UnitOfWork
from pb_app.withdrawn import definition_now


@dataclass(frozen=True, slots=True)
class DeskReceipt:
    """What is printed and handed over; no copy stays at the desk."""

    code: str
    note: str
    secret: str


def cast_assisted(
    uow: UnitOfWork, station_id: int, who: AtDesk, chosen: Mapping[str, Choice], secret: bytes
) -> DeskReceipt:
    """Mark somebody at the desk and put in the ballot with their choices, by contest, in one transaction.

    They have read, or heard, the two lines of consent and agreed. The same secret again answers with the same receipt.
    Raises BadBallot for choices that break the paper's rules, Invalid for somebody who is not on the roll, Conflict for
    somebody who has voted in any way, and outside the hours.
    """
    identity = who.identity()
    with uow.begin(Action.CAST_ASSISTED) as change:
        poll = change.permit(_poll_of_station(uow, station_id))
        check_key(uow.session.scalar(IN_FORCE), uow.keys)
        key = key_in_person(poll.eligibility, uow.keys.roll_key(poll.id), identity)
        told = _marks(uow, poll, key, chosen)
        ballot = box.Ballot.made(poll.id, told, Channel.ASSISTED, secret)
        handed = hand_in(uow.session, uow.database, Paper(poll.poll_no, poll.rules_sha256, key, ballot))
        if not handed.put:
            change.void()
            if not _is_repeated(uow, ballot, key):
                raise _refusal(handed)
    origin = uow.keys.log_origin
    note = receipts.sign_receipt(origin, ballot.poll_id, ballot.c, f"{origin}/receipts", uow.keys.receipt)
    return DeskReceipt(receipts.tracking_code(ballot.c), note, secret.hex())


def _marks(uow: UnitOfWork, poll: Poll, key: bytes, chosen: Mapping[str, Choice]) -> Value:
    definition = definitions.read_definition(poll.definition)
    area = definition.paper.area_of(chosen)
    if definition.areas is Areas.ASSIGNED:
        area = definition.area_named(polls.area_of(uow.session, poll.id, key))
    own = definition_now(uow.session, poll).paper_for(area)
    return marks.encode(definition.paper, own.checked(dict(chosen)))


def _is_repeated(uow: UnitOfWork, ballot: box.Ballot, key: bytes) -> bool:
    """Whether this person's vote is in and just this ballot lies in the box: an answer was lost on its way."""
    has_voted = polls.standing(uow.session, ballot.poll_id, key).has_voted
    return has_voted and box.hash_by_key(uow.session, ballot.poll_id, ballot.idem) == ballot.c


def _refusal(handed: Handed) -> Refusal:
    if is_early(handed) or is_late(handed):
        return Conflict(sentence("Voting is not open at this hour. This ballot was not handed in."))
    if not handed.on_roll:
        return Invalid(sentence("They are not on the roll yet. Put them on the roll first."))
    return Conflict(sentence("They have voted in this poll already. This ballot was not handed in."))


def _poll_of_station(uow: UnitOfWork, station_id: int) -> Poll:
    poll_no = papers.poll_no_of_station(uow.session, station_id)
    poll = None if poll_no is None else polls.poll_by_no(uow.session, poll_no)
    if poll is None:
        raise NotVisible(sentence("There is no station under this number."))
    return poll
