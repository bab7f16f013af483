"""Making a roll from a list of people: read and looked at first, then taken in whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import delete

from pb_app import roll
from pb_app.actions import Action
from pb_app.entitlements import all_keys
from pb_app.models.polls import Poll
from pb_app.models.rolls import RollImport
from pb_app.postcode_files import LineFault
from pb_app.queries import polls
from pb_app.queries import rolls as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, TooLarge, sentence
from pb_app.roll_files import read_list
from pb_app.unit_of_work import Change, UnitOfWork

BASIS = "list"
LARGEST_FILE = 8_000_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """A list as it was read: how many places on the roll would be new, and every line that was left out."""

    listed: RollImport
    known: int
    faults: Sequence[LineFault]


def prepare_roll(uow: UnitOfWork, poll_no: int, data: bytes) -> Prepared:
    """Read a list of people for the roll of a poll; nobody stands on the roll by this.

    Keyed hashes of its people are kept until it is taken in, or another list is read. Raises WrongFile or Invalid for
    what is no list, TooLarge past 8 MB.
    """
    if len(data) > LARGEST_FILE:
        raise TooLarge(sentence("This file is too large. Split it into files of at most 8 MB."))
    listed = read_list(data)
    with uow.begin(Action.PREPARE_ROLL) as change:
        poll = _locked(uow, change, poll_no)
        roll_key = uow.keys.roll_key(poll.id)
        keys = [key for one in listed.identities for key in all_keys(poll.eligibility, roll_key, one)]
        uow.session.execute(delete(RollImport).where(RollImport.poll_id == poll.id, RollImport.imported_at.is_(None)))
        made = RollImport(poll_id=poll.id, keys=b"".join(keys), places=len(keys), refused=len(listed.faults))
        made.prepared_by, made.prepared_at = uow.actor.person_id, change.at
        uow.session.add(made)
        uow.session.flush()
        known = len(roll.keys_on(uow.session, poll, keys))
    return Prepared(made, known, listed.faults)


def import_roll(uow: UnitOfWork, import_id: int) -> RollImport:
    """Put everybody of a list that was read on the roll; who stands on it stays as they are, struck or not.

    Raises Conflict for a list that was taken in already, Invalid for one with nobody on it.
    """
    with uow.begin(Action.IMPORT_ROLL) as change:
        poll_no = queries.poll_no_of_list(uow.session, import_id)
        if poll_no is None:
            raise NotVisible(sentence("This list was replaced by another. Look at that one."))
        poll = _locked(uow, change, poll_no)
        listed = uow.session.get_one(RollImport, import_id, populate_existing=True)
        if listed.imported_at is not None:
            raise Conflict(sentence("This list was taken in already."))
        if not listed.places:
            raise Invalid(sentence("There is nobody in this list who could be put on the roll."))
        keys = listed.person_keys
        listed.added = roll.put_all_on(uow.session, poll, keys, BASIS)
        listed.imported_by, listed.imported_at, listed.keys = uow.actor.person_id, change.at, b""
        whole = sha256(b"".join(sorted(keys))).hexdigest()
        known = listed.places - listed.added
        change.record(poll, poll=poll.id, n=listed.added, known=known, set=whole)
    return listed


def _locked(uow: UnitOfWork, change: Change, poll_no: int) -> Poll:
    """The poll, with its lock alone: meanwhile nobody claims, and nobody reads the same list."""
    uow.database.lock_poll(uow.session, poll_no, exclusive=True)
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None:
        raise NotVisible(sentence("There is no poll under this number."))
    return change.permit(poll)
