"""The result file as one SVG picture: bars for each server hot and cold, lines as the graph grows."""

from __future__ import annotations

import math
import statistics
from html import escape
from typing import Any

_COLOURS = {
    "genfilm": "#12946c",
    "oxigraph": "#d9622b",
    "oxigraph-disk": "#c98f1e",
    "fuseki": "#4078c0",
    "fuseki-disk": "#4078c0",
    "virtuoso": "#9a63c4",
    "rdflib-endpoint": "#808890",
}
_WIDTH, _MARGIN, _GAP = 920, 16, 40
_PANEL = (_WIDTH - 2 * _MARGIN - _GAP) // 2
_BAR, _NAMES, _FIGURES, _PLOT = 24, 116, 52, 190
_STYLE = """
.paper{fill:#ffffff}.ink{fill:#1f2328}.soft{fill:#59636e}.grid{stroke:#d1d9e0}
@media (prefers-color-scheme:dark){.paper{fill:#0d1117}.ink{fill:#f0f6fc}.soft{fill:#9da7b1}.grid{stroke:#3d444d}}
"""


def taken(peer: dict[str, Any], mix: str, connections: int, key: str) -> float | None:
    """The median of the rounds; None when the peer was not measured."""
    found = [r[key] for r in peer.get("runs", []) if r["mix"] == mix and r["connections"] == connections]
    return statistics.median(found) if found else None


def svg(result: dict[str, Any]) -> str:
    """The picture; its colours follow the scheme, light or dark, of whoever looks at it."""
    parts: list[str] = []
    first = result["scales"][0]["peers"]
    left, right, y = _MARGIN, _MARGIN + _PANEL + _GAP, 30
    bottom = [
        _bars(parts, f"{title}: requests/s, 16 connections", _rates(first, mix), x, y)
        for x, mix, title in ((left, "hot", "Hot (same texts)"), (right, "cold", "Cold (every text new)"))
    ]
    y = max(bottom) + 34
    if len(result["scales"]) > 1:
        for x, mix, title in (
            (left, "cold", "Cold, whole mix"),
            (right, "cold anchored", "Cold, questions about one thing"),
        ):
            _lines(parts, f"{title}: requests/s as the graph grows", result["scales"], mix, x, y)
        y += _PLOT + 64
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y}" width="{_WIDTH}" height="{y}" '
        f'font-family="system-ui,sans-serif" font-size="12" role="img"><title>{escape(_TITLE)}</title>'
    )
    paper = f'<rect class="paper" width="{_WIDTH}" height="{y}" rx="8"/>'
    return "\n".join([head, f"<style>{_STYLE}</style>", paper, *parts, "</svg>"]) + "\n"


_TITLE = "Requests per second of GenFilm KG and other SPARQL servers"


def _rates(peers: dict[str, Any], mix: str) -> dict[str, float]:
    """Over 16 connections; a slow server was measured over one."""
    rates = {n: taken(p, mix, 16, "rate") or taken(p, mix, 1, "rate") for n, p in peers.items()}
    return {name: rate for name, rate in rates.items() if rate}


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", weight: str = "normal", style: str = "ink"
) -> str:
    return (
        f'<text class="{style}" x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{escape(words)}</text>"
    )


def _figure(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"


def _bars(parts: list[str], title: str, bars: dict[str, float], x: int, y: int) -> int:
    """One bar a server on a logarithmic scale from 1 up; the height that it ends at."""
    parts.append(_text(x, y, title, weight="600"))
    y += 14
    decades = max(1, math.ceil(math.log10(max(bars.values(), default=10))))
    room = _PANEL - _NAMES - _FIGURES
    end = y + _BAR * len(bars)
    for power in range(decades + 1):
        at = x + _NAMES + room * power / decades
        parts.append(f'<line class="grid" x1="{at:.0f}" x2="{at:.0f}" y1="{y}" y2="{end}"/>')
        parts.append(_text(at, end + 15, f"{10**power:,}", anchor="middle", style="soft"))
    for name, rate in sorted(bars.items(), key=lambda item: -item[1]):
        length = max(2.0, room * math.log10(max(rate, 1)) / decades)
        weight = "600" if name == "genfilm" else "normal"
        parts.append(_text(x + _NAMES - 8, y + 16, name, anchor="end", weight=weight))
        parts.append(
            f'<rect x="{x + _NAMES}" y="{y + 4}" width="{length:.0f}" height="{_BAR - 8}" rx="2" '
            f'fill="{_COLOURS.get(name, "#808890")}"/>'
        )
        parts.append(_text(x + _NAMES + length + 6, y + 16, _figure(rate), weight=weight))
        y += _BAR
    return end + 15


def _lines(parts: list[str], title: str, scales: list[dict[str, Any]], mix: str, x: int, y: int) -> None:
    """One line a server, both axes logarithmic; a mix without figures of its own at × 1 starts later."""
    parts.append(_text(x, y, title, weight="600"))
    y += 16
    curves: dict[str, list[tuple[int, float]]] = {}
    for scale in scales:
        for name, peer in scale["peers"].items():
            rate = taken(peer, mix, 16, "rate")
            if rate:
                curves.setdefault(name, []).append((scale["counted"]["quads"], rate))
    if len(scales) > 1:  # a server measured once has no growth to show, unless it joins late
        curves = {n: c for n, c in curves.items() if len(c) > 1 or n == "fuseki-disk"}
    if not curves:
        return
    rates = [rate for curve in curves.values() for _, rate in curve]
    low, high = math.floor(math.log10(min(rates))), math.ceil(math.log10(max(rates)))
    high = max(high, low + 1)
    quads = [scale["counted"]["quads"] for scale in scales]
    near, far = math.log10(min(quads)), math.log10(max(quads))
    start, room, base = x + 46, _PANEL - 46 - 104, y + _PLOT

    def place(count: int, rate: float) -> tuple[float, float]:
        along = (math.log10(count) - near) / (far - near) if far > near else 0.0
        return start + room * along, base - _PLOT * (math.log10(rate) - low) / (high - low)

    for power in range(low, high + 1):
        _, at = place(min(quads), 10.0**power)
        parts.append(f'<line class="grid" x1="{start}" x2="{start + room}" y1="{at:.0f}" y2="{at:.0f}"/>')
        parts.append(
            _text(start - 6, at + 4, f"{10.0**power:,.{max(0, -power)}f}", anchor="end", style="soft")
        )
    for scale in scales:
        across, _ = place(scale["counted"]["quads"], 10.0**low)
        parts.append(_text(across, base + 16, f"× {scale['factor']:,}", anchor="middle", style="soft"))
        words = f"{scale['counted']['quads'] / 1e6:.{1 if scale['counted']['quads'] >= 1e6 else 2}f} M"
        words += " quads" if scale is scales[-1] else ""  # each would meet the next one
        parts.append(_text(across, base + 31, words, anchor="middle", style="soft"))
    ends = []
    for name, curve in curves.items():
        colour = _COLOURS.get(name, "#808890")
        points = [place(count, rate) for count, rate in curve]
        path = " ".join(f"{a:.0f},{b:.0f}" for a, b in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [f'<circle cx="{a:.0f}" cy="{b:.0f}" r="3.5" fill="{colour}"/>' for a, b in points]
        ends.append((points[-1][1], name, colour))
    last = -99.0
    for at, name, colour in sorted(ends):  # names beside the ends, moved apart where they would meet
        last = max(at, last + 17)
        parts.append(
            f'<rect x="{start + room + 18}" y="{last - 5:.0f}" width="10" height="10" fill="{colour}"/>'
        )
        parts.append(_text(start + room + 32, last + 4, name))
