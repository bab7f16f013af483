"""Serving: a busy port or a wrong one is a sentence, a failed step serves nothing, and requests leave no trace."""

import os
import runpy
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import Settings
from scripts import run
from scripts.run import RunError

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def busy_port() -> Iterator[int]:
    """Hold a port as another program would."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_busy_port_is_refused_in_one_sentence_that_names_another_command(busy_port: int) -> None:
    environ = {**os.environ, "PORT": str(busy_port)}
    command = [sys.executable, str(ROOT / "scripts" / "run.py")]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environ)
    assert done.returncode == 1
    assert done.stderr == f"Port {busy_port} is busy; choose another: make run PORT=5050\n"
    assert done.stdout == ""


def test_the_other_port_is_really_another(monkeypatch: pytest.MonkeyPatch, busy_port: int) -> None:
    monkeypatch.setattr(run, "OTHER_PORTS", (busy_port, 5051))
    with pytest.raises(RunError, match="PORT=5051"):
        run.refuse_busy(busy_port)


@pytest.mark.parametrize("words", ["0", "65536", "-1", "5000.0", "web", "", " 5000"])
def test_a_port_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(RunError, match="make run PORT=5050"):
        run.port_from(words)


@pytest.mark.parametrize("port", [1, 22, 5060, 5061, 6000, 6665, 6669, 10080])
def test_a_port_on_which_no_browser_opens_a_page_is_refused_in_a_sentence(port: int) -> None:
    with pytest.raises(RunError, match=f"Browsers open no page on port {port}, .*make run PORT=5050"):
        run.port_from(str(port))


def test_the_ports_that_are_named_instead_are_open_to_browsers() -> None:
    assert run.BLOCKED_PORTS.isdisjoint({5000, *run.OTHER_PORTS})
    assert run.port_from("5062") == 5062


def test_links_in_mail_lead_to_the_port_that_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PB_SITE_URL", raising=False)
    assert run.environment(5050)["PB_SITE_URL"] == "http://127.0.0.1:5050"


def test_an_address_that_was_set_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PB_SITE_URL", "https://round.example")
    assert run.environment(5050)["PB_SITE_URL"] == "https://round.example"


def test_a_step_that_fails_is_named_and_the_next_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "fails.py").write_text("raise SystemExit(1)", encoding="ascii")
    (tmp_path / "next.py").write_text("open('taken', 'w')", encoding="ascii")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "STEPS", (("Assets", ["fails.py"]), ("Set-up", ["next.py"])))
    with pytest.raises(RunError, match="Assets: this step failed"):
        run.prepare(dict(os.environ))
    assert not (tmp_path / "taken").exists()


def test_one_process_serves_the_loopback_address_and_logs_no_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "5050")
    server = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    assert (server["bind"], server["workers"], server["worker_class"]) == ("127.0.0.1:5050", 1, "gthread")
    assert server["accesslog"] is None


def test_threads_are_left_for_pages_and_votes_when_rooms_are_full() -> None:
    assert runpy.run_path(str(ROOT / "gunicorn.conf.py"))["threads"] >= Settings().most_lines + 40
