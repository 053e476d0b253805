"""Runs the benchmark: ``python -m benchmarks.run [--quick]``; writes JSON, then docs/benchmarks.md and .svg.

All servers are up at the same time and are measured in turns, so that the noise of the machine meets all
of them; read the ratios, not the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import secrets
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.mix import Question, load_mix, write_script
from benchmarks.peers import ALL, OURS, Peer, PeerFailed, Running
from benchmarks.scale import LARGE, Data, prepare
from genfilm.build import build
from genfilm.dataset import builds
from genfilm.errors import BuildNotFound
from genfilm.progress import Progress
from genfilm.settings import ROOT, Settings

CONNECTIONS = (1, 16, 64)
LOOKUPS = 4
LONGEST = 8.0
WARM = 3
NO_ANSWER = "no answer"
LATE = f"{NO_ANSWER} within {LONGEST:g} s"
SLOW_TIMES = 3
SAME = ("commit", "build", "seconds", "rounds", "questions", "peers")
"""Facts that a result file must share with a run that goes on with it."""
_TICK = os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Run what the command line asks for; 1 when our own service failed."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no server is left behind
    if shutil.which("wrk") is None:
        print("wrk is not installed (Debian: apt install wrk)", file=sys.stderr)
        return 1
    chosen = [peer for peer in ALL if not options.peers or peer.name in options.peers.split(",")]
    versions = {peer.name: peer.find() for peer in chosen}
    for peer in chosen:
        _say(f"{peer.name:16} {versions[peer.name] or 'MISSING: not installed, see benchmarks/README.md'}")
    here = build_here()
    questions = load_mix(here.directory / builds.GRAPH)
    result = _continued(
        options,
        {
            "started": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": _machine(),
            "commit": _commit(),
            "build": {"id": here.id[:12], "quads": here.manifest["quads"]},
            "seconds": options.seconds,
            "rounds": options.rounds,
            "questions": [
                {"name": q.name, "anchored": q.anchored, "texts": len(q.cold), "empty": q.empty}
                for q in questions
            ],
            "peers": {peer.name: {"title": peer.title, "version": versions[peer.name]} for peer in chosen},
            "scales": [],
        },
    )
    present = [peer for peer in chosen if versions[peer.name]]
    with tempfile.TemporaryDirectory(prefix="genfilm-bench-", dir=options.scratch) as scratch:
        for factor in options.scales:
            scale = next((s for s in result["scales"] if s["factor"] == factor), None)
            if scale is None:
                result["scales"].append(scale := {"factor": factor, "peers": {}})
            if scale.get("done"):
                _say(f"\n× {factor}: measured already")
                continue
            data = prepare(here, factor, Path(scratch) / f"x{factor}")
            peers = [peer for peer in present if peer.lowest <= factor <= peer.highest]
            _measure(data, peers, questions, options, scale, lambda: _keep(result, options.out))
            shutil.rmtree(Path(scratch) / f"x{factor}", ignore_errors=True)
    result["scales"].sort(key=lambda s: s["factor"])
    _keep(result, options.out)
    if not options.no_report and result["scales"][0]["factor"] != 1:
        _say(f"docs/ is not written: {options.out} has no × 1 for the tables (add 1 to --scales)")
    elif not options.no_report:
        report.write(result, ROOT / "docs")
    return 1 if any("failed" in scale["peers"].get(OURS.name, {}) for scale in result["scales"]) else 0


def _continued(options: argparse.Namespace, result: dict[str, Any]) -> dict[str, Any]:
    """The unfinished or smaller result in the file, when it was made of the same things; else the new one."""
    try:
        found: dict[str, Any] = json.loads(options.out.read_text("utf-8"))
    except (OSError, ValueError):
        return result
    if options.fresh or any(found.get(key) != result[key] for key in SAME):
        return result
    _say(f"goes on with {options.out} (begin anew: --fresh)")
    return found


def _keep(result: dict[str, Any], path: Path) -> None:
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    os.replace(draft, path)


def _measure(
    data: Data,
    peers: list[Peer],
    questions: list[Question],
    options: argparse.Namespace,
    scale: dict[str, Any],
    keep: Callable[[], None],
) -> None:
    """Start the peers on one graph, compare their answers, then measure in turns what ``scale`` lacks."""
    counted = scale["counted"] = data.counted
    _say(f"\n× {data.factor}: {counted['quads']:,} quads, {counted['default']:,} in the default graph")
    found: dict[str, dict[str, Any]] = {peer.name: scale["peers"].get(peer.name, {}) for peer in peers}
    scale["peers"] = found
    with ExitStack() as stack:
        running: dict[str, Running] = {}
        for peer in peers:
            try:
                server = Running(peer, data, data.triples.parent / f"run-{peer.name}")
            except (PeerFailed, OSError, subprocess.SubprocessError) as error:
                found[peer.name]["failed"] = str(error)
                _say(f"  {peer.name}: failed: {error}")
                if peer is OURS:
                    keep()
                    return
                continue
            stack.callback(server.stop)
            running[peer.name] = server
            found[peer.name]["start_seconds"] = round(server.start_seconds, 2)
        time.sleep(2)
        for name, server in running.items():
            found[name]["idle"] = server.memory()
            _say(
                f"  {name:16} up after {server.start_seconds:6.2f} s, {found[name]['idle']['pss_mb']:7.0f} MB"
            )
        anchored = [q for q in questions if q.anchored]
        whole = questions if data.factor < LARGE else anchored
        found_rows = {name: _rows(server, whole) for name, server in running.items()}
        answered = {
            name: {question for question, count in rows.items() if not str(count).startswith(NO_ANSWER)}
            for name, rows in found_rows.items()
        }
        if data.factor > 1:
            both = set.intersection(*answered.values()) if answered else set()
            answered = dict.fromkeys(answered, both)
        for name, rows in found_rows.items():
            found[name]["differences"] = _differences(found_rows.get(OURS.name, rows), rows)
            for line in found[name]["differences"]:
                _say(f"  {name}: {line}")
        plan = [("cold", 16), ("cold anchored", 16), ("cold look-ups", 16)]
        if data.factor == 1:
            plan = [(mix, c) for mix in ("hot", "cold", "cold look-ups") for c in options.connections]
            plan.append(("cold anchored", 16))
        elif data.factor >= LARGE:
            plan = plan[1:]
        script = data.triples.parent / "mix.lua"

        def load(
            server: Running, asked: list[Question], mix: str, connections: int, seconds: int
        ) -> dict[str, Any]:
            can = [q for q in asked if q.name in answered[server.peer.name]]
            write_script(script, can, cold=mix != "hot", salt=secrets.token_hex(4))
            return run_wrk(server, script, connections, seconds)

        for server in running.values():
            load(server, whole, "cold", 1 if server.peer.slow else 16, WARM)
            _settle(server)
        for mix, connections in plan:
            asked = {"cold look-ups": questions[:LOOKUPS], "cold anchored": anchored}.get(mix, whole)
            for turn in range(options.rounds):
                for name, server in running.items():
                    this = {"mix": mix, "connections": connections, "round": turn}
                    runs = found[name].setdefault("runs", [])
                    if server.peer.slow and (turn or (connections > 1 and len(options.connections) > 1)):
                        continue
                    if mix == "cold anchored" and server.peer.highest == 1:
                        continue
                    if any(this.items() <= run.items() for run in runs):
                        continue
                    seconds = options.seconds * (SLOW_TIMES if server.peer.slow else 1)
                    runs.append(load(server, asked, mix, connections, seconds) | this)
                    _settle(server)
            for name in running:
                _say(
                    f"  {mix:14} {connections:3} {name:16} {_summary(found[name]['runs'], mix, connections)}"
                )
            keep()
        for name, server in running.items():
            found[name]["after"] = server.memory()
            found[name]["alive"] = server.process.poll() is None
    scale["load_after"] = os.getloadavg()
    scale["done"] = True
    keep()


def _rows(server: Running, questions: list[Question]) -> dict[str, int | str]:
    """Rows (SELECT), truth (ASK) or triples (CONSTRUCT) of each hot question, or what went wrong."""
    rows: dict[str, int | str] = {}
    for question in questions:
        try:
            content_type, body = server.ask(question.hot, LONGEST)
            rows[question.name] = _count(content_type, body)
        except TimeoutError:
            rows[question.name] = LATE
            server.restart()
        except (OSError, ValueError) as error:
            rows[question.name] = f"{NO_ANSWER}: {error}"[:200]
    return rows


def _count(content_type: str, body: bytes) -> int | str:
    if "json" in content_type:
        answer = json.loads(body)
        return str(answer["boolean"]) if "boolean" in answer else len(answer["results"]["bindings"])
    if "turtle" in content_type or "n3" in content_type:
        import rdflib

        return len(rdflib.Graph().parse(data=body, format="turtle"))
    if "n-triples" not in content_type and "text/plain" not in content_type:
        return f"an answer of type {content_type}"
    return len({line for line in body.splitlines() if line.strip() and not line.startswith(b"#")})


def _differences(ours: dict[str, int | str], theirs: dict[str, int | str]) -> list[str]:
    return [
        f"{name}: {theirs[name]} where GenFilm KG has {count}"
        for name, count in ours.items()
        if theirs[name] != count
    ]


def run_wrk(server: Running, script: Path, connections: int, seconds: int) -> dict[str, Any]:
    """Report of wrk on its load; ``rate`` counts answers with a good status, in requests/s."""
    threads = min(2, connections)
    address = server.query.replace("?", "&")  # the script appends ?query=
    base, _, rest = address.partition("&")
    if rest:
        text = script.read_text("utf-8").replace('"?query="', f'"?{rest}&query="')
        script.write_text(text, "utf-8")
    done = subprocess.run(
        [
            "wrk",
            f"-t{threads}",
            f"-c{connections}",
            f"-d{seconds}s",
            "--timeout",
            "60s",
            "-s",
            str(script),
            base,
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds + 120,
    )
    match = re.search(r"^RESULT (.*)$", done.stdout, re.M)
    if not match:
        return {
            "failed": (done.stdout + done.stderr)[-300:],
            "rate": 0.0,
            "errors": 0,
            "p50_ms": 0.0,
            "p99_ms": 0.0,
        }
    taken: dict[str, Any] = json.loads(match[1])
    bad = taken["bad_status"] + taken["socket"] + taken["timeouts"]
    answered = taken["requests"] - taken["bad_status"]
    return taken | {"errors": bad, "rate": round(answered / (taken["microseconds"] / 1e6), 1)}


def _settle(server: Running) -> None:
    """Wait until the server has done with what was asked of it, so that the next has the machine.

    One that goes on for ten seconds is started anew.
    """
    end = time.monotonic() + 10
    last = server.processor_ticks()
    while time.monotonic() < end:
        time.sleep(0.2)
        now = server.processor_ticks()
        if now - last <= 0.04 * _TICK:
            return
        last = now
    server.restart()


def _summary(runs: list[dict[str, Any]], mix: str, connections: int) -> str:
    same = [run for run in runs if run["mix"] == mix and run["connections"] == connections]
    if not same:
        return "not measured"
    rate = statistics.median(run["rate"] for run in same)
    p50, p99 = (statistics.median(run[key] for run in same) for key in ("p50_ms", "p99_ms"))
    return (
        f"{rate:10,.1f}/s  p50 {p50:8.2f} ms  p99 {p99:8.2f} ms  errors {sum(run['errors'] for run in same)}"
    )


def build_here() -> builds.Build:
    """The current build of this checkout, made when there is none."""
    home = Settings.from_environ().home
    try:
        return builds.current(home)
    except BuildNotFound:
        return build(ROOT, home, Progress())


def _machine() -> dict[str, Any]:
    model = re.search(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.M)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": model[1] if model else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_before": os.getloadavg(),
    }


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(
            ["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False
        ).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + (
        " with changes" if git("status", "--porcelain", "genfilm") else ""
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="one short round at 16 connections, for a smoke test"
    )
    parser.add_argument("--peers", default="", help="names separated by commas; default: every one")
    parser.add_argument("--scales", default="1,10,100", help="how many sources, separated by commas")
    parser.add_argument("--seconds", type=int, default=3, help="length of one measurement")
    parser.add_argument("--rounds", type=int, default=2, help="turns; medians are reported")
    parser.add_argument("--out", type=Path, default=Path("/tmp/genfilm-benchmark.json"))
    parser.add_argument("--fresh", action="store_true", help="do not go on with what --out holds already")
    parser.add_argument("--scratch", type=Path, help="where the graphs are written (× 1000: 16 GB)")
    parser.add_argument("--no-report", action="store_true", help="leave docs/ as it is")
    options = parser.parse_args()
    options.connections = CONNECTIONS
    options.scales = [int(word) for word in options.scales.split(",")]
    if options.quick:
        options.seconds, options.rounds, options.connections = 1, 1, (16,)
        options.scales, options.no_report = [1], True
    return options


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
