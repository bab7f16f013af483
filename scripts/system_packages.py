"""Programs that tests drive but pip cannot install: found, or installed on Debian and Ubuntu, or named as missing."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CLUSTER_CONFIG = Path("/etc/postgresql-common/createcluster.d/moothill-tests.conf")


@dataclass(frozen=True, slots=True)
class Program:
    """A program, the package that holds it, what cannot be tested without it, and how to see that it is there."""

    package: str
    tests: str
    is_there: Callable[[], bool]


def has_browser() -> bool:
    """Say whether a Chromium is on the path."""
    return any(shutil.which(name) for name in BROWSERS)


def has_postgres() -> bool:
    """Say whether PostgreSQL's server programs are installed, on the path or where Debian puts them."""
    return bool(shutil.which("initdb")) or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def has_redis() -> bool:
    """Say whether Redis is on the path."""
    return shutil.which("redis-server") is not None


PROGRAMS = (
    Program("postgresql", "everything that runs on PostgreSQL", has_postgres),
    Program("redis-server", "live rooms in several processes", has_redis),
    Program("chromium", "the journeys in a browser", has_browser),
)


def missing() -> list[Program]:
    """Return the programs that are not there, in the order they are listed."""
    return [program for program in PROGRAMS if not program.is_there()]


def may_install() -> bool:
    """Say whether packages can be installed here without asking anybody."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def keep_servers_down() -> None:
    """Have Debian install PostgreSQL's programs without making and starting a server of its own."""
    if not has_postgres() and not CLUSTER_CONFIG.exists():
        CLUSTER_CONFIG.parent.mkdir(parents=True, exist_ok=True)
        CLUSTER_CONFIG.write_text("create_main_cluster = false\n", encoding="ascii")


def install(programs: list[Program]) -> None:
    """Install packages with apt-get; what fails is seen afterwards, by what is still missing."""
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}  # no server is started by itself
    packages = [program.package for program in programs]
    print(f"System: installing {', '.join(packages)} with apt-get", flush=True)
    keep_servers_down()
    for command in ([*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(command, check=False, env=environ, stdout=subprocess.DEVNULL)


def provide() -> list[str]:
    """Install what is missing where that can be done; return a sentence for each program that is still missing."""
    if missing() and may_install():
        install(missing())
    return [
        f"Not run: {program.tests}, because {program.package} is not installed "
        f"(on Debian or Ubuntu: sudo apt-get install {program.package})."
        for program in missing()
    ]
