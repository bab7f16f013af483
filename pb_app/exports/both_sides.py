"""Both sides of a poll's projects as files of its recount bundle."""

from sqlalchemy.orm import Session

from pb_app.audit.canonical import Value, encode
from pb_app.models.polls import Poll
from pb_app.queries.points import frozen_pack, shown_words


def both_sides_of(session: Session, poll: Poll) -> dict[str, bytes]:
    """The pack whose SHA-256 stands in the rules, and the words still shown, by theirs; nothing without a pack."""
    pack = frozen_pack(session, poll)
    if pack is None:
        return {}
    words: dict[str, Value] = {digest: {**said} for digest, said in shown_words(session, pack).items()}
    return {"both-sides/pack.json": encode(pack.committed()), "both-sides/words.json": encode(words)}
