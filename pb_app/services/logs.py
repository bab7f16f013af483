"""What is done to the log itself: another key for it or for receipts, and erasing what an entry only commits to."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from pb_app import receipt_keys
from pb_app.actions import Action
from pb_app.audit import sequencer
from pb_app.audit.note import verifier_key
from pb_app.models.log import LogLeaf, LogPayload, ReceiptKey
from pb_app.models.polls import Poll
from pb_app.refusals import Conflict, NotVisible, sentence
from pb_app.roles import Site
from pb_app.stages import PollState
from pb_app.unit_of_work import UnitOfWork


def rotate_log_key(uow: UnitOfWork, successor: Ed25519PrivateKey) -> str:
    """Hand the log over to another key, and return its public side. Done before, nothing is done again.

    One checkpoint is signed by both keys, in the transaction of the entry that names them: whoever trusts the old key
    learns of the new one by it. Raises LogDiffers if the key of this process is not the one that signs.
    """
    origin = uow.keys.log_origin
    new = str(verifier_key(origin, successor))
    if sequencer.key_in_force(uow.session) == new:
        return new
    uow.sequence_log()
    with uow.begin(Action.ROTATE_LOG_KEY) as change:
        change.permit(Site())
        uow.database.lock_log(uow.session)
        change.record(Site(), old=str(verifier_key(origin, uow.keys.log)), new=new)
        uow.session.flush()
        sequencer.rotate(uow.session, uow.keys, successor, change.at)
    return new


def rotate_receipt_key(uow: UnitOfWork, successor: Ed25519PrivateKey) -> str:
    """Have receipts signed with another key, and return its public side. Done before, nothing is done again.

    Raises Conflict while a poll is under way, or if the key of this process is not the one in force.
    """
    new = str(verifier_key(f"{uow.keys.log_origin}/receipts", successor))
    with uow.begin(Action.ROTATE_RECEIPT_KEY) as change:
        change.permit(Site())
        in_force = uow.session.scalar(receipt_keys.IN_FORCE)
        if in_force == new:
            change.void()
            return new
        receipt_keys.check_key(in_force, uow.keys)
        under_way = select(Poll.id).where(Poll.state.in_([PollState.OPEN, PollState.CLOSED])).limit(1)
        if uow.session.scalar(under_way) is not None:
            raise Conflict(
                sentence("A poll is under way, and its receipts are of one key. Wait until it has been counted.")
            )
        uow.session.add(ReceiptKey(vkey=new))
        change.record(Site(), old=receipt_keys.own_key(uow.keys), new=new)
    return new


def erase_payload(uow: UnitOfWork, index: int) -> None:
    """Erase what an entry commits to; the entry stays, and with the salt gone nobody can tell what it was.

    Raises NotVisible if there is nothing to erase.
    """
    with uow.begin(Action.ERASE_PAYLOAD) as change:
        change.permit(Site())
        leaf = uow.session.get(LogLeaf, index)
        payload = None if leaf is None else uow.session.get(LogPayload, leaf.leaf_hash)
        if payload is None:
            raise NotVisible(sentence("There is nothing to erase under this entry."))
        uow.session.delete(payload)
        change.record(Site(), entry=index)
