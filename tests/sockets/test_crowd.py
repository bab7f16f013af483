"""However many live lines are asked for, pages keep threads of their own."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore
from typing import Any

import pytest
from flask import Flask

from pb_app.sockets.crowd import Crowd

LINE = "/socket.io/"


class Lines:
    """An inner application that holds every live line until it is told to let go."""

    def __init__(self) -> None:
        self.entered = Semaphore(0)
        self.let_go = Event()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(LINE):
            self.entered.release()
            self.let_go.wait(timeout=30)
        start_response("200 OK", [])
        return []


def ask(crowd: Crowd, path: str, address: str) -> str:
    """The status with which one request is answered."""
    answers: list[str] = []
    crowd({"PATH_INFO": path, "REMOTE_ADDR": address}, lambda status, _headers: answers.append(status[:3]))
    return answers[0]


@pytest.mark.parametrize(
    ("addresses", "next_address"),
    [(["192.0.2.1", "192.0.2.2", "192.0.2.3"], "192.0.2.4"), (["192.0.2.1"] * 2, "192.0.2.1")],
)
def test_a_line_too_many_is_refused_while_pages_answer(addresses: list[str], next_address: str) -> None:
    lines = Lines()
    crowd = Crowd(lines, most=3, of_one_address=2)
    with ThreadPoolExecutor() as pool:
        held = [pool.submit(ask, crowd, LINE, address) for address in addresses]
        for _ in addresses:
            assert lines.entered.acquire(timeout=30)
        assert ask(crowd, LINE, next_address) == "503"
        assert ask(crowd, "/polls/1", next_address) == "200"
        lines.let_go.set()
        assert [line.result() for line in held] == ["200"] * len(addresses)
    assert ask(crowd, LINE, next_address) == "200"


def test_a_line_that_broke_gives_its_place_back() -> None:
    def broken(_environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        raise OSError("the line broke")

    crowd = Crowd(broken, most=1, of_one_address=1)
    for _ in range(3):
        with pytest.raises(OSError, match="broke"):
            ask(crowd, LINE, "192.0.2.1")


def test_the_application_counts_its_lines_where_each_holds_a_thread(app: Flask) -> None:
    assert isinstance(app.wsgi_app, Crowd)
