"""Destroying the key of a roll once the time for challenging a result is over: then nobody can be looked up on it."""

from pb_app.actions import Action
from pb_app.models.polls import Poll
from pb_app.queries import polls
from pb_app.refusals import Conflict, NotVisible, sentence
from pb_app.unit_of_work import UnitOfWork


def destroy_roll_key(uow: UnitOfWork, poll_no: int, days: int) -> Poll:
    """Empty the key's file, say so in the log, and take the file away. Doing it again changes nothing more.

    `days` is how long challenges were possible after the publication; by the entry anybody can check that it was kept.
    The file is emptied before the entry is written and taken away after it, so that the log never tells of a key that
    is still there: what was stopped in between is done again. Raises Conflict before the time is over.
    """
    with uow.begin(Action.DESTROY_ROLL_KEY) as change:
        poll = polls.poll_by_no(uow.session, poll_no)
        if poll is None:
            raise NotVisible(sentence("There is no poll under this number."))
        change.permit(poll)
        if poll_no not in polls.polls_past_challenge(uow.session, change.at, days):
            raise Conflict(sentence("The result can still be challenged. The key of the roll stays until then."))
        if not uow.keys.has_roll_key(poll.id):
            change.void()
            return poll
        uow.keys.empty_roll_key(poll.id)
        change.record(poll, poll=poll.id, days=days)
    uow.keys.destroy_roll_key(poll.id)
    return poll
