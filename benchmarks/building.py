"""The processor time and memory of every step of a build at several numbers of sources.

``python -m benchmarks.building 1 10 100`` prints seconds of processor time over the scale, child processes
included, with the peak memory up to the end of the step, and what the last scale costs so over the
one before. A synthetic source is a copy of the files of the first one under a new key; shared entities stay.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.growth import ROOT, SOURCE
from genfilm.build import build
from genfilm.progress import Progress

SOURCES, DOCUMENTS = Path("kg/sources"), Path("kg/entities/documents.ttl")
PREFIX = "z26"
"""The start of the prefixes of the first source; each stands for one namespace."""
_NAMED = re.compile(r'([.。]?"@(?:en|zh))')
"""Where a sentence or name ends: no two sources say the same in the same words."""
LEFT_OUT = shutil.ignore_patterns(".*", "build", "node_modules", "__pycache__")


class Costs(Progress):
    """The steps of a build with their processor time and the peak memory at their end."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, tuple[float, float]] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[..., None]]:
        start = _processor_seconds()
        with super().step(name) as tell:
            yield tell
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.found[name] = (_processor_seconds() - start, peak)


def enlarge(root: Path, factor: int) -> None:
    """Add ``factor - 1`` copies of the first source to the files below ``root``."""
    files = {
        path.name: path.read_text("utf-8")
        for path in (root / SOURCES / SOURCE).iterdir()
        if path.name != "questions.tsv"  # no two claims answer the same question
    }
    documents = root / DOCUMENTS
    text = documents.read_text("utf-8")
    blocks = "".join(re.findall(rf"^doc:{SOURCE}\b.*?^\.\n", text, re.MULTILINE | re.DOTALL))
    for number in range(2, factor + 1):
        key = f"synthetic-{number}"
        (root / SOURCES / key).mkdir()
        for name, content in files.items():
            copy = _NAMED.sub(rf"{number}\1", content.replace(SOURCE, key).replace(PREFIX, f"y{number}n"))
            (root / SOURCES / key / name).write_text(copy, "utf-8")
        text += _NAMED.sub(rf"{number}\1", blocks.replace(SOURCE, key))
    documents.write_text(text, "utf-8")


def measured(factor: int) -> dict[str, tuple[float, float]]:
    """Seconds of processor time and peak MiB by step."""
    with TemporaryDirectory() as directory:
        root = Path(directory) / "project"
        shutil.copytree(ROOT, root, ignore=LEFT_OUT)
        enlarge(root, factor)
        costs = Costs()
        build(root, Path(directory) / "home", costs)
        return costs.found


def _processor_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def main(factors: list[int]) -> None:
    """Print the table; every scale is built in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        columns = list(pool.map(measured, factors))
    print(f"{'':10}" + "".join(f"{f'× {factor} s/scale':>16}{'peak MiB':>10}" for factor in factors))
    for step in columns[0]:
        over_scale = [column[step][0] / factor for column, factor in zip(columns, factors, strict=True)]
        cells = "".join(
            f"{spent:16.2f}{column[step][1]:10,.0f}"
            for spent, column in zip(over_scale, columns, strict=True)
        )
        ratio = f"{over_scale[-1] / over_scale[-2]:8.2f} ×" if len(factors) > 1 else ""
        print(f"{step:10}{cells}{ratio}")


if __name__ == "__main__":
    main([int(factor) for factor in sys.argv[1:]] or [1, 10])
