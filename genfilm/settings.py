"""The settings of the service, read from environment variables named GENFILM_*."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from genfilm.errors import SettingsError

PREFIX = "GENFILM_"
ROOT = Path(__file__).resolve().parent.parent
_ADDRESS = r"https?://(?:[^\s/?#@]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^\s/?#@:\[\]]+)(?::[0-9]{1,5})?(?:/[^\s?#]*)?"


def _setting(
    default: Any,
    doc: str,
    *,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
    form: str = "",
) -> Any:
    limits = {"low": low, "high": high, "choices": choices, "form": form}
    return field(default=default, metadata={"doc": doc, **limits})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default; ``docs/settings.md`` lists them and a test compares the two."""

    host: str = _setting("127.0.0.1", "Address to listen on.")
    port: int = _setting(8000, "TCP port to listen on.", low=1, high=65535)
    public_url: str = _setting(
        "",
        "Address under which clients reach the service, such as https://kg.example.org/film: http or https, "
        "without query and fragment.",
        form=_ADDRESS,
    )
    home: Path = _setting(ROOT / "build", "Directory of the builds.")
    sources: Path = _setting(ROOT, "Directory that holds ontology/, kg/ and queries/.")
    workers: int = _setting(1, "Server processes.", low=1, high=64)
    evaluators: int = _setting(3, "Queries that each server process evaluates at a time.", low=1, high=256)
    long_queries: int = _setting(
        6, "Further places for queries that run longer than a quarter of a second.", low=1, high=256
    )
    queue: int = _setting(
        64, "Queries that may wait for an evaluator; further ones are refused with 503.", low=0
    )
    query_timeout: float = _setting(30.0, "Longest time that a query may take, in seconds.", low=0.01)
    query_memory: int = _setting(
        0,
        "Memory that one query may use beyond the graph itself, in MiB (Linux only); 0: 1024, or less where "
        "all queries together could take more than half of the machine's memory.",
        low=0,
    )
    engine: str = _setting(
        "",
        "Address of a SPARQL endpoint that holds the build and evaluates instead of this machine, such as "
        "http://127.0.0.1:3030/genfilm/sparql; see docs/cluster.md. Empty: evaluators of this service.",
        form=_ADDRESS + r"(?:\?[^\s#]*)?",
    )
    store: str = _setting(
        "auto",
        "Where queries read the graph: `memory`, `disk` (slower, but opened at once), or `auto`: on disk "
        "from 5 million quads on.",
        choices=("auto", "memory", "disk"),
    )
    cache_bytes: int = _setting(
        64_000_000, "Memory for the cache of whole responses of each server process, in bytes.", low=0
    )
    body_timeout: float = _setting(20.0, "Longest time that a request body may take, in seconds.", low=0.1)
    reload_interval: float = _setting(
        1.0, "How often to look for a new build to serve, in seconds.", low=0.05
    )
    log: str = _setting(
        "text",
        "How the log is written: lines for people, or one JSON object a line.",
        choices=("text", "json"),
    )
    access_log: str = _setting("no", "Whether every request is logged.", choices=("no", "yes"))
    slow_query: float = _setting(5.0, "Queries that take longer than this many seconds are logged.", low=0)
    max_body: int = _setting(2_000_000, "Largest request body, in bytes.", low=1000)
    largest_result: int = _setting(
        1_000_000_000, "Largest result of a query, in bytes; a longer one is refused with 507.", low=1000
    )
    hold: int = _setting(
        4_000_000,
        "Bytes of a result that are kept in memory; a longer one waits in a temporary file.",
        low=0,
    )
    rate: float = _setting(
        0.0,
        "Requests per second that each client address may send beyond those that the cache answers; "
        "0: no limit.",
        low=0,
    )
    rate_burst: int = _setting(20, "Such requests that a client address may send at once.", low=1)
    federation: str = _setting(
        "", "Services that `SERVICE` may call: IRI prefixes with commas between them. Empty: none."
    )
    federation_bytes: int = _setting(
        4_000_000, "Largest answer of a service that a query calls, in bytes.", low=1000
    )
    federation_private: str = _setting(
        "no",
        "Whether those services may have addresses that are not of the public internet, such as loopback "
        "or the local network.",
        choices=("no", "yes"),
    )
    doi_resolver: str = _setting(
        "https://doi.org",
        "Address that `--doi` of the command line asks for the facts of a source; the service asks nobody.",
        form=_ADDRESS,
    )
    update_secret: str = _setting(
        "",
        "File with the secret that clients send to write (`Authorization: Bearer …`) at `/update` and "
        "`/graphs`; see docs/updates.md. Empty: nobody can write.",
    )
    update_scratch: str = _setting(
        "no",
        "Whether updates change an empty dataset in memory that nothing checks, instead of the sources: for "
        "tests of clients.",
        choices=("no", "yes"),
    )
    report_mail: str = _setting(
        "",
        "Mail address to which readers can send reports of errors. Empty: none.",
        form=r"[^@\s?&]+@[^@\s?&]+",
    )
    repository: str = _setting(
        "",
        "Address of the project's repository, such as https://github.com/owner/name: readers can report "
        "errors at its `/issues/new`. Empty: none.",
        form=r"https?://[^\s?#]+",
    )
    trusted_proxies: int = _setting(
        0,
        "Proxies in front of the service whose entries in X-Forwarded-For are believed.",
        low=0,
        high=16,
    )

    lang: str = _setting(
        "auto", "Language of the command line; `auto`: that of the locale.", choices=("auto", "en", "zh")
    )

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
        """Read the settings; raises SettingsError for an unknown name or an unusable value."""
        environ = os.environ if environ is None else environ
        known = {PREFIX + f.name.upper(): f for f in fields(cls)}
        values: dict[str, Any] = {}
        for name, text in environ.items():
            if not name.startswith(PREFIX):
                continue
            if name not in known:
                raise SettingsError(_unknown(name, list(known)))
            values[known[name].name] = _convert(name, text, known[name])
        values.update({key: value for key, value in overrides.items() if value is not None})
        for spec in fields(cls):
            if spec.name in values:
                _check_bounds(PREFIX + spec.name.upper(), values[spec.name], spec.metadata)
        return cls(**values)

    @property
    def processes(self) -> int:
        """Greatest number of evaluator processes at a time."""
        return self.workers * (self.evaluators + self.long_queries)

    def memory_per_query(self) -> int:
        """``query_memory`` in MiB, its automatic value worked out.

        Raises SettingsError when all evaluators at their limit could take more than half of the memory.
        """
        half = _machine_memory() // 2
        if self.query_memory == 0:
            return max(64, min(1024, half // self.processes))
        wanted = self.processes * self.query_memory
        if wanted > half:
            raise SettingsError(
                f"{self.processes} evaluators of {self.query_memory} MiB could take {wanted} MiB, more than "
                f"half of this machine's {2 * half} MiB. Lower GENFILM_QUERY_MEMORY, GENFILM_EVALUATORS, "
                "GENFILM_LONG_QUERIES or GENFILM_WORKERS."
            )
        return self.query_memory


def _machine_memory() -> int:
    """Physical memory in MiB; a generous guess where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    except (ValueError, OSError):
        return 1 << 20


def _unknown(name: str, known: list[str]) -> str:
    near = get_close_matches(name.upper(), known, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"unknown setting {name}.{hint} Known settings: {', '.join(known)}"


def _convert(name: str, text: str, spec: Any) -> Any:
    kind = {"int": int, "float": float, "Path": Path}.get(str(spec.type), str)
    try:
        value = kind(text.strip())
        if kind is float and not math.isfinite(value):
            raise ValueError
        return value
    except ValueError:
        what = {int: "a whole number", float: "a number"}[kind]
        raise SettingsError(f"{name}={text!r} is not {what}. Default: {spec.default}") from None


def _check_bounds(name: str, value: Any, limits: Mapping[str, Any]) -> None:
    low, high, choices = limits["low"], limits["high"], limits["choices"]
    if choices and value not in choices:
        raise SettingsError(f"{name}={value!r} is none of {', '.join(choices)}")
    if limits["form"] and value and not re.fullmatch(limits["form"], value):
        raise SettingsError(f"{name}={value!r} is not as docs/settings.md says: {limits['doc']}")
    if low is not None and value < low:
        raise SettingsError(f"{name}={value} is too small: at least {low:g} is needed")
    if high is not None and value > high:
        raise SettingsError(f"{name}={value} is too large: at most {high:g} is allowed")
