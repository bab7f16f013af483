"""Asking people before they post whether they mean it. Whoever says yes posts it as it is: nothing is ever refused."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from deliberation.care import Doubt, Worry, doubts
from pb_app.models.rooms import Room
from pb_app.queries.policies import words_of
from pb_app.refusals import Doubtful, Invalid, sentence

WHY = {
    Worry.PERSONAL: sentence(
        "Everybody can read this room. Look whether this should stand in it, since it tells who or where somebody is: "
        "%(found)s"
    ),
    Worry.ROUGH: sentence("These words can hurt, and people may stop reading: %(found)s"),
}


def ask_first(session: Session, room: Room, texts: Iterable[str]) -> None:
    """Raise Doubtful, with everything there is to ask, where the words hold what their author may not have meant."""
    found = doubts(texts, words_of(session, room.scope.partnership_id or 0))
    if found:
        raise Doubtful(tuple(_asked(one) for one in found))


def _asked(doubt: Doubt) -> Invalid:
    return Invalid(WHY[doubt.worry], field="body", found=", ".join(doubt.found))
