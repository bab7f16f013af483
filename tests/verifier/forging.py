"""What the operator themselves could hand out: a log that was changed and signed anew with the log's own key."""

import json
from base64 import b64encode
from collections.abc import Callable
from typing import Any

from moothill_verify import archive
from moothill_verify.log_checks import PROVEN
from pb_app.audit.canonical import encode
from pb_app.audit.merkle import inclusion_proof, leaf_hash, root
from pb_app.audit.note import sign_note
from pb_app.keys import Keys
from tests.verifier.reading import summed

Entry = dict[str, Any]


def forged(bundle: bytes, keys: Keys, change: Callable[[list[Entry]], object], **other: bytes) -> bytes:
    """The bundle with a changed log, checkpoint and proofs made to fit; of `other` files an empty one is left out."""
    files = archive.members(bundle)
    entries = [json.loads(line) for line in files["log/entries.jsonl"].splitlines()]
    change(entries)
    bodies = [encode(entry) for entry in entries]
    leaves = [leaf_hash(body) for body in bodies]
    text = f"{keys.log_origin}\n{len(leaves)}\n{b64encode(root(leaves)).decode()}\n"
    note = sign_note(text, keys.log_origin, keys.log)
    made = {name: content for name, content in files.items() if not name.startswith("proofs/")} | other
    poll = json.loads(files["poll.json"])["poll"]
    for index, entry in enumerate(entries):
        if entry.get("poll") == poll and entry["t"] in PROVEN:
            path = "".join(f"{b64encode(one).decode()}\n" for one in inclusion_proof(index, leaves))
            proof = f"c2sp.org/tlog-proof@v1\nindex {index}\n{path}\n{note}"
            made[f"proofs/{index:09d}.tlog-proof"] = proof.encode()
    made |= {"log/entries.jsonl": b"".join(body + b"\n" for body in bodies), "log/checkpoint.txt": note.encode()}
    return summed({name: content for name, content in made.items() if content})


def place(entries: list[Entry], event: str) -> int:
    """Where the last entry of a type stands."""
    return max(index for index, entry in enumerate(entries) if entry["t"] == event)
