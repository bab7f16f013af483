"""Live rooms over Socket.IO. Nothing outside this package emits."""

from urllib.parse import urlsplit

from flask import Flask
from flask_socketio import SocketIO

from config import Settings
from pb_app.sockets.broadcast import NAMESPACE, Broadcast
from pb_app.sockets.crowd import Crowd
from pb_app.sockets.rooms import RoomsNamespace
from pb_app.web.unit_of_work import installation

LARGEST_FRAME = 64_000  # bytes: the longest message is 2,000 characters
LOOPBACK = ("127.0.0.1", "localhost")


def init_app(app: Flask) -> None:
    """Attach the sockets to the application, and let them hear of what was committed."""
    parts = installation(app)
    socketio = SocketIO(
        app,
        async_mode=parts.settings.async_mode,
        cors_allowed_origins=origins(parts.settings),
        manage_session=False,
        max_http_buffer_size=LARGEST_FRAME,
        serve_client=False,
        transports=[
            "websocket"
        ],  # each opening by polling would leave a thread behind, and whoever opens is not counted
    )
    socketio.on_namespace(RoomsNamespace(NAMESPACE))
    if parts.settings.async_mode == "threading":
        app.wsgi_app = Crowd(app.wsgi_app)  # type: ignore[method-assign]
    parts.publisher = Broadcast(app, socketio)


def origins(settings: Settings) -> list[str]:
    """Where pages of ours come from; in development by either name of this machine."""
    site = urlsplit(settings.site_url)
    own = f"{site.scheme}://{site.netloc}"
    if not settings.in_development or site.hostname not in LOOPBACK:
        return [own]
    port = f":{site.port}" if site.port else ""
    return [f"{site.scheme}://{name}{port}" for name in LOOPBACK]
