"""Make .cache/oracle: other people's counting programs in an environment of its own (`python -m scripts.oracles`).

pabutools is under the GPL: it is never imported here, only run as a separate program and asked.
"""

import fcntl
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements-oracle.lock"
ORACLE = ROOT / ".cache" / "oracle"
PYTHON = ORACLE / "bin" / "python"
INSTANCES = ORACLE / "instances"
"""The small committee elections with known results that abcvoting's source archive holds, as .abc.yaml files."""


class OracleMissing(RuntimeError):
    """The environment is not there and could not be made; the message is one sentence with pip's last words."""


def provided() -> Path:
    """Give the environment's Python, making the environment first unless exactly the locked one is there.

    Processes that ask at the same time wait for the one that makes it. Raises OracleMissing.
    """
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    stamp = ORACLE / "installed"
    ORACLE.parent.mkdir(exist_ok=True)
    with (ORACLE.parent / "oracle.lock").open("w", encoding="ascii") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not stamp.is_file() or stamp.read_text(encoding="ascii") != digest:
            shutil.rmtree(ORACLE, ignore_errors=True)
            _make()
            stamp.write_text(digest, encoding="ascii")
    return PYTHON


def _make() -> None:
    venv.create(ORACLE, with_pip=False)
    quiet = ("--quiet", "--require-hashes")
    _call("uv", "pip", "install", *quiet, "--python", str(PYTHON), "--requirement", str(LOCK))
    entry = re.search(r"^abcvoting==(?:.+\\\n)*.+$", LOCK.read_text(encoding="ascii"), re.MULTILINE)
    if entry is None:
        raise OracleMissing(f"{LOCK.name} does not name abcvoting.")
    source = ORACLE / "source"
    source.mkdir()
    only = source / "abcvoting.txt"
    only.write_text(entry[0] + "\n", encoding="ascii")
    # built by the locked setuptools, not by one fetched for the occasion
    how = ("--no-deps", "--no-binary=:all:", "--no-build-isolation", "--disable-pip-version-check")
    _call("pip", "--python", str(PYTHON), "download", *quiet, *how, "--requirement", str(only), "--dest", str(source))
    _unpack(source)


def _unpack(source: Path) -> None:
    """Take the instances out of the source archive, by their bare names."""
    INSTANCES.mkdir()
    for archive in source.glob("*.tar.gz"):
        with tarfile.open(archive) as files:
            for member in files:
                path = Path(member.name)
                content = files.extractfile(member) if path.parent.name == "test_instances" else None
                if content is not None and path.name.endswith(".abc.yaml"):
                    (INSTANCES / path.name).write_bytes(content.read())


def _call(*words: str) -> None:
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-8:])
        raise OracleMissing(f"The oracles' environment .cache/oracle could not be made:\n{last}")


def main() -> int:
    """Make the environment and say in one sentence where it is or what went wrong."""
    try:
        print(f"The oracles' Python is {provided().relative_to(ROOT)}")
    except OracleMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
