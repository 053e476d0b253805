"""Checks of changes in a process of its own, which lets other processes go first: readers notice nothing.

``python -m genfilm.editing.checking ROOT`` reads a line of JSON with the new texts of files for each change,
and writes a line with its faults. It ends when nobody has asked for a minute.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from genfilm.dataset.placing import Placement
from genfilm.errors import GenFilmError, SourceFault

NICENESS = 10
_PATIENCE = 60.0


class Checking:
    """The faults of changes of the sources below ``root``, one change after the other."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def __call__(self, root: Path, placed: Placement) -> list[SourceFault]:
        """The faults of a change before it is made, as ``genfilm.editing.accept.check`` finds them."""
        texts = placed.texts()
        if placed.faults or not texts:
            return list(placed.faults)
        with self._lock:
            told = self._asked(texts) or self._asked(texts)
        if not told:
            raise GenFilmError("the checks have ended before they were done")
        return [SourceFault(**{**each, "chinese": tuple(each["chinese"])}) for each in json.loads(told)]

    def close(self) -> None:
        """End the process; the next change starts another one."""
        if self._process is not None:
            with contextlib.suppress(BrokenPipeError), self._process:
                pass  # its pipes are closed, which ends it
            self._process = None

    def _asked(self, texts: Mapping[Path, str]) -> bytes:
        """The line that the process answers, nothing when it has ended."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            command = [sys.executable, "-m", "genfilm.editing.checking", str(self._root)]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process = self._process
        assert process.stdin
        assert process.stdout
        line = json.dumps({str(path): text for path, text in texts.items()}).encode() + b"\n"
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(line)
            process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            self.close()
        return answer


def _serve(root: Path) -> None:
    from genfilm.editing.accept import faults_of

    os.nice(NICENESS)
    answers, sys.stdout = sys.stdout, sys.stderr
    while select.select([sys.stdin], [], [], _PATIENCE)[0] and (line := sys.stdin.buffer.readline()):
        texts = {Path(path): text for path, text in json.loads(line).items()}
        faults = [asdict(fault) for fault in faults_of(root, texts)]
        answers.write(json.dumps(faults) + "\n")
        answers.flush()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
