"""Witnesses of the log: adding and retiring them, asking for a quorum, and keeping what they cosign."""

from datetime import UTC, datetime

from pb_app.actions import Action
from pb_app.audit.keys import KeyKind, VerifierKey, parse_vkey
from pb_app.audit.note import open_note
from pb_app.cosigning import checked_url
from pb_app.models.log import LogCheckpoint
from pb_app.models.partnerships import PartnerKind, Partnership
from pb_app.models.witnesses import Cosignature, Trouble, Witness
from pb_app.queries import partnerships, witnesses
from pb_app.refusals import Conflict, Invalid, NotVisible, Refusal, sentence
from pb_app.roles import Site
from pb_app.unit_of_work import UnitOfWork

MOST_WITNESSES = 12
"""With the log's own two keys at a change of key, a checkpoint has 16 signatures at most."""
FAR_BACK = 1_000
"""How many checkpoints back a cosignature that comes by file may be."""


def add_witness(uow: UnitOfWork, slug: str, partner_id: int, vkey: str, url: str = "") -> Witness:
    """Add a partner's witness to a partnership. Raises Invalid for a key, an address or a partner that cannot be."""
    key, address = _cosigner(vkey), checked_url(url)
    with uow.begin(Action.ADD_WITNESS) as change:
        partnership = change.permit(_partnership(uow, slug))
        if partner_id not in {one.id for one in partnerships.partners_of(uow.session, partnership.id)}:
            raise Invalid(sentence("Choose the partner who runs the witness."), field="partner")
        in_use = [one for one in witnesses.witnesses_of(uow.session, partnership.id) if one.retired_at is None]
        _check_free(uow, partnership, key, len(in_use))
        added = Witness(
            partnership_id=partnership.id, partner_id=partner_id, vkey=str(key), url=address, size=0, trouble=None
        )
        uow.session.add(added)
        uow.session.flush()
        change.record(partnership, partnership=partnership.id, partner=partner_id, witness=added.id, vkey=added.vkey)
    return added


def retire_witness(uow: UnitOfWork, slug: str, witness_id: int) -> None:
    """Ask a witness no more; what it cosigned is kept. Raises Conflict if it is retired already."""
    with uow.begin(Action.RETIRE_WITNESS) as change:
        partnership = change.permit(_partnership(uow, slug))
        witness = _witness(uow, partnership, witness_id)
        if witness.retired_at is not None:
            raise Conflict(sentence("This witness is retired already."))
        witness.retired_at = change.at
        change.record(partnership, partnership=partnership.id, witness=witness.id)


def set_quorum(uow: UnitOfWork, slug: str, quorum: int) -> None:
    """Have results published only once so many partners other than the council witnessed the count; 0 asks for none.

    Raises Invalid for more partners than have a witness.
    """
    with uow.begin(Action.SET_QUORUM) as change:
        partnership = change.permit(_partnership(uow, slug))
        found = witnesses.witnesses_of(uow.session, partnership.id)
        able = {
            one.partner_id for one in found if one.retired_at is None and one.partner.kind is not PartnerKind.COUNCIL
        }
        if not 0 <= quorum <= len(able):
            template = sentence("%(able)d partners other than the council have a witness. Ask for no more than that.")
            raise Invalid(template, field="quorum", able=len(able))
        partnership.witness_quorum = quorum
        change.record(partnership, partnership=partnership.id, quorum=quorum)


def keep_cosignature(uow: UnitOfWork, slug: str, witness_id: int, line: str) -> int:
    """Keep the cosignature that a witness sent by file; return the size of the checkpoint it is on.

    Raises Invalid if it fits none of the latest checkpoints.
    """
    with uow.begin(Action.KEEP_COSIGNATURE) as change:
        partnership = change.permit(_partnership(uow, slug))
        witness = _witness(uow, partnership, witness_id)
        text = line.strip() + "\n"
        for checkpoint in witnesses.newest_checkpoints(uow.session, FAR_BACK):
            at = _cosigned_at(witness, checkpoint.note, text)
            if at is not None:
                _keep(uow, witness, checkpoint.size, text, at)
                return checkpoint.size
        raise Invalid(sentence("This is no cosignature by this witness on a checkpoint of this log."), field="line")


def cosign_checkpoint(uow: UnitOfWork, witness_id: int, size: int, lines: str) -> bool:
    """Keep what a witness answered on the checkpoint of this size; return whether it is its cosignature."""
    with uow.begin(Action.COSIGN_CHECKPOINT) as change:
        change.permit(Site())
        witness = uow.session.get_one(Witness, witness_id, with_for_update=True)
        note = uow.session.get_one(LogCheckpoint, size).note
        own = [f"{line}\n" for line in lines.splitlines() if line.startswith(f"— {witness.name} ")]
        found = [(line, at) for line in own if (at := _cosigned_at(witness, note, line)) is not None]
        witness.asked_at, witness.trouble = change.at, None if found else Trouble.WRONG_SIGNATURE
        if found:
            _keep(uow, witness, size, *found[0])
    return bool(found)


def note_witness(uow: UnitOfWork, witness_id: int, trouble: Trouble | None, size: int | None = None) -> None:
    """Note why a witness does not cosign, and the size that it says it cosigned last if it said one."""
    with uow.begin(Action.NOTE_WITNESS) as change:
        change.permit(Site())
        witness = uow.session.get_one(Witness, witness_id, with_for_update=True)
        witness.asked_at, witness.trouble = change.at, trouble
        if size is not None:
            witness.size = size


def _keep(uow: UnitOfWork, witness: Witness, size: int, line: str, at: datetime) -> None:
    witness.size = max(witness.size, size)
    if uow.session.get(Cosignature, (size, witness.id)) is None:
        uow.session.add(Cosignature(size=size, witness_id=witness.id, line=line, at=at))


def _cosigned_at(witness: Witness, note: str, line: str) -> datetime | None:
    """When the witness cosigned this checkpoint, by its own clock; None if the line is not its cosignature on it."""
    try:
        (signature,) = open_note(note + line, [parse_vkey(witness.vkey)]).signatures
        return datetime.fromtimestamp(signature.time or 0, UTC)
    except (Refusal, ValueError, OverflowError, OSError):
        return None


def _cosigner(vkey: str) -> VerifierKey:
    try:
        key = parse_vkey(vkey.strip())
    except Refusal as refusal:
        raise Invalid(refusal.template, field="vkey", **refusal.figures) from refusal
    if key.kind is not KeyKind.COSIGNATURE:
        raise Invalid(sentence("This is not the key of a witness."), field="vkey")
    return key


def _check_free(uow: UnitOfWork, partnership: Partnership, key: VerifierKey, in_use: int) -> None:
    """A name stands for one key: two keys under one name would let one witness be taken for another."""
    names = {one.name for one in witnesses.witnesses_of(uow.session, partnership.id)}
    if key.name in names | {uow.keys.log_origin}:
        raise Invalid(sentence("There is a witness of this name already, or it is the log's own."), field="vkey")
    if in_use >= MOST_WITNESSES:
        raise Invalid(sentence("A partnership has at most %(most)d witnesses."), field="vkey", most=MOST_WITNESSES)


def _partnership(uow: UnitOfWork, slug: str) -> Partnership:
    found = partnerships.partnership_to_change(uow.session, slug)
    if found is None:
        raise NotVisible(sentence("There is no partnership under this address."))
    return found


def _witness(uow: UnitOfWork, partnership: Partnership, witness_id: int) -> Witness:
    found = witnesses.witness_of(uow.session, partnership.id, witness_id)
    if found is None:
        raise NotVisible(sentence("There is no such witness."))
    return found
