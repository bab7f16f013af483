"""Putting people on the roll and marking that they have voted: the roll's tables only."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import FromClause, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from pb_app import eligibility
from pb_app.models.cards import RollCard
from pb_app.models.contests import Contest
from pb_app.models.localities import Locality, Postcode
from pb_app.models.polls import Poll, RollEntry, RollMark
from pb_app.postcodes import spaced
from pb_app.receipts import Channel
from pb_app.refusals import Invalid, sentence
from pb_app.stages import Areas

ROLL_NUMBERS = 2**53 - 1
FEW = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """That somebody voted, how, on which day and, on paper, at which station."""

    roll_no: int
    channel: Channel
    day: date
    station_id: int | None = None


def put_on(session: Session, poll: Poll, person_key: bytes, basis: str, lies_in: int | None = None) -> bool:
    """Put whoever has this key on the roll under a random number; False where they stand on it already.

    `lies_in` is the locality of their postcode; it is kept where the rules of the poll assign areas by it.
    """
    return put_all_on(session, poll, [person_key], basis, lies_in) == 1


def put_all_on(session: Session, poll: Poll, keys: Sequence[bytes], basis: str, lies_in: int | None = None) -> int:
    """Put everybody with these keys on the roll who does not stand on it, struck or not; return how many that were."""
    known = keys_on(session, poll, keys)
    entries = [_entry(poll, key, basis, lies_in) for key in dict.fromkeys(keys) if key not in known]
    if not entries:
        return 0
    into = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    put = into(RollEntry).on_conflict_do_nothing().returning(RollEntry.roll_no)
    return len(session.execute(put, entries).all())


def keys_on(session: Session, poll: Poll, keys: Sequence[bytes]) -> set[bytes]:
    """Those of the keys that stand on the roll, struck or not."""
    of_poll = select(RollEntry.person_key).where(RollEntry.poll_id == poll.id)
    few = of_poll.where(RollEntry.person_key.in_(keys)) if len(keys) <= FEW else of_poll
    return {bytes(key) for key in session.scalars(few)}.intersection(keys)


def _entry(poll: Poll, person_key: bytes, basis: str, lies_in: int | None) -> dict[str, object]:
    assigned = lies_in if poll.areas is Areas.ASSIGNED else None
    return {
        "poll_id": poll.id,
        "roll_no": secrets.randbelow(ROLL_NUMBERS),
        "person_key": person_key,
        "locality_id": assigned or poll.round.locality_id,
        "basis": basis,
        "status": "eligible",
    }


def use_card(session: Session, poll: Poll, card_key: bytes) -> bool:
    """Note that a card was used to claim; False where it was used before."""
    return _inserted(session, RollCard.__table__, {"poll_id": poll.id, "card_key": card_key})


def set_mark(session: Session, poll: Poll, mark: Mark) -> bool:
    """Mark the roll; False where a mark stands already, whichever way they voted."""
    row = {
        "poll_id": poll.id,
        "roll_no": mark.roll_no,
        "channel": mark.channel.value,
        "marked_on": mark.day,
        "station_id": mark.station_id,
    }
    return _inserted(session, RollMark.__table__, row)


def check_place(session: Session, poll: Poll, postcode: str) -> int:
    """The locality of a postcode. Raises Invalid, with what to do instead, unless the poll's rules want it.

    Raises NotEligible where the roll was made from a list and nobody claims.
    """
    rules = eligibility.read(poll.eligibility)
    rules.check_open()
    lies_in = session.execute(
        select(Postcode.locality_id, Locality.name)
        .join(Locality, Locality.id == Postcode.locality_id)
        .where(Postcode.partnership_id == poll.round.locality.partnership_id, Postcode.postcode == postcode)
    ).first()
    if lies_in is None:
        raise Invalid(
            sentence("%(postcode)s is not a postcode of this partnership. Check it, or ask at the contact address."),
            field="postcode",
            postcode=spaced(postcode),
        )
    if lies_in[0] not in _wanted(session, poll) and not rules.anywhere:
        raise Invalid(
            sentence("%(postcode)s lies in %(place)s, not in %(locality)s. This vote is for people in %(locality)s."),
            field="postcode",
            postcode=spaced(postcode),
            place=lies_in[1],
            locality=poll.round.locality.name,
        )
    return int(lies_in[0])


def _wanted(session: Session, poll: Poll) -> set[int | None]:
    """The localities whose people may vote: that of the round, and the areas of contests where they are assigned."""
    if poll.areas is Areas.CHOSEN:
        return {poll.round.locality_id}
    further = session.scalars(select(Contest.locality_id).where(Contest.poll_no == poll.poll_no))
    return {poll.round.locality_id, poll.area_id, *further}


def _inserted(session: Session, table: FromClause, values: dict[str, object]) -> bool:
    """Insert a row of the roll unless one with its key is there; say whether it was.

    The answer comes from what the database returns: a count of rows may be unknown, and unknown must not mean yes.
    """
    into = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = into(table).values(**values).on_conflict_do_nothing()  # type: ignore[arg-type]
    return session.execute(statement.returning(table.c.poll_id)).first() is not None
