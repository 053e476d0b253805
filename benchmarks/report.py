"""The result file as Markdown tables, beside the figures that were wanted."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.plot import svg, taken

NOTES = Path(__file__).parent / "notes.md"
OURS, NATIVE, NATIVE_ON_DISK = "genfilm", "oxigraph", "oxigraph-disk"


def write(result: dict[str, Any], directory: Path) -> None:
    """Write benchmarks.md and benchmarks.svg into ``directory``."""
    text = _markdown(result) + "\n" + NOTES.read_text("utf-8")
    (directory / "benchmarks.md").write_text(text, "utf-8")
    (directory / "benchmarks.svg").write_text(svg(result), "utf-8")


def _markdown(result: dict[str, Any]) -> str:
    machine, first = result["machine"], result["scales"][0]
    peers: dict[str, Any] = result["peers"]
    counted, load = first["counted"], machine["load_before"][0]
    lines = [
        "# Benchmarks",
        "",
        "Written by `benchmarks/report.py` from one run and `benchmarks/notes.md`; not edited by hand."
        " How it is measured: [benchmarks/README.md](../benchmarks/README.md).",
        "",
        f"- {result['started'][:10]}, commit {result['commit']}, build {result['build']['id']},"
        f" {counted['quads']:,} quads ({counted['default']:,} in the default graph)",
        f"- {machine['cores']} cores ({machine['processor']}), {machine['memory_gib']} GiB,"
        f" {machine['system']}, Python {machine['python']}; load average before the run {load:.1f}"
        " (other work was going on unless it is near 0)",
        f"- {result['rounds']} rounds of {result['seconds']} s in turns, medians; {len(result['questions'])} questions,"
        f" {_share(result['questions'])} of the cold texts without a row in the answer; wrk on the same machine",
        "",
        "![Requests per second by server, hot and cold, and as the graph grows](benchmarks.svg)",
        "",
        *_wanted(result),
        "",
        "## Servers",
        "",
        "| Server | Version | First answer, s | Memory idle, MB | Memory after, MB | Answers that differ |",
        "|---|---|--:|--:|--:|---|",
    ]
    for name, peer in peers.items():
        found = next((scale["peers"][name] for scale in result["scales"] if name in scale["peers"]), {})
        lines.append(_server_row(name, peer, found))
    lines += [
        "",
        "Memory is that of the whole service, pages shared by its processes counted once. The first answer"
        " includes loading the graph (not for the one on disk).",
    ]
    connections = sorted({r["connections"] for p in first["peers"].values() for r in p.get("runs", [])})
    for mix, title in (
        ("hot", "Hot: the same texts again and again"),
        ("cold", "Cold: every text new"),
        ("cold look-ups", "Cold, only the four cheapest look-ups"),
    ):
        lines += ["", f"## {title}", "", *_table(first["peers"], peers, mix, connections)]
    lines += _differences(first["peers"], peers)
    if len(result["scales"]) > 1:
        lines += _growth(result["scales"], peers)
    return "\n".join(lines) + "\n"


def _server_row(name: str, peer: dict[str, Any], found: dict[str, Any]) -> str:
    if peer["version"] is None:
        return f"| {peer['title']} | **missing: not installed** | | | | |"
    if "failed" in found:
        return f"| {peer['title']} | {peer['version']} | did not start | | | |"
    if "after" not in found:
        return f"| {peer['title']} | {peer['version']} | not in this run | | | |"
    idle, after = found["idle"]["pss_mb"], found["after"]["pss_mb"]
    other = "–" if name == OURS else str(len(found["differences"]))
    dead = "" if found.get("alive", True) else " (dead at the end)"
    start = found["start_seconds"]
    row = (peer["title"], peer["version"], f"{start:.2f}", f"{idle:,.0f}", f"{after:,.0f}{dead}", other)
    return f"| {' | '.join(row)} |"


def _table(found: dict[str, Any], peers: dict[str, Any], mix: str, connections: Iterable[int]) -> list[str]:
    lines = [
        "| Server | Connections | Requests/s | p50, ms | p99, ms | Errors | GenFilm KG ÷ this |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for count in connections:
        ours = taken(found.get(OURS, {}), mix, count, "rate")
        for name, peer in found.items():
            rate = taken(peer, mix, count, "rate")
            if rate is None:
                continue
            p50, p99 = (taken(peer, mix, count, key) or 0.0 for key in ("p50_ms", "p99_ms"))
            runs = [r for r in peer["runs"] if r["mix"] == mix and r["connections"] == count]
            errors = sum(r["errors"] for r in runs)
            ratio = "–" if name == OURS or not ours or not rate else f"{ours / rate:,.2f} ×"
            title, speed = (
                peers[name]["title"],
                f"{rate:,.{0 if rate >= 10 else 1}f} | {p50:,.2f} | {p99:,.2f}",
            )
            if not rate:
                speed = "none in the time | – | –"
            lines.append(f"| {title} | {count} | {speed} | {errors} | {ratio} |")
    return lines


def _differences(found: dict[str, Any], peers: dict[str, Any]) -> list[str]:
    lines = [
        f"- {peers[name]['title']}: {line}"
        for name, peer in found.items()
        for line in peer.get("differences", [])
    ]
    if not lines:
        return ["", "Every server gave the same number of rows for every question."]
    return ["", "## Answers that differ", "", "Rows, triples or truth, by question:", "", *lines]


def _growth(scales: list[dict[str, Any]], peers: dict[str, Any]) -> list[str]:
    lines = [
        "",
        "## As the graph grows",
        "",
        "Synthetic sources of the same shape; cold, 16 connections. *Anchored* questions ask for one claim,"
        " page, document or film; in the whole mix the answers and the scans grow with the graph.",
        "",
        "| Sources | Quads | Mix | Server | Requests/s | p50, ms | p99, ms | Errors | Memory idle, MB | First answer, s"
        " | GenFilm KG ÷ this |",
        "|--:|--:|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for scale in scales:
        for mix in ("cold", "cold anchored", "cold look-ups"):
            ours = taken(scale["peers"].get(OURS, {}), mix, 16, "rate")
            for name, peer in scale["peers"].items():
                rate = taken(peer, mix, 16, "rate")
                if rate is None or (scale["factor"] == 1 and name not in (OURS, NATIVE, NATIVE_ON_DISK)):
                    continue
                p50, p99 = (taken(peer, mix, 16, key) or 0.0 for key in ("p50_ms", "p99_ms"))
                ratio = "–" if name == OURS or not ours or not rate else f"{ours / rate:,.2f} ×"
                lines.append(
                    f"| × {scale['factor']:,} | {scale['counted']['quads']:,} | {mix} | {peers[name]['title']} |"
                    f" {rate:,.1f} | {p50:,.2f} | {p99:,.2f} | {_errors(peer, mix)} | {peer['idle']['pss_mb']:,.0f} |"
                    f" {peer['start_seconds']:.1f} | {ratio} |"
                )
        failed = [peers[name]["title"] for name, peer in scale["peers"].items() if "failed" in peer]
        lines += [f"| × {scale['factor']:,} | | | {title} | did not start | | | | | | |" for title in failed]
    return lines


def _share(questions: list[dict[str, Any]]) -> str:
    """Each question is asked equally often, each of its texts too."""
    return f"{sum(q['empty'] / q['texts'] for q in questions) / len(questions):.0%}"


def _wanted(result: dict[str, Any]) -> list[str]:
    """The figures that were wanted beside those of this run; 16 connections, one source."""
    scales = {scale["factor"]: scale["peers"] for scale in result["scales"]}
    first = scales[1]
    peers = ("fuseki", "virtuoso", "rdflib-endpoint")
    ours = first[OURS]
    rows: list[tuple[str, str, bool | None]] = []

    def ratios(mix: str, names: Iterable[str], least: float, found: dict[str, Any] = first) -> None:
        mine = taken(found.get(OURS, {}), mix, 16, "rate") or 0.0
        theirs = {name: _comparable(found.get(name, {}), mix) for name in names}
        shown = {n: mine / rate for n, rate in theirs.items() if rate}
        text = (
            ", ".join(f"{ratio:,.{2 if ratio < 10 else 0}f} ×" for ratio in shown.values()) or "not measured"
        )
        titles = ", ".join(result["peers"].get(name, {"title": name})["title"] for name in theirs)
        factor = next(f for f, p in scales.items() if p is found)
        where = "" if factor == 1 else f"× {factor:,}, "
        rows.append(
            (
                f"{where}{mix} ≥ {least:g} × {titles}",
                text,
                all(r >= least for r in shown.values()) if shown else None,
            )
        )

    ratios("hot", [NATIVE], 5)
    ratios("hot", peers, 10)
    p99 = taken(ours, "hot", 16, "p99_ms") or 0.0
    rows.append(("hot p99 ≤ 3 ms", f"{p99:.1f} ms", p99 <= 3))
    ratios("cold", [NATIVE], 0.7)
    ratios("cold look-ups", [NATIVE], 0.7)
    ratios("cold", peers, 3)
    rows.append(("first answer ≤ 2 s", f"{ours['start_seconds']:.1f} s", ours["start_seconds"] <= 2))
    idle = ours["idle"]["pss_mb"]
    rows.append(("idle memory ≤ 400 MB", f"{idle:,.0f} MB", idle <= 400))
    for factor, found in scales.items():
        if factor > 1 and OURS in found:
            native = NATIVE if NATIVE in found else NATIVE_ON_DISK
            if taken(found[OURS], "cold", 16, "rate"):
                ratios("cold", [native], 0.7, found)
            ratios("cold anchored", [native], 0.7, found)
    said = {True: "yes", False: "**no**", None: "open"}
    return [
        "## Against the figures wanted",
        "",
        "16 connections; rdflib-endpoint over one.",
        "",
        "| Wanted | Reached | |",
        "|---|---|---|",
        *(f"| {wanted} | {reached} | {said[good]} |" for wanted, reached, good in rows),
        "",
    ]


def _comparable(peer: dict[str, Any], mix: str) -> float | None:
    return taken(peer, mix, 16, "rate") or taken(peer, mix, 1, "rate")


def _errors(peer: dict[str, Any], mix: str) -> int:
    return sum(r["errors"] for r in peer["runs"] if r["mix"] == mix and r["connections"] == 16)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description=__doc__)
    parser.add_argument("result", type=Path)
    parser.add_argument("directory", type=Path)
    options = parser.parse_args()
    write(json.loads(options.result.read_text("utf-8")), options.directory)
