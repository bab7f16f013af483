"""Live rooms over Socket.IO. Nothing outside this package emits."""

from urllib.parse import urlsplit

from flask import Flask
from flask_socketio import SocketIO
from socketio import Manager

from config import Settings
from pb_app.sockets.broadcast import NAMESPACE, Broadcast
from pb_app.sockets.crowd import Crowd
from pb_app.sockets.lines import LARGEST_FRAME
from pb_app.sockets.relay import Relay
from pb_app.sockets.rooms import RoomsNamespace
from pb_app.web.unit_of_work import installation

LOOPBACK = ("127.0.0.1", "localhost")


class Rooms(Manager):  # type: ignore[misc]
    """Who is in which room of this process. With the first line that is opened here it begins to hear of the others."""

    def __init__(self) -> None:
        super().__init__()
        self.relay: Relay | None = None
        self.broadcast: Broadcast | None = None
        self._listens = False

    def initialize(self) -> None:
        """Called by the server before it serves anybody."""
        super().initialize()
        if self.relay is not None and self.broadcast is not None and not self._listens:
            self._listens = True
            heard = (self.broadcast.hear, self.broadcast.catch_up, self.server.sleep)
            self.server.start_background_task(self.relay.listen, *heard)


def init_app(app: Flask) -> None:
    """Attach the sockets to the application, and let them hear of what was committed."""
    parts = installation(app)
    rooms = Rooms()
    socketio = SocketIO(
        app,
        async_mode=parts.settings.async_mode,
        client_manager=rooms,
        cors_allowed_origins=origins(parts.settings),
        manage_session=False,
        max_http_buffer_size=LARGEST_FRAME,
        serve_client=False,
        transports=[
            "websocket"
        ],  # each opening by polling would leave a thread behind, and whoever opens is not counted
    )
    socketio.on_namespace(RoomsNamespace(NAMESPACE))
    app.wsgi_app = Crowd(  # type: ignore[method-assign]
        app.wsgi_app, parts.settings.most_lines, parts.settings.most_lines_of_address
    )
    if parts.settings.redis_url:
        rooms.relay = Relay(parts.settings.redis_url, parts.settings.log_origin)
    rooms.broadcast = Broadcast(app, socketio, rooms.relay)
    parts.publisher = rooms.broadcast


def origins(settings: Settings) -> list[str]:
    """Where pages of ours come from; in development by either name of this machine."""
    site = urlsplit(settings.site_url)
    own = f"{site.scheme}://{site.netloc}"
    if not settings.in_development or site.hostname not in LOOPBACK:
        return [own]
    port = f":{site.port}" if site.port else ""
    return [f"{site.scheme}://{name}{port}" for name in LOOPBACK]
