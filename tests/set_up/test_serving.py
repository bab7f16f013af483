"""The serving process: answers, keeps quiet about requests, stops at once, and refuses to start in a sentence."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from websocket import WebSocketException, create_connection

from config import Settings
from pb_app.migrations import upgrade

ROOT = Path(__file__).resolve().parent.parent.parent
Serve = Callable[..., subprocess.Popen[str]]
SECONDS = 60
OPEN_ROOMS = 40


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start the server on an installation of its own; it is ended with the test."""
    started: list[subprocess.Popen[str]] = []
    upgrade(Settings(instance=str(tmp_path)))

    def start(port: int, **environ: str) -> subprocess.Popen[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PB_")}
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**kept, "PB_INSTANCE": str(tmp_path), "PORT": str(port), **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(server)
        return server

    yield start
    for server in started:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.communicate()


def first_line(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    return server.stdout.readline()


def test_it_says_where_it_is_answers_and_stops_without_a_word_on_ctrl_c(serve: Serve) -> None:
    port = free_port()
    server = serve(port)
    assert first_line(server) == f"Moothill is at http://127.0.0.1:{port} (Ctrl-C stops it)\n"
    with urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=SECONDS) as answer:
        assert answer.status == 200
    os.killpg(server.pid, signal.SIGINT)
    rest, _ = server.communicate(timeout=SECONDS)
    assert (server.returncode, rest) == (0, "")


def test_open_rooms_neither_keep_pages_waiting_nor_hold_up_the_end(serve: Serve) -> None:
    port = free_port()
    server = serve(port, PB_SITE_URL=f"http://127.0.0.1:{port}")
    first_line(server)
    with ExitStack() as rooms:
        for _ in range(OPEN_ROOMS):
            room = create_connection(
                f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket",
                origin=f"http://127.0.0.1:{port}",
                timeout=SECONDS,
            )
            rooms.enter_context(closing(room))
            assert str(room.recv()).startswith("0{")
        with urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=SECONDS) as answer:
            assert answer.status == 200
        os.killpg(server.pid, signal.SIGINT)
        rest, _ = server.communicate(timeout=SECONDS)
    assert (server.returncode, rest) == (0, "")


def test_a_frame_that_is_too_large_closes_its_line_and_no_other(serve: Serve) -> None:
    port = free_port()
    server = serve(port, PB_SITE_URL=f"http://127.0.0.1:{port}")
    first_line(server)
    address, origin = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket", f"http://127.0.0.1:{port}"
    with ExitStack() as rooms:
        large, small = (
            rooms.enter_context(closing(create_connection(address, origin=origin, timeout=SECONDS))) for _ in range(2)
        )
        for room in (large, small):
            assert str(room.recv()).startswith("0{")
            rooms.callback(room.sock.close)
        small.send("42/rooms," + "x" * 60_000)
        large.send("42/rooms," + "x" * 70_000)
        with suppress(WebSocketException, OSError):
            while large.recv():
                pass
        assert not large.connected
        small.send("40/rooms,{}")
        assert str(small.recv()).startswith("44/rooms")
    os.killpg(server.pid, signal.SIGKILL)


def test_a_setting_that_is_none_stops_the_start_with_its_sentence(serve: Serve) -> None:
    server = serve(free_port(), PB_NONSENSE="1")
    words, _ = server.communicate(timeout=SECONDS)
    assert server.returncode == 3
    assert words.startswith("PB_NONSENSE is not a setting of Moothill.")
    assert "Traceback" not in words
    assert "Moothill is at" not in words


def test_a_missing_key_stops_a_production_start_with_its_sentence(serve: Serve, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.key"
    settings = {
        "PB_ENVIRONMENT": "production",
        "PB_DATABASE_URL": f"sqlite:///{tmp_path / 'moothill.sqlite3'}",
        "PB_SESSION_KEY_FILE": str(missing),
        "PB_LOG_KEY_FILE": str(missing),
        "PB_RECEIPT_KEY_FILE": str(missing),
        "PB_ROLL_KEYS_FOLDER": str(tmp_path),
        "PB_LOG_ORIGIN": "round.example/log",
        "PB_SITE_URL": "https://round.example",
        "PB_MAIL": "smtp",
        "PB_SMTP_URL": "smtp://mail.example:587",
    }
    server = serve(free_port(), **settings)
    words, _ = server.communicate(timeout=SECONDS)
    assert server.returncode == 3
    assert words.startswith(f"The key file {missing} is missing.")
    assert "Traceback" not in words


def test_a_command_refuses_such_a_setting_in_one_sentence_too() -> None:
    command = [sys.executable, "-m", "flask", "--app", "pb_app", "migrate"]
    environ = {**os.environ, "PB_NONSENSE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environ, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: PB_NONSENSE is not a setting of Moothill.")
    assert done.stderr.count("\n") == 1
