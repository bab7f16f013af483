"""A bundle's files, read when they are asked for: each has its form, and what is missing is named."""

from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import TypeAlias

from moothill_verify import entries, notes
from moothill_verify.canonical import Fields, read
from moothill_verify.faults import Malformed, sentence
from moothill_verify.policy import Policy, policy_of

SUMS = "SHA256SUMS"
HASHES = "box/hashes.txt"
MARKS = "box/marks.json"
VOIDED = "box/voided.txt"
BODIES = "box/ballots.txt"
POLL = "poll.json"
LEDGER = "ledger.json"
CHECKPOINT = "log/checkpoint.txt"
POLICY = "keys/policy.txt"
RECEIPTS = "keys/receipts.vkey"
VERSION = 1
Definition: TypeAlias = Fields


class Bundle:
    """The files by name, and what stands in them; `policy` in place of the bundle's own, if the reader has one.

    `older` is the size of an older checkpoint, at which the log's root is wanted too.
    """

    def __init__(self, files: dict[str, bytes], policy: Policy | None = None, older: int = 0) -> None:
        self.files = files
        self.older = older
        self._policy = policy

    def file(self, name: str) -> bytes:
        """Return the bytes of a file. Raises Malformed if the bundle lacks it."""
        if name not in self.files:
            raise Malformed(sentence("%(file)s is missing."), file=name)
        return self.files[name]

    def under(self, folder: str) -> list[str]:
        """Return the names of the files in a folder, in order."""
        return [name for name in self.files if name.startswith(f"{folder}/")]

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a file, in hexadecimal digits."""
        return sha256(self.file(name)).hexdigest()

    def fields(self, name: str) -> Fields:
        """Return what stands in a file of canonical JSON."""
        return Fields(read(self.file(name), name), name)

    @property
    def has_own_policy(self) -> bool:
        """Whether the keys were taken from the bundle itself."""
        return self._policy is None

    @cached_property
    def policy(self) -> Policy:
        """Whose signatures are asked for."""
        return self._policy or policy_of(self.file(POLICY), POLICY)

    @cached_property
    def signed(self) -> notes.Signed:
        """The checkpoint as a note, with those of the policy who signed it."""
        return notes.opened(self.file(CHECKPOINT), self.policy.keys, CHECKPOINT)

    @cached_property
    def checkpoint(self) -> notes.Checkpoint:
        """What the checkpoint says."""
        return notes.checkpoint_of(self.signed.text, CHECKPOINT)

    @cached_property
    def definition(self) -> Definition:
        """The poll as it was frozen."""
        return self.fields(POLL)

    @cached_property
    def poll(self) -> str:
        """The poll's id."""
        return self.definition.text("poll")

    @cached_property
    def log(self) -> entries.Log:
        """The log, entry by entry."""
        return entries.read_log(self.file(entries.FILE), self.poll, {self.older, self.checkpoint.size})

    @cached_property
    def contests(self) -> list[Fields]:
        """The contests of the paper, in order."""
        return self.definition.objects("contests")

    @cached_property
    def publication(self) -> str:
        """What of the ballots is published by the log: "open", "private" or "totals_only"."""
        told = self.log.last("privacy.ack")
        return "private" if told is None else told.facts.text("mode")

    @cached_property
    def withdrawn(self) -> dict[str, int]:
        """The projects that left the paper while people voted, each with the entry of the log that says so."""
        gone = (entry for entry in self.log.of_poll if entry.event == "project.withdrawn")
        return {entry.facts.text("project"): entry.index for entry in gone}

    @cached_property
    def hashes(self) -> list[bytes]:
        """The hashes of all ballots, ascending. Raises Malformed if they do not stand so, or one stands twice."""
        found = [_hash_in(line, HASHES) for line in _lines(self.file(HASHES), HASHES)]
        if any(first >= second for first, second in pairwise(found)):
            raise Malformed(sentence("The hashes in %(file)s do not stand in order, once each."), file=HASHES)
        return found

    @cached_property
    def voided(self) -> dict[bytes, str]:
        """The hashes of ballots that left the box, each with its reason."""
        lines = _lines(self.files.get(VOIDED, b""), VOIDED)
        return {_hash_in(line.partition(" ")[0], VOIDED): line.partition(" ")[2] for line in lines}

    @cached_property
    def receipt_keys(self) -> list[notes.Key]:
        """The keys that sign receipts: the one when the poll was opened, and those that followed it."""
        return [notes.key_of(line, RECEIPTS) for line in _lines(self.file(RECEIPTS), RECEIPTS) or [""]]

    @property
    def decisions(self) -> list[str]:
        """The files of the forum's decisions, in the order in which they were taken."""
        return sorted(self.under("decisions"), key=lambda name: (len(name), name))


def ballots_file(contest: int) -> str:
    """Return the name of the ballots of a contest; `contest` is its place on the paper, from 1."""
    return f"contests/{contest}/ballots.pb"


def totals_file(contest: int) -> str:
    """Return the name of the totals of a contest whose ballots are not published."""
    return f"contests/{contest}/totals.json"


def record_file(contest: int) -> str:
    """Return the name of the record of the count of a contest."""
    return f"contests/{contest}/record.json"


def _lines(data: bytes, name: str) -> list[str]:
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        text = "?"
    if text and not text.endswith("\n"):
        raise Malformed(sentence("%(file)s does not end with a whole line."), file=name)
    return text.split("\n")[:-1]


def _hash_in(line: str, name: str) -> bytes:
    try:
        found = bytes.fromhex(line)
    except ValueError:
        found = b""
    if found.hex() != line or len(found) != sha256().digest_size:
        raise Malformed(sentence("%(file)s holds a line that is no hash."), file=name)
    return found
