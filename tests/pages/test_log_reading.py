"""Programs that know nothing of us read the log by its tiles, and people see that it only ever grew."""

import gzip
import json
import re
from base64 import b64decode
from collections.abc import Callable
from contextlib import closing
from html import unescape
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pb_app.audit.checkpoint import open_checkpoint
from pb_app.audit.keys import parse_vkey
from pb_app.audit.log import Entry
from pb_app.audit.merkle import leaf_hash, root, verify_consistency, verify_inclusion
from pb_app.audit.sequencer import LogDiffers
from pb_app.web.unit_of_work import installation
from tests.pages.log_pages import sequenced, words
from tests.pages.reader import Reader
from tests.tampering import tamper
from tests.world import SOME_TIME_AGO

SIZE = 300


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody's program, at a log of three hundred entries that was signed twice."""
    sequenced(app, *(Entry("round.scoped", SOME_TIME_AGO, {"round": number}) for number in range(100)))
    sequenced(app, *(Entry("round.scoped", SOME_TIME_AGO, {"round": number}) for number in range(100, SIZE)))
    return app.test_client()


def hashes_in(tile: bytes) -> list[bytes]:
    assert len(tile) % 32 == 0
    return [tile[at : at + 32] for at in range(0, len(tile), 32)]


def entries_in(data: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 2], "big")
        found.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    return found


def test_a_client_of_the_specification_rebuilds_the_log_from_its_tiles(client: FlaskClient) -> None:
    key = parse_vkey(client.get("/log/key").text.strip())
    checkpoint = open_checkpoint(client.get("/log/checkpoint").text, key).checkpoint
    assert checkpoint.size == SIZE
    paths = ["000", "001.p/44"]
    leaves = [one for path in paths for one in hashes_in(client.get(f"/log/tile/0/{path}").data)]
    bodies = [one for path in paths for one in entries_in(client.get(f"/log/tile/entries/{path}").data)]
    assert [leaf_hash(body) for body in bodies] == leaves
    assert root(leaves) == checkpoint.root
    assert hashes_in(client.get("/log/tile/1/000.p/1").data) == [root(leaves[:256])]
    assert client.get("/log/keys").text == f"0 {key}\n"


def test_tiles_are_the_same_for_everybody_and_for_ever_and_the_checkpoint_is_not(
    client: FlaskClient, reader_as: Callable[[str | None], Reader]
) -> None:
    for path in ("0/000", "0/000.p/5", "1/000.p/1", "entries/000"):
        answer = client.get(f"/log/tile/{path}")
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer.headers
    assert client.get("/log/checkpoint").headers["Cache-Control"] == "no-cache"
    signed_in = reader_as("officer").open("/log/tile/0/000")
    assert signed_in.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_bundles_are_compressed_for_whoever_takes_that(client: FlaskClient) -> None:
    plain = client.get("/log/tile/entries/000")
    packed = client.get("/log/tile/entries/000", headers={"Accept-Encoding": "gzip"})
    assert (packed.headers["Content-Encoding"], "Content-Encoding" in plain.headers) == ("gzip", False)
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data


@pytest.mark.parametrize(
    "path",
    [
        "0/001",
        "0/001.p/45",
        "0/002.p/1",
        "1/000",
        "1/000.p/2",
        "2/000.p/1",
        "64/000",
        "00/000",
        "0/0",
        "0/x000/000",
        "0/000.p/0",
        "0/000.p/256",
        "0/x999/x999/x999/999",
        "entries/001",
        "entries/001.p/45",
        "entries/1",
        "data/000",
    ],
)
def test_a_tile_that_was_never_signed_or_is_written_otherwise_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(f"/log/tile/{path}").status_code == 404


def test_proofs_are_told_to_programs(client: FlaskClient) -> None:
    told = json.loads(client.get("/log/proof/inclusion/99/100").data)
    proof = [b64decode(one) for one in told["proof"]]
    verify_inclusion(told["index"], told["size"], b64decode(told["leaf"]), proof, b64decode(told["root"]))
    grown = json.loads(client.get("/log/proof/consistency/100/300").data)
    proof = [b64decode(one) for one in grown["proof"]]
    assert grown["old_root"] == told["root"]
    verify_consistency(100, 300, b64decode(grown["old_root"]), b64decode(grown["root"]), proof)
    for path in ("inclusion/300/300", "inclusion/5/5", "inclusion/0/301", "consistency/0/5", "consistency/6/5"):
        assert client.get(f"/log/proof/{path}").status_code == 404
    assert client.get("/log/300/proof").status_code == 404


def growth(client: FlaskClient, checkpoint: str) -> str:
    return words(client.get(f"/log/growth?{urlencode({'checkpoint': checkpoint})}").text)


def test_people_see_that_the_log_still_begins_with_what_they_kept(client: FlaskClient, app: Flask) -> None:
    kept = client.get("/log/checkpoint").text
    assert "Compare" in words(client.get("/log/growth").text)
    assert "Yes. The log of 300 entries begins with the 300 entries" in growth(client, kept)
    sequenced(app, Entry("round.scoped", SOME_TIME_AGO, {"round": 1}))
    told = client.get(f"/log/growth?{urlencode({'checkpoint': kept.replace(chr(10), chr(13) + chr(10))})}").text
    assert "Yes. The log of 301 entries begins with the 300 entries" in words(told)
    checkpoint = open_checkpoint(kept, parse_vkey(client.get("/log/key").text.strip())).checkpoint
    now = json.loads(client.get("/log/proof/consistency/300/301").data)
    shown = [bytes.fromhex(one) for one in re.findall(r'<li><code class="mh-code">([0-9a-f]{64})<', unescape(told))]
    verify_consistency(300, 301, checkpoint.root, b64decode(now["root"]), shown)


def test_what_is_no_checkpoint_of_this_log_is_not_compared(client: FlaskClient) -> None:
    kept = client.get("/log/checkpoint").text
    for strange in ("", "hello", kept.replace("\n300\n", "\n299\n"), kept.replace("moothill", "moothi11")):
        answer = client.get(f"/log/growth?{urlencode({'checkpoint': strange})}")
        assert answer.status_code == 422
        assert "There is a problem" in answer.text


def test_a_log_that_was_cut_back_is_told_by_a_checkpoint_that_was_kept(
    client: FlaskClient, app: Flask, request: pytest.FixtureRequest
) -> None:
    kept = client.get("/log/checkpoint").text
    cut = "DELETE FROM log_leaf WHERE idx >= 100; DELETE FROM log_checkpoint WHERE size > 100; DELETE FROM log_node"
    cut += "; DELETE FROM log_mention WHERE idx >= 100"
    tamper(installation(app), request, "log_leaf log_checkpoint log_node log_mention", *cut.split(";"))
    assert "has only 100 now" in growth(client, kept)
    sequenced(app, *(Entry("round.scoped", SOME_TIME_AGO, {"round": 7}) for _ in range(SIZE)))
    assert "no longer begins with the entries" in growth(client, kept)


def test_officers_and_readers_see_that_nothing_is_signed(
    client: FlaskClient,
    app: Flask,
    reader_as: Callable[[str | None], Reader],
    request: pytest.FixtureRequest,
) -> None:
    assert "nothing more is signed" not in client.get("/log").text
    assert "has not been signed since" not in reader_as("officer").open("/officers").text
    tamper(installation(app), request, "log_leaf", "DELETE FROM log_leaf WHERE idx = 299")
    installation(app).database.log_checked = False
    with (
        pytest.raises(LogDiffers, match="299 entries are stored"),
        closing(installation(app).system_unit_of_work()) as uow,
    ):
        uow.sequence_log()
    assert "nothing more is signed" in words(client.get("/log").text)
    assert "299 entries are stored, and they are not the 300" in words(reader_as("officer").open("/officers").text)
