"""Frames between a server process and its evaluators: a kind, a length and a payload."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

QUERY = b"Q"
DATA = b"D"
END = b"E"
FAULT = b"F"

_HEAD = struct.Struct("!cI")
CHUNK = 1 << 16


def send(channel: socket.socket, kind: bytes, payload: bytes = b"") -> None:
    """Send one frame; raises OSError when the other end is gone."""
    channel.sendall(_HEAD.pack(kind, len(payload)) + payload)


def send_json(channel: socket.socket, kind: bytes, message: dict[str, Any]) -> None:
    """Send one frame with a JSON object as payload."""
    send(channel, kind, json.dumps(message, ensure_ascii=False).encode())


def wait(channel: socket.socket) -> None:
    """Wait until a frame begins; raises EOFError at the end, TimeoutError at the socket's timeout."""
    if not channel.recv(1, socket.MSG_PEEK):
        raise EOFError("the evaluator is gone")


def receive(channel: socket.socket) -> tuple[bytes, bytes]:
    """The next frame as (kind, payload); raises EOFError at the end, TimeoutError at the deadline."""
    kind, length = _HEAD.unpack(_exactly(channel, _HEAD.size))
    return kind, _exactly(channel, length)


def _exactly(channel: socket.socket, size: int) -> bytes:
    parts = []
    while size:
        part = channel.recv(min(size, 1 << 20))
        if not part:
            raise EOFError("the evaluator is gone")
        parts.append(part)
        size -= len(part)
    return b"".join(parts) if len(parts) != 1 else parts[0]


class FrameWriter:
    """A binary file that sends what is written to it as DATA frames of about 64 KiB."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._buffer = bytearray()

    def write(self, data: bytes) -> int:
        self._buffer += data
        if len(self._buffer) >= CHUNK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self._buffer:
            send(self._channel, DATA, bytes(self._buffer))
            self._buffer.clear()
