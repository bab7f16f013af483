"""Write the lock files: versions pinned for every supported Python, with hashes and without an index address."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("requirements", "requirements-dev", "requirements-node", "requirements-oracle")
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--fork-strategy=fewest",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
    "--quiet",
)


def main(wishes: list[str]) -> int:
    """Lock every file of requirements; further words (such as --upgrade) are handed to uv."""
    for name in NAMES:
        print(f"Locking {name}.txt", flush=True)
        command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *wishes, f"{name}.txt", "-o", f"{name}.lock"]
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
