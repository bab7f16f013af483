"""A log in memory that a witness can be asked about, and requests as a log would write them."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from moothill_witness.keys import Signer, read_log_key
from moothill_witness.records import Records
from moothill_witness.witness import Witness
from pb_app.audit.checkpoint import Checkpoint, sign_checkpoint
from pb_app.audit.keys import encode_base64
from pb_app.audit.merkle import consistency_proof, leaf_hash, root
from pb_app.audit.note import verifier_key

ORIGIN, WITNESS_NAME = "log.example.scot/cpp-1", "witness.example.scot/nhs"
LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(0x20)))
SIGNER = Signer(WITNESS_NAME, Ed25519PrivateKey.from_private_bytes(bytes(range(0x20, 0x40))))
TIME = 1_765_126_800


@dataclass(slots=True)
class SmallLog:
    """Leaves, and what the log says of them."""

    leaves: list[bytes] = field(default_factory=list)
    private: Ed25519PrivateKey = LOG
    origin: str = ORIGIN

    @classmethod
    def of(cls, size: int, story: str = "one") -> "SmallLog":
        """A log of so many entries of one story."""
        return cls([leaf_hash(f"{story} {number}".encode()) for number in range(size)])

    def note(self, size: int) -> str:
        """The signed checkpoint over its first entries."""
        return sign_checkpoint(Checkpoint(self.origin, size, root(self.leaves[:size])), self.private)

    def request(self, old: int, size: int) -> bytes:
        """What it asks of a witness that cosigned `old` entries."""
        proof = consistency_proof(old, self.leaves[:size]) if old else ()
        return written(old, proof, self.note(size))


def written(old: int, proof: tuple[bytes, ...], note: str) -> bytes:
    """A request in the form of the specification."""
    return "".join([f"old {old}\n", *(f"{encode_base64(one)}\n" for one in proof), "\n", note]).encode()


def witness_in(folder: Path, *logs: str) -> Witness:
    """A witness that trusts these logs, by default the small one."""
    keys = tuple(read_log_key(one) for one in logs or (str(verifier_key(ORIGIN, LOG)),))
    return Witness(SIGNER, lambda: keys, Records(folder / "witness.sqlite3"), lambda: TIME)


def digest(text: str) -> bytes:
    """Some 32 bytes."""
    return sha256(text.encode()).digest()
