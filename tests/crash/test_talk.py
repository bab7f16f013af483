"""Two hundred people in one room whose lines are cut at random while servers are killed twice.

The long one is `bench/talk.py`.
"""

from contextlib import ExitStack
from pathlib import Path

import pytest

from bench.talking.place import PRELOADED, Key, database, place_of, processes, stored
from bench.talking.story import Ended, Story
from tests.server_fixtures import go_without
from tests.servers import RedisServer, ServiceMissing

PEOPLE, EACH, KILLS = 200, 1, 2
SECONDS = 120


def told(folder: Path, mode: str, servers: int) -> tuple[Ended, dict[Key, int]]:
    """The story on so many processes; what the people know, and what is stored."""
    with ExitStack() as stack:
        url = stack.enter_context(database(folder, served=servers > 1))
        redis = stack.enter_context(RedisServer()) if servers > 1 else None
        place = stack.enter_context(place_of(folder, url, mode, PEOPLE + 50, redis))
        running = stack.enter_context(processes(place.settings, servers, *PRELOADED))
        return Story(place, running, PEOPLE, EACH).run(KILLS, SECONDS), stored(place.parts)


@pytest.mark.parametrize(("mode", "servers"), [("threading", 1), ("gevent", 2)])
def test_what_was_acknowledged_stands_once_and_all_end_with_the_same_order(
    tmp_path: Path, mode: str, servers: int
) -> None:
    try:
        ended, kept = told(tmp_path, mode, servers)
    except ServiceMissing as missing:
        go_without(str(missing))
        raise
    assert len(ended.acknowledged) == PEOPLE * EACH
    assert kept == ended.acknowledged
    assert sorted(kept.values()) == list(range(1, PEOPLE * EACH + 1))
    assert ended.orders == {tuple(sorted(kept, key=lambda key: kept[key]))}
    assert ended.kills == KILLS
    assert ended.cuts > 0
