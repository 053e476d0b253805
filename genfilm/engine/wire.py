"""Frames between a server process and its evaluators: a kind, a length and a payload."""

from __future__ import annotations

import io
import json
import socket
import struct
from collections.abc import Iterator
from typing import Any, Protocol

QUERY = b"Q"
DATA = b"D"
END = b"E"
FAULT = b"F"

_HEAD = struct.Struct("!cI")
CHUNK = 1 << 16
_LARGEST = 1 << 20
"""Bytes of a result in one frame: whoever receives one holds it whole."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class FrameSource(Protocol):
    """Source of bytes, as a socket is one."""

    def recv(self, size: int, /) -> bytes:
        """Bytes, up to ``size`` of them; none at the end."""


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """One frame as bytes."""
    return _HEAD.pack(kind, len(payload)) + payload


def json_frame(kind: bytes, message: dict[str, Any]) -> bytes:
    """One frame with a JSON object as payload."""
    return frame(kind, _encode(message).encode("utf-8", "surrogatepass"))


def read_json(payload: bytes) -> dict[str, Any]:
    """The JSON object of a frame."""
    found: dict[str, Any] = json.loads(payload.decode("utf-8", "surrogatepass"))
    return found


def end_frame(facts: dict[str, Any], rest: bytes) -> bytes:
    """The last frame of a result: what is to be known of it, and the rest of its bytes."""
    return frame(END, _encode(facts).encode("utf-8", "surrogatepass") + b"\n" + rest)


def read_end(payload: bytes) -> tuple[dict[str, Any], bytes]:
    """The facts and the rest of the bytes of an END frame."""
    facts, _, rest = payload.partition(b"\n")
    return read_json(facts), rest


def receive(channel: FrameSource) -> tuple[bytes, bytes]:
    """The next frame of a blocking socket or the like as (kind, payload), the only one under way; raises
    EOFError at the end."""
    data = channel.recv(CHUNK)
    while len(data) < _HEAD.size:
        data += _more(channel)
    kind, length = _HEAD.unpack_from(data)
    parts, missing = [data[_HEAD.size :]], _HEAD.size + length - len(data)
    while missing:
        parts.append(_more(channel))
        missing -= len(parts[-1])
    return kind, b"".join(parts)


def _more(channel: FrameSource) -> bytes:
    part = channel.recv(1 << 20)
    if not part:
        raise EOFError("the server is gone")
    return part


class Frames:
    """Takes bytes as they arrive and gives whole frames."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The frames (kind, payload) that these bytes complete."""
        rest = self._rest
        rest += data
        while len(rest) >= _HEAD.size:
            kind, length = _HEAD.unpack_from(rest)
            end = _HEAD.size + length
            if end > len(rest):
                return
            payload = bytes(rest[_HEAD.size : end])
            del rest[:end]
            yield kind, payload


class Pieces(io.RawIOBase):
    """Writer whose bytes go out as DATA frames, except the last piece, which ``rest`` keeps.

    So a result that fits into one piece can be sent as one frame. Write through ``buffered``.
    """

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self.rest = b""
        self._given_up = False

    def give_up(self) -> None:
        """Lose what is still written: a buffer empties itself even when its writer has failed."""
        self._given_up = True

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if self._given_up:
            return len(data)
        if self.rest:
            self._channel.sendall(frame(DATA, self.rest))
        self.rest = bytes(data[:_LARGEST])  # the buffer hands on the rest
        return len(self.rest)

    def buffered(self) -> io.BufferedWriter:
        """A writer that hands on pieces of ``CHUNK`` to ``_LARGEST`` bytes."""
        return io.BufferedWriter(self, CHUNK)
