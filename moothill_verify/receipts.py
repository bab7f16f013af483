"""Looking up one's own ballot: by the signed receipt, by its tracking code, or opened with its secret."""

import re
from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

from moothill_verify import notes
from moothill_verify.bundle import HASHES, RECEIPTS, Bundle, ballots_file
from moothill_verify.canonical import Value, written
from moothill_verify.counting.ballots import counted_rows, marks_of
from moothill_verify.entries import Entry
from moothill_verify.faults import Malformed, Mismatch, sentence
from moothill_verify.lines import Line, Mark, Part
from moothill_verify.log_checks import PROOF
from moothill_verify.tree import leaf_hash, root_by_inclusion

TITLE = "moothill receipt v1"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
AS_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
CODE_SIGNS = 16
SECRET = 16
CHANNELS = ("online", "kiosk", "assisted", "paper", "imported")


def check_key(bundle: Bundle) -> Iterator[Line]:
    """The keys for receipts bear the name of this log, and are those that the log named, one after the other."""
    keys, opened = bundle.receipt_keys, bundle.log.last("poll.opened")
    if {key.name for key in keys} != {f"{bundle.checkpoint.origin}/receipts"}:
        raise Mismatch(sentence("%(file)s holds the key of another log."), file=RECEIPTS)
    for key in keys:
        template = sentence("Fingerprint of the key that signs receipts: %(fingerprint)s")
        yield Line(Part.RECEIPT, Mark.GOOD, template, {"fingerprint": key.fingerprint})
    if opened is None or "receipts" not in opened.facts:
        template = sentence("The log does not name this key: compare the fingerprint before you rely on a receipt.")
        yield Line(Part.RECEIPT, Mark.NOTE, template)
        return
    if [key.vkey for key in keys] != _named_keys(bundle, opened):
        template = sentence("%(file)s does not hold the keys for receipts that the log names from entry %(entry)d on.")
        raise Mismatch(template, file=RECEIPTS, entry=opened.index)
    template = sentence("Entry %(entry)d of the log, which opened the poll, names the key for receipts.")
    yield Line(Part.RECEIPT, Mark.GOOD, template, {"entry": opened.index})


def _named_keys(bundle: Bundle, opened: Entry) -> list[str]:
    """Return the keys that the log names for this poll. Raises Mismatch where one follows another than the last."""
    named = [opened.facts.text("receipts")]
    for entry in bundle.log.receipt_keys:
        if entry.index < opened.index:
            continue
        if entry.facts.text("old") != named[-1]:
            template = sentence("Entry %(entry)d of the log hands receipts over from another key than the last.")
            raise Mismatch(template, entry=entry.index)
        named.append(entry.facts.text("new"))
    return named


def check_receipt(bundle: Bundle, data: bytes, name: str) -> Iterator[Line]:
    """The ballot that a signed receipt promises is in the box."""
    if data.startswith(PROOF.encode()):
        yield _found(bundle, _proven(bundle, data, name))
        return
    signed = notes.opened(data, bundle.receipt_keys, name)
    lines = signed.text.split("\n")
    if lines[0] != TITLE or len(lines) != len(("title", "origin", "poll", "ballot", "")):
        raise Malformed(sentence("%(file)s is no receipt."), file=name)
    if not signed.by:
        raise Mismatch(sentence("%(file)s is not signed with the key for receipts."), file=name)
    if (lines[1], lines[2]) != (bundle.checkpoint.origin, bundle.poll):
        raise Mismatch(sentence("%(file)s is the receipt of another poll."), file=name)
    yield _found(bundle, notes.bytes_of(lines[3], name))


def _proven(bundle: Bundle, data: bytes, name: str) -> bytes:
    """Return the ballot that a file proves to be in the box of this poll (C2SP tlog-proof). Raises a fault if not."""
    head, _, note = data.partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    whole = len(lines) >= len(("title", "extra", "index")) and re.fullmatch("index (0|[1-9][0-9]{0,18})", lines[2])
    if not whole or lines[0] != PROOF or not lines[1].startswith("extra "):
        raise Malformed(sentence("%(file)s is no receipt."), file=name)
    ballot = notes.bytes_of(lines[1].removeprefix("extra "), name)
    origin = f"{bundle.checkpoint.origin}/boxes/{bundle.poll}"
    keys = [notes.Key(origin, notes.SIGNS_NOTES, key.public) for key in bundle.receipt_keys]
    signed = notes.opened(note, keys, name)
    box = notes.checkpoint_of(signed.text, name)
    path = [notes.bytes_of(line, name) for line in lines[3:]]
    if not signed.by or box.origin != origin:
        raise Mismatch(sentence("%(file)s is not signed with the key for receipts."), file=name)
    if root_by_inclusion(int(lines[2].removeprefix("index ")), box.size, ballot, path) != box.root:
        raise Mismatch(sentence("%(file)s does not prove its entry."), file=name)
    return ballot


def check_code(bundle: Bundle, code: str) -> Iterator[Line]:
    """The ballot with a tracking code is in the box."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum()).translate(AS_MEANT)
    if len(signs) != CODE_SIGNS or any(sign not in CROCKFORD for sign in signs):
        raise Malformed(sentence("A tracking code has 16 letters and digits."))
    number = 0
    for sign in signs:
        number = number * 32 + CROCKFORD.index(sign)
    begins = number.to_bytes(10, "big")
    known = [*bundle.hashes, *bundle.voided]
    yield _found(bundle, next((one for one in known if one.startswith(begins)), begins))


def check_secret(bundle: Bundle, text: str) -> Iterator[Line]:
    """The secret opens one of the ballots in the box to the choices of a row in the file of ballots."""
    try:
        secret, poll = bytes.fromhex(text), UUID(bundle.poll)
    except ValueError:
        secret, poll = b"", UUID(int=0)
    if len(secret) != SECRET:
        raise Malformed(sentence("A secret has 32 digits from 0 to 9 and a to f."))
    if len(bundle.contests) > 1 or "extra" in bundle.contests[0].within("ballot"):
        raise Malformed(sentence("A ballot with several parts can be opened on the page of the poll only."))
    nonce = sha256(b"moothill/nonce/v1\0" + poll.bytes + secret).digest()[:16].hex()
    hashes = set(bundle.hashes)
    for marks in _marks(bundle):
        for channel in CHANNELS:
            told: Value = {"b": marks, "ch": channel, "n": nonce, "poll": bundle.poll, "v": 1}
            if leaf_hash(written(told)) in hashes:
                shown = ", ".join(str(one) for one in marks) or "-"
                template = sentence("The secret opens a ballot in the box. It was counted for: %(marks)s")
                yield Line(Part.RECEIPT, Mark.GOOD, template, {"marks": shown})
                return
    raise Mismatch(sentence("The secret opens no ballot in the box."))


def _marks(bundle: Bundle) -> Iterator[list[Value]]:
    """Yield what can stand on a ballot of this poll: the different rows of its file, and nothing."""
    style, name = bundle.contests[0].within("ballot").text("style"), ballots_file(1)
    yield []
    for vote, points in sorted(counted_rows(bundle.file(name), name)):
        yield marks_of(style, vote, points)


def _found(bundle: Bundle, ballot: bytes) -> Line:
    """Return the line for a ballot that is in the box, or that left it. Raises Mismatch if it is neither."""
    code = _code(ballot)
    if ballot in bundle.voided:
        template = sentence("The ballot %(code)s left the box: %(reason)s")
        return Line(Part.RECEIPT, Mark.NOTE, template, {"code": code, "reason": bundle.voided[ballot]})
    if ballot not in bundle.hashes:
        raise Mismatch(sentence("The ballot %(code)s is not in %(file)s."), code=code, file=HASHES)
    return Line(Part.RECEIPT, Mark.GOOD, sentence("The ballot %(code)s is in the box."), {"code": code})


def _code(ballot: bytes) -> str:
    number = int.from_bytes(ballot[:10], "big")
    signs = "".join(CROCKFORD[number >> 5 * place & 31] for place in reversed(range(CODE_SIGNS)))
    return "-".join(signs[at : at + 4] for at in range(0, CODE_SIGNS, 4))
