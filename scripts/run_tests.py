"""Every check and test, with servers of its own: `python -m scripts.run_tests [NAME ...]` runs all or those named."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from scripts import system_packages
from tests.servers import SHARED, PostgresServer, ServiceMissing, quick_folder

ROOT = Path(__file__).resolve().parent.parent
COVERAGE = ROOT / ".cache" / "coverage"
BIN = Path(sys.executable).parent
PYTEST = ("-m", "pytest", "-q", "--durations=10", "--no-header")

LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold: its name, what it says, the command, and whether it needs servers and built assets."""

    name: str
    title: str
    command: tuple[str, ...]
    with_servers: bool = False


CHECKS = (
    Check("lint", "ruff finds nothing", ("-m", "ruff", "check", "--quiet", ".")),
    Check("format", "files are formatted", ("-m", "ruff", "format", "--check", "--quiet", ".")),
    Check(
        "types",
        "mypy --strict finds nothing",
        (
            "-m",
            "mypy",
        ),
    ),
    Check("contracts", "imports point down", ("-c", LINT_IMPORTS)),
    Check("tests", "tests pass", (*PYTEST, "-n", "3", "--ignore=tests/browser", "--cov", "--cov-report="), True),
    Check("browser", "journeys in Chromium pass", (*PYTEST, "-n", "2", "tests/browser"), True),
    Check("coverage", "enough is covered", ("scripts/coverage_floor.py",)),
)
BUILD = (("Assets", ("scripts/build_assets.py",)), ("Catalogues", ("scripts/catalogues.py", "compile")))


def chosen(names: list[str]) -> list[Check]:
    """Return the checks that were asked for, or all; raise LookupError with a sentence for a name that is none."""
    known = {check.name: check for check in CHECKS}
    for name in names:
        if name not in known:
            raise LookupError(f"There is no check {name!r}; there are: {', '.join(known)}")
    return [known[name] for name in names] or list(CHECKS)


def run(title: str, command: tuple[str, ...], environ: dict[str, str]) -> bool:
    """Run one command of the environment's Python and say how it went and how long it took."""
    print(f"\n== {title}", flush=True)
    started = time.monotonic()
    passed = subprocess.run([sys.executable, *command], cwd=ROOT, env=environ, check=False).returncode == 0
    print(f"== {title}: {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return passed


@contextmanager
def postgres() -> Iterator[dict[str, str]]:
    """Start an empty PostgreSQL for all workers of one check; yields the environment that leads to it."""
    try:
        with PostgresServer() as address:
            yield {SHARED: str(address)}
    except ServiceMissing as missing:
        print(missing, flush=True)
        yield {}


def passes(check: Check, environ: dict[str, str]) -> bool:
    """Run a check, with servers of its own where it needs them."""
    with postgres() if check.with_servers else nullcontext({}) as address:
        return run(check.title, check.command, environ | address)


def run_all(checks: list[Check]) -> tuple[list[str], list[str]]:
    """Build what is missing, then run every check in order; returns the titles that passed and those that failed."""
    COVERAGE.parent.mkdir(exist_ok=True)
    path = f"{os.environ.get('PATH', '')}{os.pathsep}{BIN}"
    environ = {**os.environ, "PATH": path, "COVERAGE_FILE": str(COVERAGE)}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or every server and command of the tests compiles all of us anew
    if (folder := quick_folder()) is not None:
        environ["PYTEST_DEBUG_TEMPROOT"] = folder
    steps = BUILD if any(check.with_servers for check in checks) else ()
    results = {title: run(title, command, environ) for title, command in steps}
    results |= {check.title: passes(check, environ) for check in checks}
    return [title for title in results if results[title]], [title for title in results if not results[title]]


def main(names: list[str]) -> int:
    """Run the checks, repeat at the end what failed or could not be run, and close with the numbers."""
    try:
        checks = chosen(names)
    except LookupError as refused:
        print(refused.args[0], file=sys.stderr)
        return 2
    wanting = system_packages.provide() if any(check.with_servers for check in checks) else []
    try:
        passed, failed = run_all(checks)
    except KeyboardInterrupt:
        return 130
    print("\n".join(["", *wanting, *(f"Failed: {title}" for title in failed)]))
    print(f"Checks: {len(passed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
