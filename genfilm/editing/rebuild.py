"""A build in a process of its own after the sources have changed; changes meanwhile make one more."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

NICENESS = 19
"""Readers, and the checks of further changes, go first."""
_log = logging.getLogger("genfilm")


class Rebuild:
    """Builds of the sources below ``root`` into ``home``, one at a time; a server notices each new one."""

    def __init__(self, root: Path, home: Path) -> None:
        self._environment = os.environ | {"GENFILM_SOURCES": str(root), "GENFILM_HOME": str(home)}
        self._lock = threading.Lock()
        self._wanted = self._running = False

    def __call__(self) -> None:
        """Have the sources built soon; returns at once."""
        with self._lock:
            self._wanted = True
            if not self._running:
                self._running = True
                threading.Thread(target=self._build, name="rebuild", daemon=True).start()

    def _build(self) -> None:
        while True:
            with self._lock:
                self._running = self._wanted
                if not self._wanted:
                    return
                self._wanted = False
            command = [sys.executable, "-m", "genfilm.cli.main", "build"]
            with subprocess.Popen(
                command, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
            ) as process:
                os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
                _, told = process.communicate()
            if process.returncode:
                _log.error("the sources do not build, the old build stays: %s", told.strip()[-2000:])
