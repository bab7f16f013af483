"""Making the environment: the first Python that is new enough, the lock installed once, a sentence where it fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import environment
from scripts.environment import SetUpError

ROOT = Path(__file__).resolve().parent.parent.parent
START = ROOT / "scripts" / "python.sh"


def old_python(folder: Path) -> Path:
    """Make a program that behaves as a Python too old to use."""
    path = folder / "python3"
    path.write_text('#!/bin/sh\ncase "$2" in *print*) echo 3.9 ;; *) exit 1 ;; esac\n', encoding="ascii")
    path.chmod(0o755)
    return path


def start(python: str, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHON": python}
    return subprocess.run(["sh", str(START), *words], check=False, capture_output=True, text=True, env=environ)


def test_an_old_python_is_refused_in_one_sentence_that_names_its_version(tmp_path: Path) -> None:
    done = start(str(old_python(tmp_path)), "-c", "print('served')")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer (found: 3.9)" in done.stderr


def test_an_old_python_is_passed_over_for_a_newer_one(tmp_path: Path) -> None:
    done = start(f"{old_python(tmp_path)} {sys.executable}", "-c", "print('served')")
    assert (done.returncode, done.stdout) == (0, "served\n")


def test_a_machine_without_python_gets_the_same_sentence(tmp_path: Path) -> None:
    done = start(str(tmp_path / "python3"), "-c", "print('served')")
    assert done.returncode == 1
    assert "(found: none)" in done.stderr


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """Stand in an empty folder with one lock file, and note commands instead of running them."""
    noted: list[list[str]] = []
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements.lock").write_text("flask==3.1.3\n", encoding="ascii")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "call", lambda command, _failed: noted.append(command))
    return noted


def test_the_lock_is_installed_with_hashes_and_only_once(commands: list[list[str]]) -> None:
    environment.install("run")
    environment.install("run")
    assert len(commands) == 1
    assert "--require-hashes" in commands[0]


def test_a_changed_lock_is_installed_again(commands: list[list[str]], tmp_path: Path) -> None:
    environment.install("run")
    (tmp_path / "requirements.lock").write_text("flask==3.1.4\n", encoding="ascii")
    environment.install("run")
    assert len(commands) == 2


def test_a_failed_installation_is_tried_again_the_next_time(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_command: list[str], _failed: str) -> None:
        raise SetUpError

    with monkeypatch.context() as patched:
        patched.setattr(environment, "call", fail)
        with pytest.raises(SetUpError):
            environment.install("run")
    environment.install("run")
    assert len(commands) == 1


def test_a_command_that_fails_is_told_with_its_last_words() -> None:
    with pytest.raises(SetUpError, match="could not be done:\nno such package"):
        environment.call([sys.executable, "-c", "raise SystemExit('no such package')"], "It could not be done:")


def test_a_broken_environment_is_seen(tmp_path: Path) -> None:
    assert environment.is_sound(Path(sys.executable))
    assert not environment.is_sound(tmp_path / "bin" / "python")
    assert not environment.is_sound(old_python(tmp_path))


def test_ci_says_that_it_is_ci_and_runs_the_tests(tmp_path: Path) -> None:
    make = tmp_path / "make"
    make.write_text('#!/bin/sh\necho "$CI $1"\n', encoding="ascii")
    make.chmod(0o755)
    environ = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "CI": ""}
    done = subprocess.run(["bash", str(ROOT / ".ci" / "run")], check=True, capture_output=True, text=True, env=environ)
    assert done.stdout == "true test\n"
