"""What a witness answers: it cosigns a checkpoint only if its log can show that it grew from the last one."""

from collections.abc import Callable
from dataclasses import dataclass

from moothill_witness.checkpoints import Request, check_signed, cosignature, read_request
from moothill_witness.faults import Malformed, WrongProof, WrongSignature
from moothill_witness.keys import PublicKey, Signer
from moothill_witness.records import Record, Records, Seen
from moothill_witness.trees import check_consistency

TEXT = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status with its body; 200 comes with cosignatures, 409 with the size cosigned last."""

    status: int
    body: str
    kind: str = TEXT


@dataclass(frozen=True, slots=True)
class Witness:
    """A key, the logs it trusts by their keys, what it remembers, and a clock in whole seconds since 1970."""

    signer: Signer
    logs: Callable[[], tuple[PublicKey, ...]]
    records: Records
    clock: Callable[[], int]

    def add_checkpoint(self, body: bytes) -> Answer:
        """Answer a request as C2SP tlog-witness says, in its order: 400, 404, 403, 400, 409, 422, 200."""
        try:
            request = read_request(body)
        except Malformed as fault:
            return Answer(400, f"{fault}\n")
        trusted = [key for key in self.logs() if key.name == request.checkpoint.origin]
        if not trusted:
            return Answer(404, "This log is not known here.\n")
        try:
            check_signed(request, trusted)
        except WrongSignature:
            return Answer(403, "No trusted key of this log signed the checkpoint.\n")
        if request.old > request.checkpoint.size:
            return Answer(400, "The old size is beyond the checkpoint.\n")
        with self.records.alone() as record:
            refusal = self._refusal(record, request)
            if refusal is None:
                record.keep(request.checkpoint.origin, _seen(request), request.note)
        return refusal or Answer(200, cosignature(request.checkpoint, self.signer, self.clock()))

    def _refusal(self, record: Record, request: Request) -> Answer | None:
        """Return why not, or None; a checkpoint that contradicts what was cosigned is kept as evidence."""
        checkpoint, seen = request.checkpoint, _seen(request)
        latest = record.latest(checkpoint.origin)
        contradicts = record.contradicts(checkpoint.origin, checkpoint.size, checkpoint.root)
        if contradicts:
            record.keep_evidence(checkpoint.origin, seen, request.note, self.clock())
        if request.old != latest.size or (contradicts and checkpoint.size == latest.size):
            return Answer(409, f"{latest.size}\n", SIZE)
        try:
            check_consistency(latest.size, checkpoint.size, latest.root, checkpoint.root, request.proof)
        except WrongProof:
            return Answer(422, "The proof does not show that the log grew from the checkpoint cosigned last.\n")
        return None


def _seen(request: Request) -> Seen:
    return Seen(request.checkpoint.size, request.checkpoint.root)
