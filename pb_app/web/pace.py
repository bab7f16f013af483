"""How fast one person and one address may talk in rooms: the same pace over sockets and pages."""

from enum import StrEnum
from time import time

from flask import Flask, current_app
from flask_login import current_user
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.backoff import NoBackoff
from redis.retry import Retry

from config import Settings
from pb_app.refusals import TooOften, Unreachable, sentence
from pb_app.web.limits import address
from pb_app.web.unit_of_work import installation

EXTENSION = "moothill_pace"
PATIENCE = 2.0  # seconds


class Deed(StrEnum):
    """What is counted."""

    CONNECT = "connect"
    JOIN = "join"
    POST = "post"
    MARK = "mark"
    OPINION = "opinion"


# Of one person, and of one address: a library or a village hall shares one.
PACES: dict[Deed, tuple[RateLimitItem, RateLimitItem]] = {
    Deed.CONNECT: (RateLimitItemPerSecond(60, 60), RateLimitItemPerSecond(600, 60)),
    Deed.JOIN: (RateLimitItemPerSecond(60, 60), RateLimitItemPerSecond(600, 60)),
    Deed.POST: (RateLimitItemPerSecond(15, 60), RateLimitItemPerSecond(240, 60)),
    Deed.MARK: (RateLimitItemPerSecond(60, 60), RateLimitItemPerSecond(600, 60)),
    Deed.OPINION: (RateLimitItemPerSecond(60, 60), RateLimitItemPerSecond(600, 60)),
}


def keep_pace(deed: Deed) -> None:
    """Count the deed for who is asking and for where from; raise TooOften, with the seconds to wait, past the pace.

    Where several processes count together and cannot: Unreachable.
    """
    counted: MovingWindowRateLimiter = current_app.extensions[EXTENSION]
    try:
        for pace, who in zip(PACES[deed], (_person(), address()), strict=True):
            if who and not counted.hit(pace, deed.value, who):
                reset = counted.get_window_stats(pace, deed.value, who).reset_time
                raise TooOften(
                    sentence("That was more than others can follow. Wait %(seconds)d seconds, then send it again."),
                    seconds=max(1, round(reset - time())),
                )
    except StorageError as gone:
        current_app.logger.error("Redis does not answer: %s", type(gone.__cause__ or gone).__name__)  # noqa: TRY400 - it quotes the address
        raise Unreachable(sentence("The service cannot answer at the moment. Try again in a few minutes.")) from None


def init_app(app: Flask) -> None:
    """Count in this process, or in the Redis of all processes."""
    settings = installation(app).settings
    app.extensions[EXTENSION] = MovingWindowRateLimiter(_shared(settings) if settings.redis_url else MemoryStorage())


def _shared(settings: Settings) -> RedisStorage:
    return RedisStorage(
        settings.redis_url,
        key_prefix=f"moothill {settings.log_origin}",
        wrap_exceptions=True,
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 1),  # type: ignore[arg-type]
    )


def _person() -> str:
    return f"person {current_user.person_id}" if current_user.is_authenticated else ""
