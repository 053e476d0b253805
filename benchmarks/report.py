"""The result file as a Markdown table and a plain SVG plot."""

from __future__ import annotations

import argparse
import json
import math
import statistics
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

NOTES = Path(__file__).parent / "notes.md"
OURS, NATIVE = "genfilm", "oxigraph"
_COLOURS = {
    "genfilm": "#0b6e4f",
    "oxigraph": "#c8553d",
    "oxigraph-disk": "#e2a58f",
    "fuseki": "#3d5a80",
    "virtuoso": "#8d6a9f",
    "rdflib-endpoint": "#8a8a8a",
}


def write(result: dict[str, Any], directory: Path) -> None:
    """Write benchmarks.md and benchmarks.svg into ``directory``."""
    text = _markdown(result) + "\n" + NOTES.read_text("utf-8")
    (directory / "benchmarks.md").write_text(text, "utf-8")
    (directory / "benchmarks.svg").write_text(_svg(result), "utf-8")


def taken(peer: dict[str, Any], mix: str, connections: int, key: str) -> float | None:
    """The median of the rounds; None when the peer was not measured."""
    found = [r[key] for r in peer.get("runs", []) if r["mix"] == mix and r["connections"] == connections]
    return statistics.median(found) if found else None


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
        f"- `{result['command'].strip()}`: {result['rounds']} rounds of {result['seconds']} s in turns,"
        f" medians; {len(result['questions'])} questions; wrk on the same machine",
        "",
        "![Requests per second by server; ratio to the native server as the graph grows](benchmarks.svg)",
        "",
        "## Servers",
        "",
        "| Server | Version | First answer, s | Memory idle, MB | Memory after, MB | Answers that differ |",
        "|---|---|--:|--:|--:|---|",
    ]
    for name, peer in peers.items():
        lines.append(_server_row(name, peer, first["peers"].get(name, {})))
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
        lines += _growth(result["scales"])
    return "\n".join(lines) + "\n"


def _server_row(name: str, peer: dict[str, Any], found: dict[str, Any]) -> str:
    if peer["version"] is None:
        return f"| {peer['title']} | **missing: not installed** | | | | |"
    if "failed" in found:
        return f"| {peer['title']} | {peer['version']} | did not start | | | |"
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


def _growth(scales: list[dict[str, Any]]) -> list[str]:
    lines = [
        "",
        "## As the graph grows",
        "",
        "Synthetic sources of the same shape; cold, 16 connections. *Anchored* questions ask for one claim,"
        " page, document or film; in the whole mix the answers and the scans grow with the graph.",
        "",
        "| Sources | Quads | Mix | GenFilm KG, req/s | Oxigraph in memory, req/s | Ratio | Errors |"
        " Memory idle: ours, Oxigraph, MB | First answer, s |",
        "|--:|--:|---|--:|--:|--:|---|---|---|",
    ]
    for scale in scales:
        ours, native = (scale["peers"].get(name, {}) for name in (OURS, NATIVE))
        for mix in ("cold", "cold anchored", "cold look-ups"):
            a, b = taken(ours, mix, 16, "rate"), taken(native, mix, 16, "rate")
            if a is None or b is None:
                continue
            ratio = f"{a / b:.2f}" if b else "–"
            memory = ", ".join(f"{p['idle']['pss_mb']:,.0f}" for p in (ours, native))
            start = ", ".join(f"{p['start_seconds']:.1f}" for p in (ours, native))
            errors = ", ".join(str(_errors(p, mix)) for p in (ours, native))
            lines.append(
                f"| × {scale['factor']} | {scale['counted']['quads']:,} | {mix} | {a:,.1f} | {b:,.1f} |"
                f" {ratio} | {errors} | {memory} | {start} |"
            )
    return lines


def _errors(peer: dict[str, Any], mix: str) -> int:
    return sum(r["errors"] for r in peer["runs"] if r["mix"] == mix and r["connections"] == 16)


# --- the plot --------------------------------------------------------------------------------------------

_WIDTH, _ROW, _LEFT, _RIGHT = 760, 22, 150, 90


def _svg(result: dict[str, Any]) -> str:
    """Bars on a logarithmic scale for each mix at 16 connections, then the growth as lines of text bars."""
    first = result["scales"][0]["peers"]
    parts: list[str] = []
    y = 24
    for mix in ("hot", "cold", "cold look-ups"):
        rates = {n: taken(p, mix, 16, "rate") for n, p in first.items()}
        bars = {n: rate for n, rate in rates.items() if rate}
        y = _bars(parts, f"{mix}, 16 connections: requests/s (logarithmic)", bars, y)
    curve = [
        (scale["factor"], mix, a / b)
        for scale in result["scales"]
        for mix in ("cold", "cold anchored", "cold look-ups")
        if (a := taken(scale["peers"].get(OURS, {}), mix, 16, "rate"))
        and (b := taken(scale["peers"].get(NATIVE, {}), mix, 16, "rate"))
    ]
    if len(result["scales"]) > 1:
        y = _curve(parts, curve, y)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{y}" viewBox="0 0 {_WIDTH} {y}" '
        'font-family="sans-serif" font-size="12" role="img">'
    )
    return "\n".join([head, f'<rect width="{_WIDTH}" height="{y}" fill="#fff"/>', *parts, "</svg>"]) + "\n"


def _text(x: float, y: float, words: str, *, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-weight="{weight}">{escape(words)}</text>'
    )


def _bars(parts: list[str], title: str, bars: dict[str, float], y: int) -> int:
    parts.append(_text(12, y, title, weight="bold"))
    y += 12
    top = math.log10(max(bars.values(), default=10)) or 1
    for name, rate in sorted(bars.items(), key=lambda item: -item[1]):
        length = max(2.0, (_WIDTH - _LEFT - _RIGHT) * max(0.0, math.log10(rate)) / top)
        colour = _COLOURS.get(name, "#555")
        parts.append(_text(_LEFT - 8, y + 14, name, anchor="end"))
        parts.append(f'<rect x="{_LEFT}" y="{y + 3}" width="{length:.0f}" height="14" fill="{colour}"/>')
        parts.append(_text(_LEFT + length + 6, y + 14, f"{rate:,.0f}"))
        y += _ROW
    return y + 26


def _curve(parts: list[str], curve: list[tuple[int, str, float]], y: int) -> int:
    """Ratio ours : native over the number of sources, one line per mix."""
    parts.append(
        _text(
            12,
            y,
            "GenFilm KG ÷ Oxigraph in memory, cold, 16 connections, by number of sources",
            weight="bold",
        )
    )
    height, top = 160, max([1.2, *(ratio for *_, ratio in curve)])
    low, base = y + 14, y + 14 + height
    last = math.log10(max(factor for factor, *_ in curve)) or 1

    def place(factor: int, ratio: float) -> tuple[float, float]:
        return _LEFT + (_WIDTH - _LEFT - 190) * math.log10(factor) / last, base - height * ratio / top

    for level in (0.0, 0.7, 1.0):
        _, at = place(1, level)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - 190}" y1="{at:.0f}" y2="{at:.0f}" stroke="#ccc"/>')
        parts.append(_text(_LEFT - 8, at + 4, f"{level:g}", anchor="end"))
    for factor in sorted({factor for factor, *_ in curve}):
        x, _ = place(factor, 0)
        parts.append(_text(x, base + 16, f"× {factor}", anchor="middle"))
    for mix, colour in (("cold", "#0b6e4f"), ("cold anchored", "#3d5a80"), ("cold look-ups", "#c8553d")):
        points = [place(factor, ratio) for factor, name, ratio in curve if name == mix]
        if not points:
            continue
        path = " ".join(f"{x:.0f},{at:.0f}" for x, at in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.0f}" cy="{at:.0f}" r="3" fill="{colour}"/>' for x, at in points]
        number = ("cold", "cold anchored", "cold look-ups").index(mix)
        parts.append(
            f'<rect x="{_WIDTH - 170}" y="{low + 20 * number}" width="12" height="12" fill="{colour}"/>'
        )
        parts.append(_text(_WIDTH - 152, low + 11 + 20 * number, mix))
    return base + 36


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description=__doc__)
    parser.add_argument("result", type=Path)
    parser.add_argument("directory", type=Path)
    options = parser.parse_args()
    write(json.loads(options.result.read_text("utf-8")), options.directory)
