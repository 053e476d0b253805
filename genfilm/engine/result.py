"""A complete serialised result: in memory while small, in a temporary file beyond."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from genfilm.engine.wire import CHUNK


class SerializedResult:
    """Bytes written once, then read. ``hold`` is what may stay in memory, in bytes.

    A result is complete before its first byte is sent: so a failure still gets its status, a slow reader
    holds no evaluator, and nothing is ever cut short unnoticed.
    """

    def __init__(self, hold: int) -> None:
        self._hold = hold
        self._parts: list[bytes] = []
        self._file: IO[bytes] | None = None
        self.size = 0

    def write(self, data: bytes) -> None:
        """Add bytes; raises OSError when the temporary file cannot take them."""
        self.size += len(data)
        if self._file is None and self.size <= self._hold:
            self._parts.append(data)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  closed by close()
            self._file.writelines(self._parts)
            self._parts.clear()
        self._file.write(data)

    def finish(self) -> None:
        """Say that all is written; raises OSError when the temporary file cannot take it."""
        if self._file is not None:
            self._file.flush()

    @property
    def in_memory(self) -> bool:
        """True if it is small enough to be handed out, and cached, as one piece."""
        return self._file is None

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[bytes]:
        return self.pieces()

    def pieces(self) -> Iterator[bytes]:
        """The bytes from the start; several readers may take turns."""
        if self._file is None:
            yield from self._parts
            return
        position = 0
        while True:
            self._file.seek(position)
            piece = self._file.read(CHUNK)
            if not piece:
                return
            position += len(piece)
            yield piece

    def opened(self) -> IO[bytes]:
        """The bytes as a file at its start, for one reader."""
        if self._file is None:
            return io.BytesIO(b"".join(self._parts))
        self._file.seek(0)
        return self._file

    def buffered(self) -> io.BufferedWriter:
        """A file to write to, in pieces of ``CHUNK`` bytes; flush it at the end."""
        return io.BufferedWriter(_Sink(self), CHUNK)

    @property
    def path(self) -> str:
        """A path under which the file can be opened until ``close`` (Linux only)."""
        assert self._file is not None
        return f"/proc/self/fd/{self._file.fileno()}"

    def read(self) -> bytes:
        """Everything at once, for the last time."""
        whole = self._parts[0] if len(self._parts) == 1 else b"".join(self)
        self.close()
        return whole

    def close(self) -> None:
        """Give up memory and file."""
        self._parts.clear()
        if self._file is not None:
            self._file.close()


class _Sink(io.RawIOBase):
    """The writing end of a result."""

    def __init__(self, result: SerializedResult) -> None:
        self._result = result

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._result.write(bytes(data))
        return len(data)
