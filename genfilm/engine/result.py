"""A complete serialised result: in memory while small, in a temporary file beyond."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from genfilm.engine.wire import CHUNK


class SerializedResult:
    """Bytes written once, then read. ``hold`` is what may stay in memory, in bytes.

    A result is complete before its first byte is sent: so a failure still gets its status, a slow reader
    holds no evaluator, and nothing is ever cut short unnoticed.
    """

    def __init__(self, hold: int) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=hold)  # noqa: SIM115  closed by close()
        self._hold = hold
        self.size = 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self.size += len(data)

    @property
    def in_memory(self) -> bool:
        """Whether it is small enough to be handed out, and cached, as one piece."""
        return self.size <= self._hold

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[bytes]:
        return self.pieces()

    def pieces(self) -> Iterator[bytes]:
        """The bytes from the start; several readers may take turns."""
        position = 0
        while True:
            self._file.seek(position)
            piece = self._file.read(CHUNK)
            if not piece:
                return
            position += len(piece)
            yield piece

    @property
    def path(self) -> str:
        """A path under which the bytes can be opened until ``close`` (Linux only)."""
        self._file.flush()
        return f"/proc/self/fd/{self._file.fileno()}"

    def read(self) -> bytes:
        """Everything at once, for the last time."""
        whole = b"".join(self)
        self.close()
        return whole

    def close(self) -> None:
        """Give up memory and file."""
        self._file.close()
