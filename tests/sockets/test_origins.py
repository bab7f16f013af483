"""Live lines: from which site, and by which way, one may be opened at all."""

from threading import active_count

import pytest
from flask import Flask

from config import Settings
from pb_app.sockets import origins


def test_only_our_own_site_is_an_origin() -> None:
    assert origins(Settings(environment="production", site_url="https://pb.example/")) == ["https://pb.example"]
    assert origins(Settings(site_url="http://127.0.0.1:5050")) == ["http://127.0.0.1:5050", "http://localhost:5050"]
    assert origins(Settings(site_url="http://pb.example:8000")) == ["http://pb.example:8000"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.example", "Host": "elsewhere.example"},
        {"Origin": "https://elsewhere.example", "X-Forwarded-Host": "elsewhere.example", "X-Forwarded-Proto": "https"},
        {"Origin": "http://127.0.0.1:5000.elsewhere.example"},
    ],
)
def test_another_site_cannot_open_a_line(app: Flask, headers: dict[str, str]) -> None:
    answer = app.test_client().get("/socket.io/?EIO=4&transport=websocket", headers=headers)
    assert answer.status_code == 400
    assert "origin" in answer.text
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_line_is_opened_by_websocket_alone(app: Flask) -> None:
    """An opening by polling would leave a thread behind for as long as a line may be silent."""
    running = active_count()
    for _ in range(20):
        answer = app.test_client().get("/socket.io/?EIO=4&transport=polling")
        assert answer.status_code == 400
        assert "transport" in answer.text
    assert active_count() <= running
