"""The bare broadcast server beside which rooms are measured: python-socketio as it comes, which stores nothing.

Loaded by gunicorn as `bench.talking.bare:app` with the same configuration as ours. What it sends is as long as what a
room sends.
"""

import os
from types import SimpleNamespace

import socketio

HTML = "x" * int(os.environ.get("BARE_LENGTH", "1000"))
REDIS = os.environ.get("BARE_REDIS")

server = socketio.Server(
    async_mode=os.environ.get("PB_ASYNC_MODE", "threading"),
    client_manager=socketio.RedisManager(REDIS) if REDIS else None,
    cors_allowed_origins="*",
    serve_client=False,
    transports=["websocket"],
)
app = socketio.WSGIApp(server)
app.extensions = {"moothill": SimpleNamespace(settings=SimpleNamespace(background="off"))}  # type: ignore[attr-defined]


@server.on("connect", namespace="/rooms")  # type: ignore[untyped-decorator]
def connect(_sid: str, _environ: object, _auth: object) -> None:
    """Let everybody in."""


@server.on("join", namespace="/rooms")  # type: ignore[untyped-decorator]
def join(sid: str, _asked: object) -> dict[str, object]:
    """Enter the one room."""
    server.enter_room(sid, "room", namespace="/rooms")
    return {"ok": True, "events": [], "last": 0, "more": False}


@server.on("post", namespace="/rooms")  # type: ignore[untyped-decorator]
def post(_sid: str, said: dict[str, str]) -> dict[str, object]:
    """Send it to everybody, as long as a message of ours is."""
    data = {"seq": 0, "message": 0, "redraws": False, "mine": False, "html": said["body"] + HTML}
    server.emit("event", data, to="room", namespace="/rooms")
    return {"ok": True, "seq": 0, "duplicate": False}
