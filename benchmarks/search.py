"""Measure search on the server's side: ``python -m benchmarks.search``, milliseconds on this machine."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from benchmarks.ask.__main__ import ROOT, opened, rows
from genfilm.ask.asker import asker as asker_of
from genfilm.build import current_or_new
from genfilm.search.index import SearchIndex
from genfilm.settings import Settings

WORDS = (
    "AI", "影", "版权", "生成對抗網路", "zhanglihua", "zlh", "copyright", "copyrihgt", "wandring erth", "张丽华",
    "电影版权风险", "film", "风险", "N16", "generati", "personalized recommendation", "b", "的",
)  # fmt: skip
TYPED = ("The Wandering Earth", "流浪地球", "liulangdiqiu", "screenwriters", "人工智能換臉", "netflxi")
ROUNDS = 20


def times(call: Callable[[str], object], texts: list[str]) -> list[float]:
    """Milliseconds of each call."""
    found = []
    for text in texts * ROUNDS:
        start = time.perf_counter()
        call(text)
        found.append(1000 * (time.perf_counter() - start))
    return sorted(found)


def main() -> None:
    """Print median, 95th percentile and maximum."""
    build = current_or_new(ROOT, Settings.from_environ().home)
    start = time.perf_counter()
    index = SearchIndex.open(build.directory)
    print(f"open {1000 * (time.perf_counter() - start):.0f} ms, {index.size / 1e6:.1f} MB")
    asker = asker_of(opened())
    questions = [row[lang] for row in rows("tuning") for lang in ("en", "zh")]
    asker.ask("warm")
    prefixes = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]
    for name, call, texts in (
        ("search", index.search, list(WORDS)),
        ("suggest", index.suggest, prefixes),
        ("answer a question", asker.ask, questions),
    ):
        found = times(call, texts)
        place = int(len(found) * 0.95)
        print(
            f"{name:18}{len(found):>6} calls, median {statistics.median(found):.1f} ms, "
            f"95 % {found[place]:.1f} ms, maximum {found[-1]:.1f} ms"
        )


if __name__ == "__main__":
    main()
