"""Make .venv and install the locked packages into it; knows the standard library only."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock", "node": "requirements-node.lock"}


class SetUpError(Exception):
    """Something a person has to put right; the message is one sentence for them."""


def call(command: list[str], failed: str) -> None:
    """Run a command quietly; if it fails, its last words follow the sentence `failed`."""
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise SetUpError(f"{failed}\n{last}")


def is_sound(python: Path) -> bool:
    """Say whether the environment's own Python starts, is new enough and has pip."""
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        done = subprocess.run([str(python), "-c", check], check=False, capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


def make_environment() -> None:
    """Make .venv afresh unless a sound one is there; refused where Python came without venv."""
    if is_sound(PYTHON):
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise SetUpError(
            f"This Python cannot make environments; on Debian: apt-get install python3-venv ({sys.executable})"
        )
    print(f"Environment: making .venv with Python {sys.version_info.major}.{sys.version_info.minor}", flush=True)
    call([sys.executable, "-m", "venv", "--clear", str(VENV)], "The environment .venv could not be made:")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def install(kind: str) -> None:
    """Install one lock file unless exactly that file is installed already; the stamp is written last."""
    lock = ROOT / LOCKS[kind]
    stamp = VENV / f"installed-{lock.name}"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest(lock):
        return
    packages = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    print(f"Environment: installing {packages} packages from {lock.name}", flush=True)
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes", "--requirement", str(lock)]
    call([str(PYTHON), "-m", "pip", "install", *options], f"The packages of {lock.name} could not be installed:")
    stamp.write_text(digest(lock), encoding="ascii")


def prepare(kind: str) -> None:
    """Bring .venv up to what `make run` or `make test` needs; npm comes as a wheel where the machine has none."""
    make_environment()
    install(kind)
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    if shutil.which("npm", path=path) is None or shutil.which("node", path=path) is None:
        install("node")


def main(kind: str) -> int:
    """Prepare the environment and say in one sentence what went wrong, if anything did."""
    try:
        prepare(kind)
    except SetUpError as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "run"))
