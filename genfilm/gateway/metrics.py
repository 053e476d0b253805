"""Metrics of the service, in the text format of Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from genfilm.engine.pool import EvaluatorPool

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class _PoolCollector(Collector):
    """Reads an evaluator pool at the moment of asking."""

    def __init__(self) -> None:
        self.pool: EvaluatorPool | None = None

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


class Metrics:
    """The metrics of one server process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._pool = _PoolCollector()
        self.registry.register(self._pool)
        self.requests = Counter(
            "genfilm_requests", "Requests answered", ["kind", "status", "cache"], registry=self.registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "genfilm_request_seconds", "Time to the answer, in seconds", ["kind", "cache"],
            buckets=_BUCKETS, registry=self.registry,
        )  # fmt: skip
        self._counted: dict[tuple[str, int, str], tuple[Counter, Histogram]] = {}
        self.cache_bytes = Gauge("genfilm_cache_bytes", "Bytes in the response cache", registry=self.registry)
        self.reloads = Counter(
            "genfilm_reloads", "Builds taken into service", ["outcome"], registry=self.registry
        )

    def watch(self, pool: EvaluatorPool) -> None:
        """Report this pool from now on."""
        self._pool.pool = pool

    def observe(self, kind: str, status: int, cache: str, seconds: float) -> None:
        """Count one answered request."""
        counted = self._counted.get((kind, status, cache))
        if counted is None:  # finding these by their labels takes longer than counting
            counted = self.requests.labels(kind, str(status), cache), self.seconds.labels(kind, cache)
            self._counted[kind, status, cache] = counted
        counted[0].inc()
        counted[1].observe(seconds)

    def text(self) -> bytes:
        """Everything in the exposition format."""
        return generate_latest(self.registry)
