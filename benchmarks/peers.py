"""The servers that are compared: whether each is installed, its version, and how to run it on loopback.

Peers are looked for in a directory of their own (``python -m benchmarks.install`` fills it) and on PATH.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

from benchmarks.mix import accept_for
from benchmarks.scale import LARGE, Data
from genfilm.settings import ROOT, Settings

PEERS = Path(os.environ.get("BENCH_PEERS", "/tmp/genfilm-peers"))
PROBE = "ASK { ?s ?p ?o }"
PATIENCE = 900.0
VIRTUOSO_GRAPH = "urn:benchmark:default"


class PeerFailed(Exception):
    """A peer did not start or did not answer."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A server: ``find`` gives its version or None, ``start`` its command line and query address.

    It is measured with ``lowest`` to ``highest`` sources. One that is ``slow`` is measured once, for longer
    and over one connection, else it would answer nothing in the time.
    """

    name: str
    title: str
    find: Callable[[], str | None]
    start: Callable[[Data, Path, int], Launch]
    lowest: int = 1
    highest: int = 1
    slow: bool = False


@dataclass(frozen=True, slots=True)
class Launch:
    """Command that starts a server, and the steps before it can be asked."""

    command: list[str]
    query: str
    environ: dict[str, str] = field(default_factory=dict)
    after: Callable[[], None] | None = None


class Running:
    """A started server; ``start_seconds`` is from its start to its first answer, data in place."""

    def __init__(self, peer: Peer, data: Data, directory: Path) -> None:
        self.peer, self.data, self.directory = peer, data, directory
        self.restart()

    def restart(self) -> None:
        """Start it, or end it and start it anew: some go on with a query after its client has left."""
        if hasattr(self, "process"):
            self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)
        port = free_port()
        launch = self.peer.start(self.data, self.directory, port)
        self.query = launch.query
        self.log = self.directory / "log"
        environ = {k: v for k, v in os.environ.items() if not k.startswith("GENFILM_")}
        begin = time.monotonic()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                launch.command,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=self.directory,
                env={**environ, **launch.environ},
                start_new_session=True,
            )
        try:
            if launch.after is not None:
                self._wait_for_port(port)
                launch.after()
            self._wait()
        except BaseException:
            self.stop()
            raise
        self.start_seconds = time.monotonic() - begin

    def ask(self, text: str, timeout: float = 120.0) -> tuple[str, bytes]:
        """(content type, body) of the answer to a query; raises OSError."""
        separator = "&" if "?" in self.query else "?"
        request = urllib.request.Request(
            f"{self.query}{separator}query={urllib.parse.quote(text, safe='')}",
            headers={"Accept": accept_for(text)},
        )
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.headers.get("Content-Type", ""), answer.read()

    def memory(self) -> dict[str, float]:
        """MB of the process and its descendants: resident, and proportional (shared pages counted once)."""
        found = {"rss_mb": 0.0, "pss_mb": 0.0}
        for pid in family(self.process.pid):
            try:
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            except OSError:
                continue
            for line in lines:
                name, _, value = line.partition(":")
                if name in ("Rss", "Pss"):
                    found[f"{name.lower()}_mb"] += int(value.split()[0]) / 1024
        return {name: round(value, 1) for name, value in found.items()}

    def processor_ticks(self) -> int:
        """Processor time so far of the process and its descendants, in clock ticks."""
        spent = 0
        for pid in family(self.process.pid):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            spent += int(fields[11]) + int(fields[12])
        return spent

    def stop(self) -> None:
        """End the server and its descendants, no other process."""
        processes = list(family(self.process.pid))
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for pid in processes[1:]:
            try:
                if os.getpgid(pid) == self.process.pid:
                    os.kill(pid, signal.SIGKILL)
            except OSError:
                continue  # it has ended by itself

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                if b"true" in self.ask(PROBE)[1]:
                    return
            except (OSError, urllib.error.URLError):
                pass  # not yet
            self._check(end)
            time.sleep(0.02)

    def _wait_for_port(self, port: int) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                self._check(end)
                time.sleep(0.02)

    def _check(self, end: float) -> None:
        if self.process.poll() is not None or time.monotonic() > end:
            tail = self.log.read_text("utf-8", "replace")[-600:]
            raise PeerFailed(f"{self.peer.name} did not start: {tail}")


def family(pid: int) -> Iterator[int]:
    """The process and its descendants."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from family(int(child))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _program(name: str, *places: str) -> str | None:
    found = [str(PEERS / place) for place in places if (PEERS / place).is_file()]
    return found[0] if found else shutil.which(name)


def _output(command: list[str], environ: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **(environ or {})},
        check=False,
    )
    return (done.stdout + done.stderr).strip()


# --- ours ------------------------------------------------------------------------------------------------


def _genfilm_version() -> str | None:
    import granian
    import pyoxigraph

    import genfilm

    return f"{genfilm.__version__} (pyoxigraph {pyoxigraph.__version__}, Granian {granian.__version__})"


def _genfilm(data: Data, directory: Path, port: int) -> Launch:
    # Without sources next to it the service takes the build as it is.
    (directory / "no-sources").mkdir()
    environ = {
        "GENFILM_HOST": "127.0.0.1",
        "GENFILM_PORT": str(port),
        "GENFILM_HOME": str(data.home),
        "GENFILM_SOURCES": str(directory / "no-sources"),
    }
    if data.store is not None and "store" in {field.name for field in fields(Settings)}:
        environ["GENFILM_STORE"] = "disk"
    return Launch([sys.executable, str(ROOT / "server.py")], f"http://127.0.0.1:{port}/sparql", environ)


# --- the native Oxigraph server --------------------------------------------------------------------------


def _oxigraph_program() -> str | None:
    return _program("oxigraph", "venv/bin/oxigraph")


def _oxigraph_version() -> str | None:
    program = _oxigraph_program()
    return _output([program, "--version"]).removeprefix("oxigraph ") if program else None


def _oxigraph(data: Data, directory: Path, port: int) -> Launch:
    address = f"127.0.0.1:{port}"

    def load() -> None:
        with data.quads.open("rb") as file:
            request = urllib.request.Request(
                f"http://{address}/store",
                data=file,
                headers={
                    "Content-Type": "application/n-quads",
                    "Content-Length": str(os.stat(data.quads).st_size),
                },
                method="POST",
            )
            urllib.request.urlopen(request, timeout=PATIENCE).close()

    return Launch(
        [_oxigraph_program() or "", "serve", "--bind", address], f"http://{address}/query", after=load
    )


def _oxigraph_on_disk(data: Data, directory: Path, port: int) -> Launch:
    program, store = _oxigraph_program() or "", directory / "store"
    if data.store is not None:
        shutil.copytree(data.store, store, copy_function=os.link)  # the same files, both only read them
    else:
        load = [program, "load", "--location", str(store), "--file", str(data.quads)]
        subprocess.run(load, check=True, capture_output=True)
    address = f"127.0.0.1:{port}"
    command = [program, "serve-read-only", "--location", str(store), "--bind", address]
    return Launch(command, f"http://{address}/query")


# --- rdflib-endpoint -------------------------------------------------------------------------------------


def _rdflib_endpoint_version() -> str | None:
    python = PEERS / "venv/bin/python"
    if not (PEERS / "venv/bin/rdflib-endpoint").is_file():
        return None
    code = (
        "from importlib.metadata import version; "
        "print(version('rdflib-endpoint'), '(rdflib', version('rdflib') + ')')"
    )
    return _output([str(python), "-c", code])


def _rdflib_endpoint(data: Data, directory: Path, port: int) -> Launch:
    program = str(PEERS / "venv/bin/rdflib-endpoint")
    command = [program, "serve", "--host", "127.0.0.1", "--port", str(port), str(data.triples)]
    return Launch(command, f"http://127.0.0.1:{port}/")


# --- Apache Jena Fuseki ----------------------------------------------------------------------------------


def _fuseki_jar() -> Path | None:
    return next(iter(sorted(PEERS.glob("fuseki/jena-fuseki-server-*.jar"), reverse=True)), None)


def _fuseki_version() -> str | None:
    jar = _fuseki_jar()
    if jar is None or shutil.which("java") is None:
        return None
    java = _output(["java", "-version"]).splitlines()[0]
    return f"{jar.stem.removeprefix('jena-fuseki-server-')} ({java})"


def _fuseki(data: Data, directory: Path, port: int) -> Launch:
    command = ["java", "-Xmx8g", "-jar", str(_fuseki_jar()), "--localhost", "--port", str(port)]
    return Launch([*command, f"--file={data.quads}", "/ds"], f"http://127.0.0.1:{port}/ds/sparql")


def _fuseki_on_disk(data: Data, directory: Path, port: int) -> Launch:
    jar, store = str(_fuseki_jar()), str(directory / "tdb2")
    loader = ["java", "-Xmx4g", "-cp", jar, "tdb2.tdbloader", "--loader=parallel", "--loc", store]
    subprocess.run([*loader, str(data.quads)], check=True, capture_output=True)
    command = ["java", "-Xmx4g", "-jar", jar, "--localhost", "--port", str(port), "--tdb2", "--loc", store]
    return Launch([*command, "/ds"], f"http://127.0.0.1:{port}/ds/sparql")


# --- Virtuoso --------------------------------------------------------------------------------------------


def _virtuoso_environ() -> dict[str, str]:
    return {"LD_LIBRARY_PATH": str(PEERS / "virtuoso/lib/x86_64-linux-gnu")}


def _virtuoso_version() -> str | None:
    program = _program("virtuoso-t", "virtuoso/usr/bin/virtuoso-t")
    if program is None or _program("isql-vt", "virtuoso/usr/bin/isql-vt") is None:
        return None
    words = _output([program, "-?"], _virtuoso_environ()).split()
    return next((word for word in words if word[:1].isdigit() and "." in word), "unknown version")


def _virtuoso(data: Data, directory: Path, port: int) -> Launch:
    sql = free_port()
    (directory / "virtuoso.ini").write_text(
        _VIRTUOSO_INI.format(sql=sql, http=port, data=data.triples.parent)
    )
    isql = _program("isql-vt", "virtuoso/usr/bin/isql-vt") or ""

    def load() -> None:
        script = (
            f"ld_dir('{data.triples.parent}', '{data.triples.name}', '{VIRTUOSO_GRAPH}');\n"
            "rdf_loader_run();\ncheckpoint;\n"
        )
        subprocess.run(
            [isql, str(sql), "dba", "dba"],
            input=script,
            text=True,
            check=True,
            capture_output=True,
            env={**os.environ, **_virtuoso_environ()},
        )

    program = _program("virtuoso-t", "virtuoso/usr/bin/virtuoso-t") or ""
    graph = urllib.parse.quote(VIRTUOSO_GRAPH, safe="")
    query = f"http://127.0.0.1:{port}/sparql?default-graph-uri={graph}"
    return Launch([program, "+foreground", "+configfile", "virtuoso.ini"], query, _virtuoso_environ(), load)


# 120,000 buffers of 8 KiB: the graph stays in memory; as many threads as the benchmark has connections.
_VIRTUOSO_INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = ., {data}
NumberOfBuffers = 120000
MaxDirtyBuffers = 90000
MaxQueryMem = 2G
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 80
MaxClientConnections = 80
MaxKeepAlives = 80
KeepAliveTimeout = 30
[SPARQL]
ResultSetMaxRows = 1000000
"""

EVERY = 1_000_000

OURS = Peer("genfilm", "GenFilm KG", _genfilm_version, _genfilm, highest=EVERY)
NATIVE = Peer("oxigraph", "Oxigraph server, in memory", _oxigraph_version, _oxigraph, highest=LARGE - 1)
ALL = (
    OURS,
    NATIVE,
    Peer(
        "oxigraph-disk",
        "Oxigraph server, on disk, read-only",
        _oxigraph_version,
        _oxigraph_on_disk,
        highest=EVERY,
    ),
    Peer("fuseki", "Apache Jena Fuseki, in memory", _fuseki_version, _fuseki),
    Peer(
        "fuseki-disk",
        "Apache Jena Fuseki, on disk (TDB2)",
        _fuseki_version,
        _fuseki_on_disk,
        lowest=LARGE,
        highest=EVERY,
    ),
    Peer("virtuoso", "Virtuoso Open Source", _virtuoso_version, _virtuoso),
    Peer("rdflib-endpoint", "rdflib-endpoint", _rdflib_endpoint_version, _rdflib_endpoint, slow=True),
)
