"""The commands of a witness: make its key, trust a log, serve, cosign a file, show what contradicts."""

import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from moothill_witness.faults import Malformed
from moothill_witness.keys import NAME, PublicKey, Signer, read_log_key, read_signer
from moothill_witness.records import Records
from moothill_witness.serving import serving
from moothill_witness.witness import Witness

KEY, LOGS, RECORDS = "witness.key", "logs", "witness.sqlite3"
DONE, REFUSED, CANNOT = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; 0 if it was done, 1 if a request was refused, 2 if it cannot be done."""
    wanted = _parser().parse_args(argv)
    try:
        done: int = wanted.act(wanted)
    except (Malformed, OSError) as fault:
        _tell(str(fault))
        return CANNOT
    return done


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="moothill-witness", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--folder", type=Path, default=Path("witness"), help="where key and records lie (witness/)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    new_key = commands.add_parser("new-key", help="make the key of a witness and print what others may know of it")
    new_key.add_argument("name", help="what the witness is called, like witness.example.scot/health")
    new_key.set_defaults(act=_new_key)
    add_log = commands.add_parser("add-log", help="trust a log from now on")
    add_log.add_argument("key", help="the log's public key, as its page /log/key shows it")
    add_log.set_defaults(act=_add_log)
    serve = commands.add_parser("serve", help="answer requests by HTTP")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=5101)
    serve.set_defaults(act=_serve)
    commands.add_parser("cosign", help="read a request, write the cosignature").set_defaults(act=_cosign)
    commands.add_parser("evidence", help="show checkpoints that contradict").set_defaults(act=_evidence)
    return parser


def _new_key(wanted: Namespace) -> int:
    if not NAME.fullmatch(wanted.name):
        raise Malformed("A name has no spaces and no plus.")
    wanted.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    signer = Signer(wanted.name, Ed25519PrivateKey.generate())
    handle = os.open(wanted.folder / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(signer.secret() + "\n")
    sys.stdout.write(f"{signer.public}\n")
    return DONE


def _add_log(wanted: Namespace) -> int:
    key = read_log_key(wanted.key.strip())
    if key not in _logs(wanted.folder):
        with (wanted.folder / LOGS).open("a", encoding="utf-8") as file:
            file.write(f"{key}\n")
    sys.stdout.write(f"{key.name} is trusted.\n")
    return DONE


def _serve(wanted: Namespace) -> int:
    witness = _witness(wanted.folder)
    with serving(witness, wanted.host, wanted.port) as server:
        sys.stdout.write(f"{witness.signer.name} serves http://{wanted.host}:{server.server_port}/add-checkpoint\n")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            server.serve_forever()
    return DONE


def _cosign(wanted: Namespace) -> int:
    answer = _witness(wanted.folder).add_checkpoint(sys.stdin.buffer.read())
    if answer.status == 200:  # noqa: PLR2004 - the status of HTTP
        sys.stdout.write(answer.body)
        return DONE
    if answer.status == 409:  # noqa: PLR2004 - the same
        _tell(f"Not cosigned. Ask for a request from size {answer.body.strip()}, the size cosigned last.")
    else:
        _tell(f"Not cosigned ({answer.status}). {answer.body.strip()}")
    return REFUSED


def _evidence(wanted: Namespace) -> int:
    found = _witness(wanted.folder).records.contradictions()
    for one in found:
        when = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(one.seen_at))
        sys.stdout.write(f"Cosigned:\n{one.cosigned}\nSeen {when}:\n{one.other}\n")
    if not found:
        sys.stdout.write("No checkpoint contradicts what was cosigned.\n")
    return REFUSED if found else DONE


def _witness(folder: Path) -> Witness:
    signer = read_signer((folder / KEY).read_text("utf-8").strip())
    return Witness(signer, lambda: _logs(folder), Records(folder / RECORDS), lambda: int(time.time()))


def _logs(folder: Path) -> tuple[PublicKey, ...]:
    """Read the logs anew, so that one that is added is trusted at once."""
    path = folder / LOGS
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return tuple(read_log_key(line) for line in lines if line)


def _tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
