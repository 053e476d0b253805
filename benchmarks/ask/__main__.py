"""Measure the answers to plain questions: ``python -m benchmarks.ask [SET …] [--wrong]``.

``tuning`` and ``test`` are pairs of questions, English and Chinese, each with the rows of claims that answer
it. *Right* is the share that is answered at once: a row is among the statements shown, or behind the table
where a named question is taken to be meant. *First* is the share whose first statement is such a row, *near*
the share that is right or where such a row is behind a named question that is offered. *Wrong* is the share
answered by a table without such a row; of questions that nothing answers (``outside``), by a table at all.
*Warned* is the share told that the graph may hold no answer. ``readers-`` are pairs by someone who had read
the paper, and neither the catalogue nor a claim. A set that is not there is left out. The sets of strangers name the named question that is meant: *right* is the share answered
by it, *near* the share where it is among the three offered. ``--wrong`` lists what went wrong; it is not for
what is held out.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from genfilm.ask.answer import Answer
from genfilm.ask.asker import Asker
from genfilm.ask.asker import asker as asker_of
from genfilm.build import current_or_new
from genfilm.catalogue.library import Library, open_library
from genfilm.dataset.builds import GRAPH
from genfilm.engine.local import LocalEngine
from genfilm.records.corpus import CLAIMS
from genfilm.settings import Settings

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PAIRS = ("tuning", "test", "readers-tuning", "readers-test", "visitors-tuning")
STRANGERS = ("strangers-tuning", "strangers-test")
OUTSIDE = "outside"
Figures = dict[tuple[str, str], dict[str, list[bool]]]
"""Judgements by (language, kind of question) and measure; ``all`` is every kind that has an answer."""


def share(found: list[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def figures(
    name: str, asker: Asker, *, show: bool = False, times: list[tuple[float, str]] | None = None
) -> Figures:
    """The judged questions of a set; ``times`` takes the seconds of processor time of each answer."""
    found: Figures = defaultdict(lambda: defaultdict(list))
    for row in rows(name):
        for lang, text in _texts(row):
            started = time.process_time()
            answer = asker.ask(text, lang)
            if times is not None:
                times.append((time.process_time() - started, text))
            kind, judged = _judged(row, answer, asker, lang)
            for key in ((lang, kind), *([] if kind == OUTSIDE else [(lang, "all")])):
                for measure, value in judged.items():
                    found[key][measure].append(value)
            if show and (judged["wrong"] or not judged.get("right", True)):
                meant = answer.understood.id if answer.understood else "statements"
                print(f"{'wrong' if judged['wrong'] else 'missed'}: {text} → {meant}")
    return found


def _texts(row: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(row["lang"], row["text"])] if "text" in row else [(lang, row[lang]) for lang in ("en", "zh")]


def _judged(row: Mapping[str, str], answer: Answer, asker: Asker, lang: str) -> tuple[str, dict[str, bool]]:
    direct = answer.understood is not None
    if "question" in row:
        if row["question"] == "-":
            return OUTSIDE, {"wrong": direct}
        right = answer.understood is not None and answer.understood.id == row["question"]
        near = row["question"] in {each.id for each in answer.nearest}
        return row["style"], {"right": right, "near": near, "wrong": direct and not right}
    if row["kind"] == OUTSIDE:
        return OUTSIDE, {"wrong": direct, "warned": answer.doubtful}
    wanted = {asker.row(CLAIMS + name) for name in row["claims"].split()}
    shown = [asker.row(each.claim) for each in answer.statements]
    behind = {asker.row(iri) for iri in answer.claims}
    right = bool(wanted & behind)
    return row["kind"], {
        "right": right,
        "first": shown[:1] != [] and shown[0] in wanted,
        "near": right
        or bool(wanted & set(shown))
        or any(wanted & asker.behind(near, lang) for near in answer.nearest),
        "wrong": direct and not right,
        "warned": answer.doubtful,
    }


def opened() -> Library:
    """The library of the current build, or of a new one, over a store in memory."""
    build = current_or_new(ROOT, Settings.from_environ().home)
    store = ox.Store()
    store.bulk_load(path=str(build.directory / GRAPH), format=ox.RdfFormat.N_QUADS)
    return open_library(build.directory, LocalEngine(store, build.prefixes))


def main(arguments: list[str]) -> None:
    """Print the figures of the sets named, or of all, and the time of an answer."""
    asker = asker_of(opened())
    known = [name for name in PAIRS + STRANGERS if (HERE / f"{name}.tsv").is_file()]
    every: list[tuple[float, str]] = []
    for name in [name for name in arguments if name in known] or known:
        times: list[tuple[float, str]] = []
        found = figures(name, asker, show="--wrong" in arguments, times=times)
        every += times
        print(f"\n{name}: {len(times)} questions, {_told(times)}")
        for (lang, kind), measures in sorted(found.items()):
            cells = "".join(f"  {measure} {share(judged):6.1%}" for measure, judged in measures.items())
            print(f"  {lang} {kind:12}{len(measures['wrong']):>4}{cells}")
    print(f"\nall: {len(every)} questions, {_told(every)}")


def _told(times: list[tuple[float, str]]) -> str:
    """Median and percentiles of processor time."""
    spent = sorted(1000 * seconds for seconds, _ in times)
    at = {share: spent[min(len(spent) - 1, len(spent) * share // 100)] for share in (50, 95, 99)}
    return ", ".join(f"p{share} {value:.0f} ms" for share, value in at.items()) + f", most {spent[-1]:.0f} ms"


if __name__ == "__main__":
    main(sys.argv[1:])
