"""Serve Moothill on this machine: assets, catalogues, set-up, then one gunicorn process in place of this one."""

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAST_PORT = 65535
OTHER_PORTS = (5050, 5051)
BLOCKED_PORTS = frozenset(
    {
        *(1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109),
        *(110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530),
        *(531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045),
        *(4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080),
    }
)
"""Ports that belong to other services, so that no browser opens a page on them (Fetch standard, section 2.9)."""
STEPS = (
    ("Assets", ["scripts/build_assets.py"]),
    ("Catalogues", ["scripts/catalogues.py", "compile"]),
    ("Set-up", ["-m", "flask", "--app", "pb_app", "set-up"]),
)


class RunError(Exception):
    """Something a person has to put right; the message is one sentence for them."""


def port_from(words: str) -> int:
    """Return the port that was asked for; refused unless it is a whole number from 1 to 65535 that browsers open."""
    if not words.isdecimal() or not 1 <= int(words) <= LAST_PORT:
        raise RunError(f"PORT must be a whole number from 1 to 65535, not {words!r}; for example: make run PORT=5050")
    port = int(words)
    if port in BLOCKED_PORTS:
        raise RunError(
            f"Browsers open no page on port {port}, which is kept for another service; try another: make run PORT=5050"
        )
    return port


def refuse_busy(port: int) -> None:
    """Refuse a port that another program holds or that this account may not open."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise RunError(f"Port {port} needs more rights than you have; try another: make run PORT=5050") from None
        except OSError:
            other = next(other for other in OTHER_PORTS if other != port)
            raise RunError(f"Port {port} is busy; choose another: make run PORT={other}") from None


def environment(port: int) -> dict[str, str]:
    """Return what the steps and the server are told: port, address for links, and the folder of a wheel's npm."""
    path = f"{os.environ.get('PATH', '')}{os.pathsep}{Path(sys.executable).parent}"
    return {"PB_SITE_URL": f"http://127.0.0.1:{port}", **os.environ, "PORT": str(port), "PATH": path}


def prepare(environ: dict[str, str]) -> None:
    """Take every step before serving; refused with the name of the step that failed."""
    for title, command in STEPS:
        if subprocess.run([sys.executable, *command], cwd=ROOT, env=environ, check=False).returncode:
            raise RunError(f"{title}: this step failed, so nothing is served; what it said stands above.")


def serve(environ: dict[str, str]) -> None:
    """Put gunicorn in the place of this process, so that Ctrl-C reaches it directly."""
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"], environ)  # noqa: S606 - fixed words


def main() -> int:
    """Serve until Ctrl-C, or say in one sentence why not."""
    try:
        port = port_from(os.environ.get("PORT") or "5000")
        refuse_busy(port)
        environ = environment(port)
        prepare(environ)
        serve(environ)
    except RunError as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
