"""Telling a whole room: encoded once, framed once, and written to everybody who is in it in this process."""

from collections.abc import Mapping
from typing import Any

from engineio.packet import MESSAGE
from engineio.packet import Packet as Envelope
from flask_socketio import SocketIO
from socketio.packet import EVENT

from pb_app.sockets.lines import framed, keep_lines


class Telling:
    """The rooms of one namespace."""

    def __init__(self, socketio: SocketIO, namespace: str) -> None:
        self._server = socketio.server
        self._namespace = namespace
        self._lines = keep_lines(self._server)

    def rooms(self) -> list[str]:
        """The rooms in which somebody is, here."""
        there = self._server.manager.rooms.get(self._namespace, {})
        return sorted(name for name in list(there) if name)

    def anybody_in(self, room: str) -> bool:
        """Whether somebody is in the room, here."""
        return room in self._server.manager.rooms.get(self._namespace, {})

    def tell(self, room: str, event: str, data: Mapping[str, Any]) -> None:
        """Emit to everybody in the room; who cannot take it at once is served in turn."""
        packet = self._server.packet_class(EVENT, namespace=self._namespace, data=[event, data])
        envelope = Envelope(MESSAGE, packet.encode())
        frame = framed(envelope.encode())
        for _, engine_sid in self._server.manager.get_participants(self._namespace, room):
            line = self._lines.get(engine_sid)
            if line is None or not line.deliver(frame):
                self._server._send_eio_packet(engine_sid, envelope)  # noqa: SLF001 - as its own emit does

    def part_with(self, room: str) -> None:
        """Close the sockets in a room."""
        for sid, _ in list(self._server.manager.get_participants(self._namespace, room)):
            self._server.disconnect(sid, namespace=self._namespace)
