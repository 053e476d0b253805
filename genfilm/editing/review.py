"""A workbook of a stranger looked at in a process of its own, which a deadline ends: nothing is written.

``python -m genfilm.editing.review`` reads a line of JSON at its standard input and answers with one.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genfilm.problems import RequestTooLarge

_MIB = 1 << 20
_MOST = 500
"""Faults, and statements of a file, that are told; the copy has all faults."""
_SHOWN = 20_000_000
"""Bytes of a copy that is given back: a workbook of the largest size, and what is wrong with it."""


_TOO_MUCH = 7
"""Exit code of the process when it gets no more memory."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """A fault of a workbook in words: the cell (or nothing), what is wrong, what to do, the rule."""

    cell: str
    message: str
    remedy: str
    rule: str


@dataclass(frozen=True, slots=True)
class Review:
    """Outcome of an import of a workbook: its changes, its faults, and its copy with both.

    ``changes`` are (file, lines of mark and words, number of further lines); ``rows`` counts rows of claims.
    """

    source: str
    rows: int
    changes: tuple[tuple[str, tuple[tuple[str, str], ...], int], ...]
    others: tuple[str, ...]
    faults: tuple[CellFault, ...]
    further: int
    copy: bytes

    @property
    def total(self) -> int:
        """Number of all faults."""
        return len(self.faults) + self.further


def review(
    workbook: bytes, sources: Path, build: Path, lang: str, *, seconds: float, mebibytes: int
) -> Review:
    """The review of a workbook in a language.

    Raises Problem 413 when it is not read within ``seconds`` or with so much memory beyond the usual.
    """
    with tempfile.TemporaryDirectory(prefix="genfilm-review-") as folder:
        path = Path(folder) / "claims.xlsx"
        path.write_bytes(workbook)
        asked = {"path": str(path), "sources": str(sources), "build": str(build), "lang": lang}
        command = [sys.executable, "-m", "genfilm.editing.review"]
        try:
            done = subprocess.run(
                command,
                input=json.dumps(asked | {"mebibytes": mebibytes}).encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise RequestTooLarge("workbook_time", seconds=seconds) from None
    if done.returncode == _TOO_MUCH or done.returncode < 0:
        raise RequestTooLarge("workbook_memory", limitMiB=mebibytes)
    done.check_returncode()
    return _read(json.loads(done.stdout))


def _read(told: dict[str, Any]) -> Review:
    changes = tuple(
        (file, tuple((mark, words) for mark, words in lines), more) for file, lines, more in told["changes"]
    )
    return Review(
        told["source"],
        told["rows"],
        changes,
        tuple(told["others"]),
        tuple(CellFault(*fault) for fault in told["faults"]),
        told["further"],
        base64.b64decode(told["copy"]),
    )


def _review() -> None:
    import openpyxl  # noqa: F401  with what it brings: that counts as used already

    from genfilm.catalogue.library import open_library
    from genfilm.dataset.builds import open_build
    from genfilm.dataset.disk import open_store
    from genfilm.editing.annotated import write_annotated
    from genfilm.editing.batch import read_batch
    from genfilm.editing.layout import ROWS
    from genfilm.editing.telling import file_changes
    from genfilm.engine.local import LocalEngine

    asked = json.loads(sys.stdin.buffer.read())
    path, lang = Path(asked["path"]), asked["lang"]
    build = open_build(Path(asked["build"]))
    engine = LocalEngine(open_store(build.directory), build.prefixes)
    library = open_library(build.directory, engine)
    _confine(asked["mebibytes"])
    batch = read_batch(path, Path(asked["sources"]), library, lang)
    sheets, copy = batch.sheets, b""
    if sheets.rows and (sheets.faults or sheets.back):
        write_annotated(path, sheets, lang, path.with_name("copy.xlsx"))
        copy = path.with_name("copy.xlsx").read_bytes()
    faults = [(place.name if place else "", *fault.words(lang), fault.rule) for place, fault in sheets.faults]
    changes = [
        (str(change.path), change.lines[:_MOST], max(0, len(change.lines) - _MOST))
        for change in file_changes(batch.placement, lang, batch.known)
    ]
    told = {
        "source": batch.source,
        "rows": sum(len(sheets.rows.get(sheet, ())) for sheet in ROWS),
        "changes": changes,
        "others": [str(file) for file in batch.other],
        "faults": faults[:_MOST],
        "further": max(0, len(faults) - _MOST),
        "copy": base64.b64encode(copy if len(copy) <= _SHOWN else b"").decode(),
    }
    sys.stdout.write(json.dumps(told))


def _confine(mebibytes: int) -> None:
    """No more memory than that beyond what is used, no large file, and other processes first."""
    if sys.platform == "linux":
        import os
        import resource

        used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + mebibytes * _MIB,) * 2)
        resource.setrlimit(resource.RLIMIT_FSIZE, (_SHOWN * 5,) * 2)
        os.nice(5)


if __name__ == "__main__":
    try:
        _review()
    except MemoryError:
        sys.exit(_TOO_MUCH)
