"""A sample of a room's messages is drawn by a seed, and two people code it apart from each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select

from deliberation.coding import CODERS, CODES, Aspect, drawn
from deliberation.quality import sample_size
from pb_app.actions import Action
from pb_app.audit.canonical import encode
from pb_app.models.coding import LONGEST_QUOTE, QualityCode, QualityCoder, QualitySample
from pb_app.models.people import Person
from pb_app.queries import coding as queries
from pb_app.receipts import normalised_email
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, sentence
from pb_app.room_log import checked_text, locked_room
from pb_app.unit_of_work import UnitOfWork

SEED_BYTES = 16


@dataclass(frozen=True, slots=True)
class Given:
    """A code, and the words of the message on which it rests."""

    code: str
    quote: str


def draw_sample(uow: UnitOfWork, room_id: int) -> None:
    """Draw the messages that are coded: a tenth of those that stand, at least 30, or all where there are fewer.

    Refused: drawn already, or nothing to draw from (Conflict).
    """
    with uow.begin(Action.DRAW_SAMPLE) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        standing = queries.candidates(uow.session, room.id)
        if queries.sample_of(uow.session, room.id) is not None:
            raise Conflict(sentence("The sample has been drawn already. It is drawn once."))
        if not standing:
            raise Conflict(sentence("Nobody has said anything yet that could be drawn."))
        seed = uow.keys.random(SEED_BYTES).hex()
        sample = QualitySample(
            room_id=room.id,
            seed=seed,
            candidates=tuple(standing),
            messages=drawn(standing, seed, sample_size(len(standing))),
            drawn_at=change.at,
        )
        uow.session.add(sample)
        change.record(room, room=room.id, messages=len(sample.messages), digest=sample_digest(sample))


def sample_digest(sample: QualitySample) -> str:
    """What the log holds of a draw: from what was drawn, by which seed, and what came of it."""
    whole = {"room": sample.room_id, "seed": sample.seed}
    lists = {"candidates": list(sample.candidates), "messages": list(sample.messages)}
    return sha256(encode({**whole, **lists})).hexdigest()


def name_coder(uow: UnitOfWork, room_id: int, email: str) -> None:
    """Name one of the two people who code the sample. Somebody who wrote what was drawn cannot be one of them."""
    with uow.begin(Action.NAME_CODER) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        sample = _sample(uow, room.id)
        person_id = uow.session.scalar(select(Person.id).where(Person.email == normalised_email(email)))
        coders = queries.coders_of(uow.session, room.id)
        if len(coders) >= CODERS:
            raise Conflict(sentence("Two people code this sample already."))
        if person_id is None:
            nobody = sentence("Nobody has signed in with this address yet. Ask them to sign in once.")
            raise Invalid(nobody, field="email")
        if person_id in coders:
            raise Invalid(sentence("This person codes the sample already. Name somebody else."), field="email")
        if person_id in queries.authors_in(uow.session, sample).values():
            raise Invalid(sentence("This person wrote a message that was drawn. Name somebody else."), field="email")
        uow.session.add(QualityCoder(room_id=room.id, number=len(coders) + 1, person_id=person_id))
        change.record(room, room=room.id, coder=len(coders) + 1)


def code_message(uow: UnitOfWork, room_id: int, seq: int, given: Mapping[Aspect, Given]) -> None:
    """Give a drawn message its codes, each with the words on which it rests; anew until both have coded all.

    Refused: somebody who is none of the two (Forbidden), a message that was not drawn (NotVisible), no such code or
    words that do not stand in the message (Invalid), both done (Conflict).
    """
    with uow.begin(Action.CODE_MESSAGE) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        sample = _sample(uow, room.id)
        coder = queries.coders_of(uow.session, room.id).get(uow.actor.person_id or 0)
        if coder is None:
            raise Forbidden(sentence("The two people who were named code this sample."))
        found = queries.words_of(uow.session, room.id, seq) if seq in queries.to_code(uow.session, sample) else None
        if found is None:
            raise NotVisible(sentence("There is no such message in this sample."))
        if queries.progress_of(uow.session, sample).is_done:
            raise Conflict(sentence("Both have coded all messages and the result is told. The codes stay."))
        for aspect in Aspect:
            code, quote = _checked(aspect, given.get(aspect), found[1])
            row = QualityCode(room_id=room.id, seq=seq, coder=coder, aspect=aspect, code=code, quote=quote)
            uow.session.merge(row)
        change.record(room, room=room.id, seq=seq, coder=coder)


def _sample(uow: UnitOfWork, room_id: int) -> QualitySample:
    sample = queries.sample_of(uow.session, room_id)
    if sample is None:
        raise Conflict(sentence("No sample has been drawn in this room."))
    return sample


def _checked(aspect: Aspect, given: Given | None, text: str) -> tuple[str, str]:
    if given is None or given.code not in CODES[aspect]:
        raise Invalid(sentence("Choose one code for each of the three."), field=f"code_{aspect}")
    quote = " ".join(checked_text(given.quote, f"quote_{aspect}", LONGEST_QUOTE).split())
    if quote not in " ".join(text.split()):
        raise Invalid(sentence("Quote words as they stand in the message."), field=f"quote_{aspect}")
    return given.code, quote
