"""Hold branch coverage to its floors, part by part, from the data the last test run left behind."""

import json
import sys
import tempfile
from pathlib import Path

import coverage

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "ballots/": 100,
    "deliberation/": 100,
    "moothill_verify/": 95,
    "moothill_witness/": 100,
    "pb_app/services/": 100,
    "pb_app/permissions/": 100,
    "pb_app/conditions.py": 100,
    "pb_app/roles.py": 100,
    "pb_app/audit/": 100,
    "pb_app/budgets/": 100,
    "": 95,
}


def measured() -> dict[str, dict[str, int]]:
    """Return the figures of every measured file by its path from the root."""
    report = coverage.Coverage(config_file=str(ROOT / "pyproject.toml"))
    report.load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        report.json_report(outfile=str(path))
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
    return {name: entry["summary"] for name, entry in files.items()}


def covered(files: dict[str, dict[str, int]], part: str) -> tuple[int, int]:
    """Return how many statements and branches of a part were run, and how many there are."""
    chosen = [summary for name, summary in files.items() if name.startswith(part)]
    run = sum(summary["covered_lines"] + summary.get("covered_branches", 0) for summary in chosen)
    there = sum(summary["num_statements"] + summary.get("num_branches", 0) for summary in chosen)
    return run, there


def main() -> int:
    """Print every part with its share and its floor; fail where one lies below."""
    files, short = measured(), False
    for part, floor in FLOORS.items():
        run, there = covered(files, part)
        low = run * 100 < floor * there
        short = short or low
        share = run * 10000 // there / 100 if there else 100
        print(f"{part or 'everything':24}{share:7.2f} %   floor {floor} %{'   TOO LOW' if low else ''}")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
