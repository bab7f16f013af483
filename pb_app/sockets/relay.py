"""Processes of one installation tell each other through Redis what changed: which place of which room, and no words."""

import json
import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from threading import Event as Flag
from time import monotonic
from typing import Any, get_args
from uuid import uuid4

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from pb_app.events import Event

KINDS = {kind.__name__: kind for kind in get_args(Event)}
PATIENCE = 2.0  # seconds for one question to Redis
PAUSE = 1.0  # seconds until it is tried again, and between two looks whether something was missed
FROM, KIND = "from", "kind"

log = logging.getLogger("moothill.relay")


class Relay:
    """The line of one process to all others. What is lost on it is noticed by looking (`Broadcast.catch_up`)."""

    def __init__(self, url: str, installation: str) -> None:
        self._channel = f"moothill {installation}"
        self._own = uuid4().hex
        self._stopping = Flag()
        self._redis = Redis.from_url(
            url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE, retry=Retry(NoBackoff(), 1)
        )

    def tell(self, event: Event) -> None:
        """Let the other processes hear of it; if Redis does not answer that is written down, and they find out late."""
        words = {FROM: self._own, KIND: type(event).__name__, "of": asdict(event)}
        try:
            self._redis.publish(self._channel, json.dumps(words))
        except RedisError as gone:
            log.error("Redis did not take an event: %s", type(gone).__name__)  # noqa: TRY400 - it quotes the address

    def listen(
        self, hear: Callable[[Event], object], look: Callable[[], object], sleep: Callable[[float], object]
    ) -> None:
        """Hear what the others tell, and look once a second, until it is stopped."""
        while not self._stopping.is_set():
            try:
                with closing(self._line()) as line:
                    line.subscribe(self._channel)
                    self._follow(line, hear, look)
            except RedisError as gone:
                log.error("Redis does not answer: %s", type(gone).__name__)  # noqa: TRY400 - the same
                look()
                sleep(PAUSE)

    def stop(self) -> None:
        """Hear no more; `listen` comes back within a second."""
        self._stopping.set()

    def _line(self) -> Any:
        return self._redis.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]

    def _follow(self, line: Any, hear: Callable[[Event], object], look: Callable[[], object]) -> None:
        due = monotonic()
        while not self._stopping.is_set():
            said = line.get_message(timeout=PAUSE)
            event = self._read(said["data"]) if said else None
            if event is not None:
                hear(event)
            if monotonic() >= due:
                due = monotonic() + PAUSE
                look()

    def _read(self, said: bytes) -> Event | None:
        """What another process told; None for what this one told itself, and for what a newer one may tell."""
        words = json.loads(said)
        kind = KINDS.get(words[KIND])
        return kind(**words["of"]) if kind and words[FROM] != self._own else None
