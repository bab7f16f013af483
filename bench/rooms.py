"""Deliveries a second in one room with five hundred people, beside a bare python-socketio server in the same run.

Ours is the real server as in production on a durable PostgreSQL: every message is stored and drawn before it is told.
The bare one stores nothing and sends as much. Both run under gunicorn with the same configuration, with threads and
with gevent, as one process and as two that Redis joins.
"""

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.polling import free_port, told_by, wait_for  # noqa: E402  # found once the folder above is known
from bench.talking.place import RoomPlace, Talker, database, place_of, processes  # noqa: E402
from pb_app.queries.rooms import last_seq  # noqa: E402
from tests.servers import RedisServer, ServiceMissing  # noqa: E402

WAYS = (("gevent", 1), ("gevent", 2), ("threading", 1), ("threading", 2))
PEOPLE, TALKING = 500, 4
SECONDS, QUICK_SECONDS = 20.0, 6.0
Figures = dict[str, float]


@contextmanager
def bare(folder: Path, mode: str, servers: int, redis: RedisServer, length: int) -> Iterator[list[tuple[int, int]]]:
    """So many bare servers; the port and the master's id of each."""
    told = {"PB_ASYNC_MODE": mode, "PB_MOST_LINES": str(PEOPLE + 50), "BARE_LENGTH": str(length)}
    told |= {"BARE_REDIS": redis.address.url} if servers > 1 else {}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PB_")}
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "bench.talking.bare:app"]
    running = []
    with (folder / "bare.log").open("wb") as log:
        try:
            for port in [free_port() for _ in range(servers)]:
                environ = kept | told | {"PORT": str(port)}
                running.append((port, subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log)))
            for port, server in running:
                wait_for(port, server)
            yield [(port, server.pid) for port, server in running]
        finally:
            for _, server in running:
                server.terminate()
                server.wait()


def measured(
    folder: Path, running: list[tuple[int, int]], talkers: list[Talker], room: tuple[int, int], seconds: float
) -> Figures:
    """What the listeners tell."""
    plan = {
        "ports": [port for port, _ in running],
        "people": [{"headers": one.headers, "auth": one.auth} for one in talkers],
        "room": room[0],
        "after": room[1],
        "seconds": seconds,
        "talking": TALKING,
        "masters": [master for _, master in running],
    }
    (folder / "plan").write_text(json.dumps(plan), "utf-8")
    told: Figures = told_by([sys.executable, "-m", "bench.talking.load", str(folder / "plan")])  # type: ignore[assignment]
    return told


def compared(
    place: RoomPlace, talkers: list[Talker], redis: RedisServer, way: tuple[str, int], seconds: float
) -> dict[str, object]:
    """Ours, then the bare one, each once; with everything that was acknowledged counted in the database."""
    mode, servers = way
    folder = Path(place.settings.instance)
    settings = replace(place.settings, async_mode=mode, redis_url=redis.address.url if servers > 1 else "")
    with place.parts.database.session() as session:
        before = last_seq(session, place.room.room_id)
    with processes(settings, servers) as running:
        ours = measured(folder, running, talkers, (place.room.room_id, before), seconds)
    with place.parts.database.session() as session:
        stored = last_seq(session, place.room.room_id) - before
    with bare(folder, mode, servers, redis, round(ours["length"]) - 300) as running:
        plain = measured(folder, running, talkers, (0, 0), seconds)
    return {
        "mode": mode,
        "servers": servers,
        "per_second": round(ours["per_second"]),
        "bare_per_second": round(plain["per_second"]),
        "ratio": round(ours["per_second"] / plain["per_second"], 2),
        "cpu_ratio": round(plain["cpu_us"] / ours["cpu_us"], 2),
        "cpu_us": round(ours["cpu_us"], 1),
        "bare_cpu_us": round(plain["cpu_us"], 1),
        "p99_ms": round(ours["p99_ms"]),
        "bare_p99_ms": round(plain["p99_ms"]),
        "acknowledged": ours["acknowledged"],
        "stored": stored,
        "lost": ours["lost"],
        "refused": ours["refused"],
        "bytes": round(ours["length"]),
        "bare_bytes": round(plain["length"]),
    }


def main() -> int:
    """Measure each way, print a line each, and with --json one object at the end."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_SECONDS:.0f} seconds of talk each")
    parser.add_argument("--only", choices=("threading", "gevent"), help="one mode alone")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    wanted = parser.parse_args()
    seconds = QUICK_SECONDS if wanted.quick else SECONDS
    ways = []
    try:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="moothill-rooms-")))
            url = stack.enter_context(database(folder, served=True))
            redis = stack.enter_context(RedisServer())
            place = stack.enter_context(place_of(folder, url, "threading", PEOPLE + 50, None))
            talkers = place.talkers(PEOPLE)
            for way in WAYS:
                if wanted.only in (None, way[0]):
                    ways.append(found := compared(place, talkers, redis, way, seconds))
                    print(", ".join(f"{name} {figure}" for name, figure in found.items()), flush=True)
    except (ServiceMissing, RuntimeError, OSError, subprocess.CalledProcessError) as problem:
        print(problem, getattr(problem, "stderr", ""), file=sys.stderr)
        return 1
    if wanted.json:
        least = min(float(str(one["ratio"])) for one in ways)
        lost = sum(abs(int(float(str(one["lost"])))) for one in ways)
        print(json.dumps({"bench": "rooms", "people": PEOPLE, "ways": ways, "lost": lost, "ratio": least}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
