"""The log: one event on a line, as text or as JSON, written by a thread of its own.

Whoever reads the log may be slow or gone, and the event loop waits for nobody: ``_WAITING`` lines may wait,
further ones are lost and counted.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import queue
import threading
import time
from typing import Any

_WAITING = 1000
_STDERR = 2
_LAST_WORDS = 1.0
_TIME = "%Y-%m-%dT%H:%M:%S"


class TextFormat(logging.Formatter):
    """``2026-11-27T15:20:05Z WARNING slow query  queryId=5f01a2000011 seconds=5.003``."""

    def format(self, record: logging.LogRecord) -> str:
        facts = "".join(f" {name}={_plain(value)}" for name, value in facts_of(record).items())
        head = f"{_time(record)} {record.levelname} {record.getMessage()}"
        lines = [f"{head} {facts}" if facts else head, _trace(self, record)]
        return "\n".join(filter(None, lines))


class JsonFormat(logging.Formatter):
    """One JSON object: ``time`` (UTC), ``level``, ``message`` and the facts of the event."""

    def format(self, record: logging.LogRecord) -> str:
        event = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **facts_of(record),
        }
        trace = _trace(self, record)
        return json.dumps(event | ({"trace": trace} if trace else {}), ensure_ascii=False, default=str)


class Background(logging.Handler):
    """Writes to standard error from a thread, so that no caller ever waits."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: queue.Queue[str] = queue.Queue(_WAITING)
        self._lost = 0
        self._writer = 0
        atexit.register(self._finish)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)
            if self._lost and self._lines.qsize() < _WAITING // 2:
                lost, self._lost = self._lost, 0
                words = {"msg": f"{lost} lines of this log were lost", "levelname": "WARNING"}
                self._lines.put_nowait(self.format(logging.makeLogRecord(words)))
            self._lines.put_nowait(line)
        except queue.Full:
            self._lost += 1
        except Exception:  # noqa: BLE001  a line that cannot be written must not end its writer
            self.handleError(record)
        if self._writer != os.getpid():  # a thread does not outlive a fork
            self._writer = os.getpid()
            threading.Thread(target=self._write, name="log", daemon=True).start()

    def _write(self) -> None:
        while True:
            data = (self._lines.get() + "\n").encode("utf-8", "backslashreplace")
            try:
                while data:
                    data = data[os.write(_STDERR, data) :]
            except OSError:
                pass  # a full disk or a closed pipe
            self._lines.task_done()

    def _finish(self) -> None:
        end = time.monotonic() + _LAST_WORDS
        while self._lines.unfinished_tasks and time.monotonic() < end:
            time.sleep(0.01)


def config(style: str) -> dict[str, Any]:
    """The logging of a server process in the form of ``logging.config``; ``style`` is text or json."""
    form = {"text": TextFormat, "json": JsonFormat}[style]
    return {
        "formatters": {"event": {"()": form}},
        "handlers": {"log": {"()": Background, "formatter": "event"}},
        "root": {"handlers": ["log"], "level": "WARNING"},
        "loggers": {
            "_granian": {"handlers": ["log"], "level": "INFO", "propagate": False},
            "genfilm": {"level": "INFO"},
        },
    }


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """The facts of an event: what was given as ``extra={"facts": …}``."""
    found: dict[str, Any] = getattr(record, "facts", {})
    return found


def _plain(value: Any) -> str:
    text = str(value)
    return (
        text
        if text and text.isprintable() and not set(text) & set(' ="')
        else json.dumps(text, ensure_ascii=False)
    )


def _time(record: logging.LogRecord) -> str:
    return f"{time.strftime(_TIME, time.gmtime(record.created))}.{int(record.msecs):03d}Z"


def _trace(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    return formatter.formatException(record.exc_info) if record.exc_info else ""
