"""Voting on paper after voting online, where the frozen rules let it: the receipt's key is shown at the desk."""

from pb_app import receipts
from pb_app.actions import Action
from pb_app.casting import is_early, is_late
from pb_app.desk import AtDesk
from pb_app.entitlements import key_in_person
from pb_app.models.polls import Poll
from pb_app.overriding import Wish, override
from pb_app.queries import papers, polls
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.stages import TwoChannels
from pb_app.unit_of_work import UnitOfWork


def override_online(uow: UnitOfWork, station_id: int, who: AtDesk, receipt_key: str) -> str:
    """Void the online ballot whose receipt's key is shown, and mark its voter as voting on paper instead.

    What comes back is the area whose paper is theirs, as `hand_out_paper` gives it.

    Raises Conflict where the rules of the poll let the first vote count, outside the hours, and for somebody who is
    not marked as having voted online; Invalid for a key that no ballot in the box belongs to. Nothing is written then.
    """
    identity, secret = who.identity(), _secret(receipt_key)
    with uow.begin(Action.OVERRIDE_ONLINE) as change:
        poll = change.permit(_poll_of_station(uow, station_id))
        if poll.two_channels is not TwoChannels.PAPER_OVERRIDES:
            raise Conflict(sentence("In this poll the first vote counts. Whoever voted online is handed no paper."))
        key = key_in_person(poll.eligibility, uow.keys.roll_key(poll.id), identity)
        wish = Wish(poll.poll_no, poll.id, key, receipts.idempotency_key(secret, poll.id), station_id)
        done = override(uow.session, uow.database, wish)
        if is_early(done) or is_late(done):
            raise Conflict(sentence("Voting is not open at this hour. Do not hand out a paper."))
        if not done.marked:
            raise Conflict(sentence("They have not voted online in this poll. Hand out a paper the usual way."))
        if not done.found:
            raise Invalid(
                sentence("No ballot in the box belongs to this receipt key. The online vote stays."),
                field="receipt_key",
            )
        return polls.assigned_area(uow.session, poll, key)


def _secret(receipt_key: str) -> bytes:
    """The secret that a receipt's key stands for. Raises Invalid for what is no such key."""
    try:
        secret = bytes.fromhex("".join(receipt_key.split()))
    except ValueError:
        secret = b""
    if len(secret) != receipts.SECRET_LENGTH:
        raise Invalid(
            sentence("Enter the receipt key as it stands on the receipt: 32 letters and digits."), field="receipt_key"
        )
    return secret


def _poll_of_station(uow: UnitOfWork, station_id: int) -> Poll:
    poll_no = papers.poll_no_of_station(uow.session, station_id)
    poll = None if poll_no is None else polls.poll_by_no(uow.session, poll_no)
    if poll is None:
        raise NotVisible(sentence("There is no station under this number."))
    return poll
