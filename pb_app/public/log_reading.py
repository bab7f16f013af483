"""The log as programs read it: checkpoint, tiles and bundles (C2SP tlog-tiles), keys, and proofs."""

import gzip
from collections.abc import Mapping

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from pb_app.audit.checkpoint import Checkpoint, open_checkpoint
from pb_app.audit.keys import encode_base64, parse_vkey
from pb_app.audit.merkle import TILE_HEIGHT
from pb_app.audit.note import verifier_key
from pb_app.audit.tiles import HIGHEST, Place, TileTree, bundle, read_place
from pb_app.models.log import LogCheckpoint
from pb_app.public.forms import CheckpointForm
from pb_app.queries import log, log_tiles, witnesses
from pb_app.refusals import NotVisible, Refusal, sentence
from pb_app.web.headers import keep_for_good
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("log_reading", __name__)


@bp.get("/log/checkpoint")
def show_checkpoint() -> ResponseReturnValue:
    """The newest checkpoint: a signed note of size and root."""
    answer = _text(_cosigned(newest()))
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/log/key")
def show_key() -> ResponseReturnValue:
    """The public key of the log, in one line."""
    keys = unit_of_work().keys
    return _text(f"{verifier_key(keys.log_origin, keys.log)}\n")


@bp.get("/log/keys")
def list_keys() -> ResponseReturnValue:
    """Every key the log ever had: from how many entries on it signs, and the key itself, one a line."""
    return _text("".join(f"{key.since} {key.vkey}\n" for key in log_tiles.log_keys(unit_of_work().session)))


@bp.get("/log/tile/<int:level>/<path:path>")
def show_tile(level: int, path: str) -> ResponseReturnValue:
    """Hashes of the tree, 32 bytes each: those of one tile, or its first ones."""
    if level > HIGHEST or request.path.split("/")[3] != str(level):
        raise _no_tile()
    place = _place(path, newest().size >> (level * TILE_HEIGHT))
    return _for_good(b"".join(log_tiles.hashes(unit_of_work().session, level, place.first, place.end)))


@bp.get("/log/tile/entries/<path:path>")
def show_bundle(path: str) -> ResponseReturnValue:
    """Entries, each after its length in two bytes: those of one tile, or its first ones."""
    place = _place(path, newest().size)
    bodies = log.bodies(unit_of_work().session, place.first, place.end)
    data = bundle([body.encode() for body in bodies])
    if not request.accept_encodings["gzip"]:
        answer = _for_good(data)
    else:
        answer = _for_good(gzip.compress(data, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
    answer.vary.add("Accept-Encoding")
    return answer


@bp.get("/log/<int:index>/proof")
def show_proof(index: int) -> ResponseReturnValue:
    """The proof that an entry is in the tree, with the checkpoint, as C2SP tlog-proof writes it."""
    checkpoint = newest()
    hashes = _tree(checkpoint, index + 1).inclusion(index, checkpoint.size)
    lines = "".join(f"{encode_base64(one)}\n" for one in hashes)
    answer = _text(f"c2sp.org/tlog-proof@v1\nindex {index}\n{lines}\n{_cosigned(checkpoint)}")
    answer.headers["Content-Disposition"] = f'attachment; filename="entry-{index}.tlog-proof"'
    return answer


@bp.get("/log/proof/inclusion/<int:index>/<int:size>")
def prove_inclusion(index: int, size: int) -> ResponseReturnValue:
    """The hashes from an entry to the root over the first `size` entries, lowest first, in base64."""
    tree = _tree(newest(), index + 1, size)
    leaf = log_tiles.hashes(unit_of_work().session, 0, index, index + 1)[0]
    told = {"index": index, "size": size, "leaf": encode_base64(leaf), "root": encode_base64(tree.root_of(size))}
    return _proof(told, tree.inclusion(index, size))


@bp.get("/log/proof/consistency/<int:old>/<int:size>")
def prove_consistency(old: int, size: int) -> ResponseReturnValue:
    """The hashes that show the first `size` entries to begin with the first `old`, in base64."""
    tree = _tree(newest(), old, size)
    roots = [encode_base64(tree.root_of(one)) for one in (old, size)]
    return _proof({"old": old, "size": size, "old_root": roots[0], "root": roots[1]}, tree.consistency(old, size))


@bp.get("/log/growth")
def show_growth() -> ResponseReturnValue:
    """Whether the log still begins with what a checkpoint said that somebody kept."""
    form = CheckpointForm(request.args)
    if "checkpoint" not in request.args:
        return render_template("public/show_growth.html", form=form, newest=newest(), kept=None)
    try:
        kept = _kept((form.checkpoint.data or "").replace("\r\n", "\n"))
    except Refusal as refused:
        form.refuse(refused)
        return render_template("public/show_growth.html", form=form, newest=newest(), kept=None), 422
    checkpoint = newest()
    is_there = 0 < kept.size <= checkpoint.size
    tree = log_tiles.tree(unit_of_work().session, checkpoint.size)
    grew = kept.size == 0 or (is_there and tree.root_of(kept.size) == kept.root)
    proof = tree.consistency(kept.size, checkpoint.size) if grew and kept.size else ()
    return render_template(
        "public/show_growth.html", form=form, newest=checkpoint, kept=kept, grew=grew, is_there=is_there, proof=proof
    )


def newest() -> LogCheckpoint:
    """The newest checkpoint. Raises NotVisible before the first."""
    checkpoint = log.newest_checkpoint(unit_of_work().session)
    if checkpoint is None:
        raise NotVisible(sentence("The log has no entries yet."))
    return checkpoint


def _cosigned(checkpoint: LogCheckpoint) -> str:
    """The note with the lines of the witnesses that cosigned it."""
    return checkpoint.note + "".join(witnesses.cosignatures_on(unit_of_work().session, checkpoint.size))


def _kept(note: str) -> Checkpoint:
    """The checkpoint that a reader kept, if one of this log's keys signed it."""
    keys = unit_of_work().keys
    own = verifier_key(keys.log_origin, keys.log)
    known = {parse_vkey(key.vkey) for key in log_tiles.log_keys(unit_of_work().session)} | {own}
    refusals = []
    for key in sorted(known, key=str):
        try:
            return open_checkpoint(note.strip() + "\n", key).checkpoint
        except Refusal as refusal:
            refusals.append(refusal)
    raise refusals[-1]


def _tree(checkpoint: LogCheckpoint, least: int, size: int | None = None) -> TileTree:
    """The signed tree, if it has so many entries and the size asked for lies between. Raises NotVisible."""
    if not 0 < least <= (checkpoint.size if size is None else size) <= checkpoint.size:
        raise NotVisible(sentence("There is no entry of this number in the log."))
    return log_tiles.tree(unit_of_work().session, checkpoint.size)


def _place(path: str, held: int) -> Place:
    try:
        place = read_place(path)
    except Refusal:
        raise _no_tile() from None
    if place.end > held:
        raise _no_tile()
    return place


def _no_tile() -> NotVisible:
    return NotVisible(sentence("There is no such tile of the log."))


def _proof(told: Mapping[str, object], hashes: tuple[bytes, ...]) -> Response:
    return jsonify({**told, "proof": [encode_base64(one) for one in hashes]})


def _for_good(data: bytes) -> Response:
    return keep_for_good(Response(data, content_type="application/octet-stream"))


def _text(words: str) -> Response:
    return Response(words, content_type="text/plain; charset=utf-8")
