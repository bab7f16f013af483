"""Commands that were not meant well, or went wrong at the other end, end in a sentence and break nothing."""

import io
import json
import os
import sys
import threading
from pathlib import Path

import pytest

import ballots.__main__
from ballots.cli import BAD_INPUT, DONE, answer
from ballots.terminal import traces
from tests.polls import SMALL

WARD = b'2 1\n2 1 0\n1 2 0\n0\n"Ann"\n"Bob"\n"A ward"\n'


@pytest.fixture
def poll(tmp_path: Path) -> str:
    path = tmp_path / "small.pb"
    path.write_bytes(SMALL)
    return str(path)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--rule", "greedy", "--min-voters", "9" * 5000], "--min-voters needs a whole number"),
        (["--increment", "1e999999"], "not a number"),
        (["--increment", "1e9999999999999999999"], "not a number"),
        (["--increment", "1." + "0" * 30 + "1"], "smallest unit"),
        (["--lot-seed", "\udcff"], "not UTF-8"),
    ],
)
def test_a_value_beyond_all_measure_is_refused_in_one_line(poll: str, words: list[str], why: str) -> None:
    found = answer(["count", poll, *words])
    assert (found.code, why in found.text, "\n" in found.text) == (BAD_INPUT, True, False)


@pytest.mark.parametrize("number", ["-1", "few", "9" * 5000])
def test_numbers_to_be_tried_are_not_below_nought(poll: str, number: str) -> None:
    found = answer(["explain", poll, "--project", "bike", f"--one-by-one={number}"])
    assert (found.code, "--one-by-one" in found.text) == (BAD_INPUT, True)
    assert answer(["explain", poll, "--project", "bike", "--one-by-one=0"]).code == DONE


def test_a_trace_never_takes_the_place_of_the_ballots(poll: str) -> None:
    for name in (poll, str(Path(poll).parent / "." / "small.pb")):
        found = answer(["count", poll, "--trace", name])
        assert (found.code, "place of the poll" in found.text) == (BAD_INPUT, True)
    assert Path(poll).read_bytes() == SMALL
    assert "No such file" in answer(["count", poll + ".gone", "--trace", poll]).text


def test_what_is_no_plain_file_is_written_to_and_stays_what_it_is(poll: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[str] = []
    listener = threading.Thread(target=lambda: heard.append(pipe.read_text(encoding="utf-8")))
    listener.start()
    assert answer(["count", poll, "--trace", str(pipe)]).code == DONE
    listener.join(timeout=10)
    assert json.loads(heard[0])["winners"]
    assert pipe.is_fifo()
    linked = tmp_path / "link"
    linked.symlink_to(tmp_path / "target")
    assert answer(["count", poll, "--trace", str(linked)]).code == DONE
    assert linked.is_symlink()
    assert answer(["count", poll, "--trace", str(tmp_path)]).code == BAD_INPUT
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "pipe", "small.pb", "target"]
    assert not tmp_path.with_name(tmp_path.name + ".part").exists()


def test_a_trace_that_fails_half_way_leaves_nothing_and_keeps_what_was_there(
    poll: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = tmp_path / "trace.json"
    trace.write_text("before", encoding="utf-8")

    def fails(*_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(traces, "_payments", fails)
    with pytest.raises(KeyboardInterrupt):
        answer(["count", poll, "--trace", str(trace)])
    assert trace.read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.pb", "trace.json"]


def test_the_trace_of_a_ward_appears_whole_or_not_at_all_too(tmp_path: Path) -> None:
    ward = tmp_path / "ward.blt"
    ward.write_bytes(WARD)
    assert answer(["count", str(ward), "--rule", "stv", "--trace", str(tmp_path / "trace")]).code == DONE
    assert answer(["count", str(ward), "--rule", "stv", "--trace", str(ward)]).code == BAD_INPUT
    assert ward.read_bytes() == WARD
    assert sorted(path.name for path in tmp_path.iterdir()) == ["trace", "ward.blt"]


class Full(io.StringIO):
    """Standard output on a disk that is full."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def write(self, text: str) -> int:
        raise OSError(28, "No space left on device", text)

    def fileno(self) -> int:
        return self.number


def test_an_answer_that_cannot_be_written_is_not_done_and_no_refusal(
    poll: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "output").open("wb") as output:
        monkeypatch.setattr(sys, "argv", ["ballots", "check", poll])
        monkeypatch.setattr(sys, "stdout", Full(output.fileno()))
        assert ballots.__main__.main() == BAD_INPUT
    assert capsys.readouterr().err == "The answer cannot be written: No space left on device\n"


class Terminal(io.StringIO):
    """Standard output that somebody looks at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "shown"), [(Terminal(), "\ufffd[2JPath\ufffd"), (io.StringIO(), "\x1b[2JPath\x9b")])
def test_a_file_cannot_steer_the_terminal_on_which_it_is_counted(
    poll: str, stream: io.StringIO, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(poll).write_bytes(SMALL.replace(b"Bicycle path", "\x1b[2JPath\x9b".encode()))
    monkeypatch.setattr(sys, "argv", ["ballots", "explain", poll])
    monkeypatch.setattr(sys, "stdout", stream)
    assert ballots.__main__.main() == DONE
    assert shown in stream.getvalue()
    assert stream.getvalue().count("\n") >= 5
