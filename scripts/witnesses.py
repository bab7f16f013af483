"""Run two witnesses of the demonstration on this machine: keys, trust both ways, then serve until Ctrl-C."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
SLUG = "glenmarish-community-planning-partnership"
WITNESSES = (
    ("NHS Glenmarish", "witness.glenmarish.example/health", 5101),
    ("Glenmarish College", "witness.glenmarish.example/college", 5102),
)


class WitnessesError(Exception):
    """Something a person has to put right; the message is one sentence for them."""


def told_by(*command: str) -> str:
    """Return the last line that a command of this environment prints; refused with what it says if it fails."""
    done = subprocess.run([sys.executable, *command], cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        raise WitnessesError(done.stderr.strip() or f"{' '.join(command)} failed.")
    return done.stdout.strip().splitlines()[-1]


def folder_of(name: str) -> Path:
    """Return where a witness keeps its key and its records: apart from the service, which must not have its key."""
    instance = Path(os.environ.get("PB_INSTANCE") or ROOT / "instance")
    return instance / "witnesses" / name.rpartition("/")[2]


def introduced(partner: str, name: str, port: int) -> list[str]:
    """Make a witness known to the service and the log to the witness; return the command that has it serve."""
    folder = folder_of(name)
    program = ["-m", "moothill_witness", "--folder", str(folder)]
    public = folder / "public"
    if not public.exists():
        key = told_by(*program, "new-key", name)
        public.write_text(f"{key}\n", encoding="utf-8")
    key = public.read_text(encoding="utf-8").strip()
    url = f"http://127.0.0.1:{port}"
    log = told_by("-m", "flask", "--app", "pb_app", "add-witness", partner, key, "--url", url, "--partnership", SLUG)
    told_by(*program, "add-log", log)
    return [sys.executable, *program, "serve", "--port", str(port)]


def ended(_number: int, _frame: FrameType | None) -> None:
    """End as by Ctrl-C, so that the witnesses end too."""
    raise KeyboardInterrupt


def main() -> int:
    """Serve both, or say in one sentence why not."""
    signal.signal(signal.SIGTERM, ended)
    running: list[subprocess.Popen[bytes]] = []
    try:
        commands = [introduced(*one) for one in WITNESSES]
        running = [subprocess.Popen(command, cwd=ROOT) for command in commands]
        for one in running:
            one.wait()
    except WitnessesError as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
