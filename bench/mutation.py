"""Put a small fault into `ballots`, one at a time, and see whether a test breaks.

Kinds of faults: comparisons, boundary constants, arithmetic, min/max and any/all, sort keys, boolean operators.
Those listed in tests/mutation/equivalent.toml change nothing that can be seen; each has its reason there.
"""

import json
import os
import sys
import tomllib
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import Phase, settings

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.mutation.loading import Faults, installed  # noqa: E402  # found once the folder above is known
from tests.mutation.sites import Mutant  # noqa: E402
from tests.mutation.trying import Trying  # noqa: E402

EQUIVALENT = ROOT / "tests" / "mutation" / "equivalent.toml"
GOLDEN = tuple(f"tests/golden/test_{name}_examples.py" for name in ("worked", "greedy", "shares"))
TESTS = ("tests/unit/ballots", "tests/properties", *GOLDEN)
APPLICATION = "from pb_app"
"""What stands in tests of the application: they try no line of `ballots`, and want databases and pytest's workers."""
QUICK = 100


def explained() -> dict[tuple[str, str, str, str], str]:
    """Give the faults that change nothing, with the reason."""
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["equivalent"]
    return {(one["file"], one["function"], one["before"], one["after"]): one["why"] for one in listed}


def of_the_application() -> list[str]:
    """Give the property tests that are about something else."""
    found = sorted((ROOT / "tests" / "properties").glob("test_*.py"))
    return [str(one.relative_to(ROOT)) for one in found if APPLICATION in one.read_text(encoding="utf-8")]


def tried(wanted: Namespace) -> Trying:
    """Load the tests over faulty modules and take the faults in turn."""
    settings.register_profile("mutation", phases=(Phase.explicit, Phase.generate), derandomize=True, database=None)
    settings.load_profile("mutation")
    faults: Faults = installed()
    sample = QUICK if wanted.quick else wanted.sample
    slowest = 0.3 if wanted.quick else 2.0
    trying = Trying(faults, wanted.only, tuple(wanted.kinds), sample, wanted.workers, slowest)
    without = [word for plugin in ("cacheprovider", "terminal", "xdist") for word in ("-p", f"no:{plugin}")]
    ignored = [f"--ignore={name}" for name in of_the_application()]
    plain = ["-o", "addopts=--import-mode=importlib", "--assert=plain"]
    code = pytest.main([*plain, *without, *ignored, *TESTS], plugins=[trying])
    if not trying.verdicts:
        print(f"pytest ended with {int(code)} before any fault was tried", file=sys.stderr)
    return trying


def report(trying: Trying) -> dict[str, object]:
    """Print the survivors and the figures for each file; give the figures of all."""
    known = explained()
    by_number = {mutant.number: mutant for mutant in trying.faults.mutants}
    files: dict[str, Counter[str]] = {}
    survivors: list[Mutant] = []
    for number, verdict in sorted(trying.verdicts.items()):
        mutant = by_number[number]
        alive = verdict in {"survived", "unreached"}
        word = "equivalent" if alive and mutant.key in known else verdict
        files.setdefault(mutant.file, Counter())[word] += 1
        if word in {"survived", "unreached"}:
            survivors.append(mutant)
    for mutant in survivors:
        print(f"{mutant.file}:{mutant.line} {mutant.function} [{mutant.kind}] {mutant.before}  =>  {mutant.after}")
    for name, counts in sorted(files.items()):
        print(f"{name}: " + ", ".join(f"{counts[word]} {word}" for word in sorted(counts)))
    whole = sum(files.values(), Counter())
    killed, alive = whole["killed"], whole["survived"] + whole["unreached"]
    comparisons = sum(one.kind == "comparison" and one.file.startswith("ballots/rules") for one in survivors)
    figures = {"killed": killed, "survived": alive, "equivalent": whole["equivalent"]}
    return {**figures, "comparisons_in_rules_alive": comparisons, "ratio": round(killed / max(1, killed + alive), 4)}


def main() -> int:
    """Try all faults, or with --quick a sample; the last line with --json holds the figures."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help=f"a sample of {QUICK} faults and the quick tests")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    parser.add_argument("--only", default="", help="only files whose path holds this text")
    parser.add_argument("--sample", type=int, help="only so many faults, drawn at random but always the same")
    parser.add_argument("--kinds", nargs="*", default=(), help="only these kinds, for instance comparison")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes at a time")
    wanted = parser.parse_args()
    os.chdir(ROOT)
    trying = tried(wanted)
    found = report(trying)
    for name in trying.unsound:
        print(f"left out, since it fails without a fault: {name}", file=sys.stderr)
    print(f"{found['killed']} of {found['killed']}+{found['survived']} faults were noticed ({found['ratio']:.1%})")
    if wanted.json:
        print(json.dumps({"bench": "mutation", **found}))
    return 1 if trying.unsound or not trying.verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
