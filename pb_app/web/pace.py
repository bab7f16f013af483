"""How fast one person and one address may talk in rooms: the same pace over sockets and pages."""

from enum import StrEnum
from time import time

from flask import current_app
from flask_login import current_user
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from pb_app.refusals import TooOften, sentence
from pb_app.web.limits import address

EXTENSION = "moothill_pace"


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
    """Count the deed for who is asking and for where from; raise TooOften, with the seconds to wait, past the pace."""
    counted = current_app.extensions.setdefault(EXTENSION, MovingWindowRateLimiter(MemoryStorage()))
    for pace, who in zip(PACES[deed], (_person(), address()), strict=True):
        if who and not counted.hit(pace, deed.value, who):
            reset = counted.get_window_stats(pace, deed.value, who).reset_time
            raise TooOften(
                sentence("That was more than others can follow. Wait %(seconds)d seconds, then send it again."),
                seconds=max(1, round(reset - time())),
            )


def _person() -> str:
    return f"person {current_user.person_id}" if current_user.is_authenticated else ""
