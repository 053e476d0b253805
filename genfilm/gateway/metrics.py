"""Metrics of the service, in the text format of Prometheus."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client import Counter as CounterMetric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from genfilm.engine.backend import Backend

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class _PoolCollector(Collector):
    """Reads the backend at the moment of asking."""

    def __init__(self) -> None:
        self.pool: Backend | None = None

    def collect(self):  # type: ignore[no-untyped-def]
        if self.pool is None:
            return
        places = GaugeMetricFamily("genfilm_evaluators", "Places and queries by lane", labels=["what"])
        for name, value in self.pool.status().items():
            places.add_metric([name], value)
        yield places
        events = CounterMetricFamily(
            "genfilm_query_events",
            "What happened to queries: started, long, deadline, lost …",
            labels=["event"],
        )
        for name, value in self.pool.counts.items():
            events.add_metric([name], value)
        yield events


class _RequestCollector(Collector):
    """Plain counters of requests, made into metrics at the moment of asking."""

    def __init__(self) -> None:
        self.answered: Counter[tuple[str, int, str]] = Counter()
        self.seconds: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.spread: dict[tuple[str, str], list[int]] = {}

    def collect(self) -> Iterator[CounterMetricFamily | HistogramMetricFamily]:
        requests = CounterMetricFamily(
            "genfilm_requests", "Requests answered", labels=["kind", "status", "cache"]
        )
        for (kind, status, cache), number in self.answered.items():
            requests.add_metric([kind, str(status), cache], number)
        yield requests
        times = HistogramMetricFamily(
            "genfilm_request_seconds", "Time to the answer, in seconds", labels=["kind", "cache"]
        )
        bounds = [*map(str, map(float, _BUCKETS)), "+Inf"]
        for key, numbers in self.spread.items():
            times.add_metric(key, [*zip(bounds, accumulate(numbers), strict=True)], self.seconds[key])
        yield times


class Metrics:
    """The metrics of one server process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._pool = _PoolCollector()
        self.registry.register(self._pool)
        self._requests = _RequestCollector()
        self.registry.register(self._requests)
        self.cache_bytes = Gauge("genfilm_cache_bytes", "Bytes in the response cache", registry=self.registry)
        self.reloads = CounterMetric(
            "genfilm_reloads", "Builds taken into service", ["outcome"], registry=self.registry
        )

    def watch(self, pool: Backend) -> None:
        """Report this pool from now on."""
        self._pool.pool = pool

    def observe(self, kind: str, status: int, cache: str, seconds: float) -> None:
        """Count one answered request."""
        found = self._requests
        found.answered[kind, status, cache] += 1
        key = (kind, cache)
        if key not in found.spread:
            found.spread[key] = [0] * (len(_BUCKETS) + 1)
        found.spread[key][bisect_left(_BUCKETS, seconds)] += 1
        found.seconds[key] += seconds

    def text(self) -> bytes:
        """Everything in the exposition format."""
        return generate_latest(self.registry)
