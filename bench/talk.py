"""Hundreds talk in one room while lines are cut at random and servers are killed: what was acknowledged stands once.

On one process, and on two that are joined by Redis. A short run of each is in `tests/crash/test_talk.py`.
"""

import json
import sys
import tempfile
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.talking.place import PRELOADED, database, place_of, processes, stored  # noqa: E402  # found once the folder above is known
from bench.talking.story import Story  # noqa: E402
from tests.servers import RedisServer, ServiceMissing  # noqa: E402


def told(mode: str, servers: int, people: int, each: int, kills: int) -> dict[str, object]:
    """The figures of one run; `lost`, `double` and `orders` beside nought, nought and one are findings."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="moothill-talk-")))
        url = stack.enter_context(database(folder, served=servers > 1))
        redis = stack.enter_context(RedisServer()) if servers > 1 else None
        place = stack.enter_context(place_of(folder, url, mode, people + 50, redis))
        running = stack.enter_context(processes(place.settings, servers, *PRELOADED))
        ended = Story(place, running, people, each).run(kills, 120.0 * each + 120.0)
        kept = stored(place.parts)
    return {
        "mode": mode,
        "servers": servers,
        "acknowledged": len(ended.acknowledged),
        "stored": len(kept),
        "lost": sum(kept.get(key) != seq for key, seq in ended.acknowledged.items()),
        "double": len(kept) - len(set(kept.values())) + max(0, len(kept) - people * each),
        "orders": len(ended.orders),
        "cuts": ended.cuts,
        "kills": ended.kills,
        "seconds": round(ended.seconds, 1),
    }


def main() -> int:
    """Run both, print a line each, and with --json one object at the end."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--each", type=int, default=10, help="how many things each of them says")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--quick", action="store_true", help="each says two things, and servers are killed twice")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    wanted = parser.parse_args()
    each, kills = (2, 2) if wanted.quick else (wanted.each, wanted.kills)
    try:
        runs = [told(mode, servers, wanted.people, each, kills) for mode, servers in (("threading", 1), ("gevent", 2))]
    except (ServiceMissing, RuntimeError) as problem:
        print(problem, file=sys.stderr)
        return 1
    for run in runs:
        print(", ".join(f"{name} {figure}" for name, figure in run.items()))
    if wanted.json:
        print(json.dumps({"bench": "talk", "runs": runs, "lost": sum(int(str(run["lost"])) for run in runs)}))
    return 0 if all((run["lost"], run["double"], run["orders"]) == (0, 0, 1) for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
