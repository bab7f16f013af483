"""Checking the log: who signed it, what it holds, who witnessed it, and whether it only grew."""

from collections.abc import Iterator
from datetime import UTC, datetime

from moothill_verify import entries, notes
from moothill_verify.bundle import CHECKPOINT, Bundle
from moothill_verify.faults import Malformed, Mismatch, sentence
from moothill_verify.lines import Line, Mark, Part
from moothill_verify.notes import COSIGNS
from moothill_verify.policy import NOBODY
from moothill_verify.tree import root_by_inclusion

PROOF = "c2sp.org/tlog-proof@v1"
PROVEN = ("poll.closed", "poll.imported", "count.recorded", "result.published", "result.adopted", "awards.posted")
"""The entries of the poll whose proofs lie in the bundle for other programs."""


def check_signature(bundle: Bundle) -> Iterator[Line]:
    """The checkpoint is signed by the log's own key."""
    signer = next((key for key in bundle.policy.logs if key in bundle.signed.by), None)
    if signer is None:
        raise Mismatch(sentence("%(file)s is not signed by a log that is trusted here."), file=CHECKPOINT)
    if bundle.checkpoint.origin != signer.name:
        raise Mismatch(sentence("%(file)s is of another log than the key that signed it."), file=CHECKPOINT)
    figures = {"key": signer.name, "fingerprint": signer.fingerprint, "size": bundle.checkpoint.size}
    template = sentence("%(key)s signed a checkpoint of %(size)d entries. Fingerprint of its key: %(fingerprint)s")
    yield Line(Part.LOG, Mark.GOOD, template, figures)
    if bundle.has_own_policy:
        template = sentence(
            "That key came with the bundle. Compare its fingerprint with the one in the minutes, or give a policy."
        )
        yield Line(Part.LOG, Mark.NOTE, template)


def check_witnesses(bundle: Bundle) -> Iterator[Line]:
    """Enough witnesses cosigned, by the policy."""
    cosigned = {key: time for key, time in bundle.signed.by.items() if key.kind == COSIGNS}
    for key, time in cosigned.items():
        at = datetime.fromtimestamp(min(time or 0, 2**35), UTC).strftime(entries.MOMENT)
        yield Line(Part.WITNESSES, Mark.GOOD, sentence("%(key)s cosigned it at %(at)s."), {"key": key.name, "at": at})
    if not bundle.policy.is_met(cosigned):
        template = sentence("Too few witnesses cosigned it: the policy asks for %(quorum)s.")
        yield Line(Part.WITNESSES, Mark.UNWITNESSED, template, {"quorum": bundle.policy.quorum})
    elif bundle.policy.quorum == NOBODY and not cosigned:
        template = sentence("It is not yet witnessed: nobody but the log itself vouches for it.")
        yield Line(Part.WITNESSES, Mark.NOTE, template)


def check_entries(bundle: Bundle) -> Iterator[Line]:
    """Every entry is written as it must be, and together they have the root that was signed."""
    log = bundle.log
    if (log.size, log.root) != (bundle.checkpoint.size, bundle.checkpoint.root):
        raise Mismatch(
            sentence("The %(held)d entries in %(file)s are not the %(size)d that were signed."),
            held=log.size,
            file=entries.FILE,
            size=bundle.checkpoint.size,
        )
    template = sentence("All %(size)d entries are whole, in the order of time, and have the root that was signed.")
    yield Line(Part.LOG, Mark.GOOD, template, {"size": log.size})
    template = sentence("Every poll in the log was frozen, opened, closed, counted and published in this order.")
    yield Line(Part.LOG, Mark.GOOD, template)


def check_proofs(bundle: Bundle) -> Iterator[Line]:
    """The proofs for other programs lead from the poll's entries to the checkpoint."""
    wanted = {entry.index: entry.leaf for entry in bundle.log.of_poll if entry.event in PROVEN}
    names = {f"proofs/{index:09d}.tlog-proof": index for index in wanted}
    if set(names) != set(bundle.under("proofs")):
        raise Mismatch(sentence("The proofs are not those of this poll's entries."))
    for name, index in names.items():
        told, path = _proof_of(bundle, name)
        if told != index or root_by_inclusion(index, bundle.log.size, wanted[index], path) != bundle.checkpoint.root:
            raise Mismatch(sentence("%(file)s does not prove its entry."), file=name)
    template = sentence("%(proofs)d proofs lead from this poll's entries to the checkpoint.")
    yield Line(Part.LOG, Mark.GOOD, template, {"proofs": len(names)})


def _proof_of(bundle: Bundle, name: str) -> tuple[int, list[bytes]]:
    """Return the index and the hashes of a proof. Raises Malformed if it is none over this bundle's checkpoint."""
    head, blank, note = bundle.file(name).partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    index = lines[1].removeprefix("index ") if len(lines) > 1 else ""
    if not blank or lines[0] != PROOF or note != bundle.file(CHECKPOINT) or f"index {index}" != lines[1]:
        raise Malformed(sentence("%(file)s is not a proof over this bundle's checkpoint."), file=name)
    if not index.isascii() or not index.isdigit() or str(int(index[:20])) != index:
        raise Malformed(sentence("%(file)s is not a proof over this bundle's checkpoint."), file=name)
    return int(index), [notes.bytes_of(line, name) for line in lines[2:]]


def older_checkpoint(bundle: Bundle, data: bytes, name: str) -> notes.Checkpoint:
    """Return an older checkpoint of the same log. Raises Malformed or Mismatch."""
    signed = notes.opened(data, bundle.policy.keys, name)
    found = notes.checkpoint_of(signed.text, name)
    if not any(key in signed.by and key.name == found.origin for key in bundle.policy.logs):
        raise Mismatch(sentence("%(file)s is not signed by a log that is trusted here."), file=name)
    return found


def check_since(bundle: Bundle, older: notes.Checkpoint, name: str) -> Iterator[Line]:
    """The log begins with what an older checkpoint signed."""
    if older.size > bundle.checkpoint.size:
        raise Mismatch(
            sentence(
                "%(file)s signs %(older)d entries, more than the %(size)d of this bundle: entries are missing here."
            ),
            file=name,
            older=older.size,
            size=bundle.checkpoint.size,
        )
    if bundle.log.roots.get(older.size) != older.root:
        raise Mismatch(
            sentence("The first %(older)d entries are not those that %(file)s signs: the log was rewritten."),
            older=older.size,
            file=name,
        )
    template = sentence("The log has only grown since %(file)s: its first %(older)d entries are the same.")
    yield Line(Part.LOG, Mark.GOOD, template, {"file": name, "older": older.size})
