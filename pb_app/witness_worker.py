"""Asks the witnesses for their cosignature on each new checkpoint, and hears from them before anything is signed."""

from datetime import timedelta
from threading import Event

from pb_app.cosigning import Answer, Ask, ask, request_of
from pb_app.models.log import LogCheckpoint
from pb_app.models.witnesses import Trouble, Witness
from pb_app.queries import log, log_tiles, witnesses
from pb_app.services.witnesses import cosign_checkpoint, note_witness
from pb_app.unit_of_work import UnitOfWork

LATER = timedelta(seconds=30)
"""How long a witness that did not cosign is left alone."""
COSIGNED, CONFLICT = 200, 409
TROUBLES = {0: Trouble.SILENT, 404: Trouble.UNKNOWN_LOG, 403: Trouble.UNKNOWN_KEY, 422: Trouble.FORKED}


class WitnessWorker:
    """One worker a process. `heard` is set once every witness was asked: only then may the log be signed."""

    def __init__(self, ask_at: Ask = ask) -> None:
        self.heard = Event()
        self._ask = ask_at
        self._met: set[int] = set()

    def work(self, uow: UnitOfWork) -> None:
        """Ask every witness that has something to cosign; after a start ask all, to learn how far they have seen."""
        try:
            for witness in witnesses.witnesses_in_use(uow.session):
                checkpoint = log.newest_checkpoint(uow.session)
                if witness.url and checkpoint is not None and self._is_due(uow, witness, checkpoint):
                    self._ask_one(uow, witness, checkpoint, min(witness.size, checkpoint.size))
                    self._met.add(witness.id)
        finally:
            uow.end_read()
            self.heard.set()

    def sequence(self, uow: UnitOfWork) -> None:
        """Put the log in order, if the witnesses were heard."""
        if self.heard.is_set():
            uow.sequence_log()

    def _is_due(self, uow: UnitOfWork, witness: Witness, checkpoint: LogCheckpoint) -> bool:
        if witness.id not in self._met:
            return True
        if witness.trouble and witness.asked_at and uow.now() - witness.asked_at < LATER:
            return False
        return witnesses.cosigned_size(uow.session, witness.id) < checkpoint.size or witness.trouble is not None

    def _ask_one(self, uow: UnitOfWork, witness: Witness, checkpoint: LogCheckpoint, old: int) -> None:
        """Ask from the size it cosigned last as far as is known, and once more from the one that it says."""
        answer = self._asked(uow, witness, checkpoint, old)
        told = _size_in(answer)
        if told is not None and told <= checkpoint.size and told != old:
            old, answer = told, self._asked(uow, witness, checkpoint, told)
            told = _size_in(answer)
        if answer.status == COSIGNED:
            cosign_checkpoint(uow, witness.id, checkpoint.size, answer.text)
        elif told is not None and told > checkpoint.size:
            note_witness(uow, witness.id, Trouble.AHEAD, told)
        elif told == checkpoint.size == old:
            note_witness(uow, witness.id, Trouble.FORKED)
        else:
            note_witness(uow, witness.id, TROUBLES.get(answer.status, Trouble.REFUSED), told)

    def _asked(self, uow: UnitOfWork, witness: Witness, checkpoint: LogCheckpoint, old: int) -> Answer:
        """The answer to one request; no read is open while the witness takes its time."""
        proof = log_tiles.tree(uow.session, checkpoint.size).consistency(old, checkpoint.size) if old else ()
        uow.end_read()
        return self._ask(witness.url, request_of(old, proof, checkpoint.note))


def _size_in(answer: Answer) -> int | None:
    """The size that a witness says it cosigned last."""
    text = answer.text.strip()
    usable = answer.status == CONFLICT and text.isascii() and text.isdigit() and len(text) < 19  # noqa: PLR2004 - 2**63
    return int(text) if usable else None
