"""An evaluator: a process that answers one query after another from a graph in memory.

It is forked from the nursery, shares its memory, and may die at any time: by its deadline, by its
memory limit or because the engine aborts. It can open neither files nor sockets.
"""

from __future__ import annotations

import json
import os
import re
import resource
import socket
import sys
from collections.abc import Iterable
from dataclasses import asdict
from itertools import chain, islice
from typing import IO, Any, cast

import pyoxigraph as ox

from genfilm.engine import wire
from genfilm.protocol import guard

SOLUTION_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_PR_SET_PDEATHSIG = 1
_LOOKAHEAD = 2000
_ABSENT = frozenset({"LATERAL", "SERVICE", "LOAD"})
_SHOWN = 20


def serve(channel: socket.socket, store: ox.Store, memory_mib: int, prefixes: dict[str, str]) -> None:
    """Answer QUERY frames until the channel ends."""
    _die_with_parent()
    _limit(memory_mib, highest=channel.fileno())
    empty = ox.Store()
    while True:
        try:
            kind, payload = wire.receive(channel)
        except (EOFError, OSError):
            return
        if kind != wire.QUERY:
            return
        request = json.loads(payload)
        try:
            _answer(channel, empty if request.get("check") else store, request, prefixes)
        except OSError:
            return
        except Exception as error:  # noqa: BLE001  whatever the engine raises is an answer to the client
            wire.send_json(channel, wire.FAULT, describe(error))


def _answer(
    channel: socket.socket, store: ox.Store, request: dict[str, Any], prefixes: dict[str, str]
) -> None:
    if request.get("read"):
        wire.send_json(channel, wire.DATA, _read(request["text"], prefixes))
        wire.send(channel, wire.END)
        return
    dataset: dict[str, Any] = {}
    if request.get("dataset") and len(request["default_graphs"]) > 1:
        store = _merged(store, request["default_graphs"], request["named_graphs"])
    elif request.get("dataset"):
        dataset = {
            "default_graph": [ox.NamedNode(iri) for iri in request["default_graphs"]],
            "named_graphs": [ox.NamedNode(iri) for iri in request["named_graphs"]],
        }
    results = store.query(request["text"], base_iri=request.get("base"), prefixes=prefixes, **dataset)
    writer = cast(IO[bytes], wire.FrameWriter(channel))
    if not request.get("check"):
        name = request["format"]
        if isinstance(results, ox.QueryTriples):
            triples, used = _with_used_prefixes(results, request["prefixes"])
            ox.serialize(triples, writer, format=GRAPH_FORMATS[name], prefixes=used)
        else:
            results.serialize(writer, format=SOLUTION_FORMATS[name])
    writer.flush()
    wire.send(channel, wire.END)


def _read(text: str, prefixes: dict[str, str]) -> dict[str, Any]:
    """What the guard says of a long text; reading it could take the server process too long."""
    reading = asdict(guard.read(text, prefixes))
    del reading["text"]
    reading["undeclared"] = reading["undeclared"][:_SHOWN]
    return reading


def _merged(store: ox.Store, default_graphs: list[str], named_graphs: list[str]) -> ox.Store:
    """A store whose default graph is the RDF merge of several: the engine would count a triple that
    stands in two of them twice (SPARQL 1.1, section 13.2.1)."""
    merged = ox.Store()
    for iri in default_graphs:
        quads = store.quads_for_pattern(None, None, None, ox.NamedNode(iri))
        merged.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    for iri in named_graphs:
        merged.extend(store.quads_for_pattern(None, None, None, ox.NamedNode(iri)))
    return merged


def _with_used_prefixes(
    results: Iterable[ox.Triple], prefixes: dict[str, str]
) -> tuple[Iterable[ox.Triple], dict[str, str]]:
    """The triples, and the prefixes that they use; all prefixes when there are many triples."""
    if not prefixes:
        return results, prefixes
    rest = iter(results)
    first = list(islice(rest, _LOOKAHEAD))
    if len(first) < _LOOKAHEAD:
        text = " ".join(map(str, first))
        prefixes = {name: iri for name, iri in prefixes.items() if f"<{iri}" in text}
    return chain(first, rest), prefixes


def describe(error: Exception) -> dict[str, Any]:
    """An engine error as a message: syntax errors with line and column, in words a person can read."""
    text = str(error)
    if isinstance(error, SyntaxError):
        match = _POSITION.match(text)
        if match:
            return {
                "kind": "syntax",
                "line": int(match[1]),
                "column": int(match[2]),
                "detail": _readable(match[3]),
            }
        return {"kind": "syntax", "detail": _readable(text)}
    if isinstance(error, MemoryError):
        return {"kind": "memory", "detail": text}
    if isinstance(error, (RuntimeError, ValueError)):
        return {"kind": "evaluation", "detail": text}
    return {"kind": "internal", "detail": f"{type(error).__name__}: {text}"}


def _readable(detail: str) -> str:
    """Shorten the parser's list of expected tokens: its character classes say nothing to a person."""
    head, found, rest = detail.partition("expected one of ")
    if not found:
        return "unexpected text" if detail.startswith("expected ") else detail
    words = re.findall(r'"(?:[^"\\]|\\.)"|"[^"]{2,}"|\b[A-Z]{2,}\b', re.sub(r"\[[^\]]*\]", "", rest))
    shown = [word for word in dict.fromkeys(w.replace("\\", "") for w in words) if word not in _ABSENT][:12]
    return head + ("expected one of " + " ".join(shown) if len(shown) > 1 else "unexpected text")


def _die_with_parent() -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, 9)
        if os.getppid() == 1:
            os._exit(1)


def _limit(memory_mib: int, highest: int) -> None:
    """No further files or sockets, and on Linux an address space of today's size plus the allowance."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _limit_memory(memory_mib)
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1, highest + 1))


def _limit_memory(memory_mib: int) -> None:
    with open("/proc/self/statm") as statm:
        pages = int(statm.read().split()[0])
    size = pages * os.sysconf("SC_PAGE_SIZE") + (memory_mib << 20)
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
