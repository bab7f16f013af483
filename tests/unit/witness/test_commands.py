"""What a partner types: make a key, trust a log, serve, cosign a file, see what contradicts."""

import http.client
import io
import runpy
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Self

import pytest

from moothill_witness import cli
from moothill_witness.cli import main
from moothill_witness.serving import serving
from pb_app.audit.keys import parse_vkey
from pb_app.audit.note import verifier_key
from tests.unit.witness.small_log import LOG, ORIGIN, SIGNER, WITNESS_NAME, SmallLog, witness_in

LOG_KEY = str(verifier_key(ORIGIN, LOG))


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A witness with a key that trusts the small log."""
    made = tmp_path / "witness"
    assert main(["--folder", str(made), "new-key", WITNESS_NAME]) == 0
    assert parse_vkey(capsys.readouterr().out.strip()).name == WITNESS_NAME
    for _ in range(2):
        assert main(["--folder", str(made), "add-log", LOG_KEY]) == 0
    assert (made / "logs").read_text() == f"{LOG_KEY}\n"
    capsys.readouterr()
    return made


def cosign(folder: Path, monkeypatch: pytest.MonkeyPatch, request: bytes) -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(request)))
    return main(["--folder", str(folder), "cosign"])


def test_the_key_is_for_the_witness_alone_and_never_written_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stat.S_IMODE((folder / "witness.key").stat().st_mode) == 0o600
    assert main(["--folder", str(folder), "new-key", WITNESS_NAME]) == 2
    assert "exists" in capsys.readouterr().err
    assert main(["--folder", str(folder / "b"), "new-key", "two words"]) == 2


def test_a_request_in_a_file_is_cosigned_to_a_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log = SmallLog.of(5)
    assert cosign(folder, monkeypatch, log.request(0, 3)) == 0
    assert capsys.readouterr().out.startswith(f"— {WITNESS_NAME} ")
    assert cosign(folder, monkeypatch, log.request(0, 5)) == 1
    assert "from size 3" in capsys.readouterr().err
    assert cosign(folder, monkeypatch, b"nonsense") == 1
    assert "(400)" in capsys.readouterr().err
    assert main(["--folder", str(folder), "evidence"]) == 0
    assert cosign(folder, monkeypatch, SmallLog.of(3, "other").request(3, 3)) == 1
    capsys.readouterr()
    assert main(["--folder", str(folder), "evidence"]) == 1
    told = capsys.readouterr().out
    assert log.note(3) in told
    assert SmallLog.of(3, "other").note(3) in told


def test_without_logs_no_log_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["--folder", str(tmp_path), "new-key", WITNESS_NAME]) == 0
    assert cosign(tmp_path, monkeypatch, SmallLog().request(0, 0)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "",
        "x+00000000+AAAA",
        LOG_KEY[:-1],
        LOG_KEY.replace("+ad5de04e", "+ad5de04f"),
        str(SIGNER.public),
        LOG_KEY.replace("log.", "log "),
    ],
)
def test_a_wrong_key_of_a_log_is_not_trusted(folder: Path, line: str) -> None:
    assert main(["--folder", str(folder), "add-log", line]) == 2


@pytest.mark.parametrize("line", ["", LOG_KEY, f"PRIVATE+KEY+{LOG_KEY}"])
def test_a_wrong_secret_is_not_signed_with(folder: Path, line: str) -> None:
    (folder / "witness.key").write_text(line)
    assert main(["--folder", str(folder), "evidence"]) == 2


@pytest.fixture
def line(tmp_path: Path) -> Iterator[http.client.HTTPConnection]:
    """A line to a witness that serves."""
    with serving(witness_in(tmp_path), "127.0.0.1", 0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        made = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
        yield made
        made.close()
        server.shutdown()


def asked(line: http.client.HTTPConnection, method: str, path: str, body: bytes = b"") -> tuple[int, str, str]:
    line.request(method, path, body)
    answer = line.getresponse()
    return answer.status, answer.headers["Content-Type"], answer.read().decode()


def test_it_answers_by_http_as_the_specification_says(line: http.client.HTTPConnection) -> None:
    log = SmallLog.of(5)
    status, kind, body = asked(line, "POST", "/add-checkpoint", log.request(0, 5))
    assert (status, kind, body[:2]) == (200, "text/plain; charset=utf-8", "— ")
    assert asked(line, "POST", "/add-checkpoint", log.request(3, 5)) == (409, "text/x.tlog.size", "5\n")
    assert asked(line, "POST", "/add-checkpoint", b"x")[0] == 400
    assert asked(line, "POST", "/elsewhere", log.request(5, 5))[0] == 404
    assert asked(line, "GET", "/") == (200, "text/plain; charset=utf-8", f"{SIGNER.public}\n")
    assert asked(line, "GET", "/add-checkpoint")[0] == 404


@pytest.mark.parametrize(("length", "status"), [("100001", 413), ("x", 400)])
def test_a_request_of_unknown_or_great_length_is_not_read(
    line: http.client.HTTPConnection, length: str, status: int
) -> None:
    line.putrequest("POST", "/add-checkpoint")
    line.putheader("Content-Length", length)
    line.endheaders()
    assert line.getresponse().status == status


def test_serving_says_where_and_ends_when_told_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted:
        server_port = 4321

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def serve_forever(self) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(cli, "serving", lambda *_: Interrupted())
    assert main(["--folder", str(folder), "serve", "--port", "0"]) == 0
    assert capsys.readouterr().out == f"{WITNESS_NAME} serves http://127.0.0.1:4321/add-checkpoint\n"


def test_it_runs_as_a_module(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["moothill-witness", "--folder", str(folder), "evidence"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("moothill_witness", run_name="__main__")
    assert ended.value.code == 0
