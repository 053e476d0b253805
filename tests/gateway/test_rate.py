"""Rate limit and identity of clients: the bucket by a clock of its own, then over HTTP."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genfilm.dataset.builds import Build
from genfilm.gateway.caller import HERE, caller
from genfilm.gateway.rate import FREE, RateLimiter
from tests.conftest import Server, start_server, stop_server
from tests.processes import eventually
from tests.web.http import Answer, get, send

_numbers = itertools.count()


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def limiter(rate: float, burst: int, **more: int) -> tuple[RateLimiter, Clock]:
    clock = Clock()
    return RateLimiter(rate, burst, clock=clock, **more), clock


def asked(bucket: RateLimiter, client: str = "a") -> bool:
    return bucket.take(client).problem is None


# --- the bucket ---------------------------------------------------------------------------------------


def test_a_burst_passes_and_the_next_request_does_not():
    bucket, _ = limiter(2, 3)
    assert [asked(bucket) for _ in range(5)] == [True, True, True, False, False]


def test_it_refills_at_its_rate_and_never_beyond_the_burst():
    bucket, clock = limiter(2, 3)
    assert all(asked(bucket) for _ in range(3))
    clock.now += 0.49
    assert not asked(bucket)
    clock.now += 0.01
    assert [asked(bucket), asked(bucket)] == [True, False]
    clock.now += 1e6
    assert [asked(bucket) for _ in range(4)] == [True, True, True, False]


def test_a_refusal_costs_nothing():
    bucket, clock = limiter(1, 1)
    assert asked(bucket)
    for _ in range(100):
        assert not asked(bucket)
    clock.now += 1
    assert asked(bucket)


def test_clients_have_buckets_of_their_own():
    bucket, _ = limiter(1, 1)
    assert asked(bucket, "a")
    assert asked(bucket, "b")
    assert not asked(bucket, "a")


def test_without_a_rate_and_for_clients_here_there_is_no_limit():
    off, _ = limiter(0, 1)
    bucket, _ = limiter(1, 1)
    assert [off.take("a") for _ in range(9)] == [bucket.take(HERE) for _ in range(9)] == [FREE] * 9
    assert len(off) == len(bucket) == 0


def test_it_remembers_the_clients_that_asked_last():
    bucket, _ = limiter(1, 1, clients=2)
    assert [asked(bucket, name) for name in "aba"] == [True, True, False]
    assert asked(bucket, "c")  # b is forgotten, a is not
    assert len(bucket) == 2
    assert [asked(bucket, "a"), asked(bucket, "b")] == [False, True]


def test_the_headers_say_what_is_left_and_when_there_is_more():
    bucket, clock = limiter(0.5, 2)
    first, second, third = (bucket.take("a") for _ in range(3))
    policy = ("RateLimit-Policy", '"client";q=2;w=4')
    assert first.headers == (policy, ("RateLimit", '"client";r=1;t=2'))
    assert second.headers == third.headers == (policy, ("RateLimit", '"client";r=0;t=2'))
    assert third.problem is not None
    assert (third.problem.status, third.problem.kind) == (429, "rate-limited")
    assert third.problem.headers == {"Retry-After": "2"}
    clock.now += 1.5
    assert dict(bucket.take("a").headers)["RateLimit"] == '"client";r=0;t=1'


@given(
    st.sampled_from([1 / 49, 1 / 3, 0.1]) | st.floats(0.01, 100),
    st.integers(1, 20),
    st.lists(st.floats(0, 5), max_size=60),
)
def test_no_client_gets_more_than_burst_and_rate_allow(rate: float, burst: int, pauses: list[float]):
    bucket, clock = limiter(rate, burst)
    clock.now = 0.0
    passed = 0
    for pause in pauses:
        clock.now += pause
        allowance = bucket.take("a")
        passed += allowance.problem is None
        if allowance.problem is not None:  # whoever waits as told is answered
            later, _ = limiter(rate, burst)
            later._clock = lambda end=clock.now + int(allowance.problem.headers["Retry-After"]): end
            later._buckets = bucket._buckets.copy()
            assert asked(later)
    assert passed <= burst + rate * sum(pauses) + 1e-6 * (1 + len(pauses))


# --- who asks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "name"),
    [
        ("127.0.0.1:5000", [], 0, HERE),
        ("127.9.9.9:5000", [], 0, HERE),
        ("[::1]:5000", [], 0, HERE),
        ("[::ffff:127.0.0.1]:5000", [], 0, HERE),
        ("198.51.100.7:5000", [], 0, "198.51.100.7"),
        ("[::ffff:198.51.100.7]:5000", [], 0, "198.51.100.7"),
        ("[2001:db8:1:2:3:4:5:6]:5000", [], 0, "2001:db8:1:2::/64"),
        ("127.0.0.1:5000", ["203.0.113.9"], 0, HERE),  # nobody is believed
        ("198.51.100.7:5000", ["203.0.113.9"], 0, "198.51.100.7"),
        ("127.0.0.1:5000", ["203.0.113.9"], 1, "203.0.113.9"),
        ("127.0.0.1:5000", ["6.6.6.6, 203.0.113.9"], 1, "203.0.113.9"),
        ("127.0.0.1:5000", ["6.6.6.6", "203.0.113.9"], 1, "203.0.113.9"),
        ("127.0.0.1:5000", ["6.6.6.6, 203.0.113.9,10.0.0.2"], 2, "203.0.113.9"),
        ("127.0.0.1:5000", ["203.0.113.9"], 2, "203.0.113.9"),
        ("127.0.0.1:5000", [], 1, HERE),
        ("127.0.0.1:5000", ["127.0.0.1"], 1, "127.0.0.1"),  # a trusted proxy names it: it counts
        ("127.0.0.1:5000", ["2001:db8:1:2:3:4:5:6"], 1, "2001:db8:1:2::/64"),
        ("127.0.0.1:5000", ["[2001:db8:1:2::9]:4711"], 1, "2001:db8:1:2::/64"),
        ("127.0.0.1:5000", ["203.0.113.9:4711"], 1, "203.0.113.9"),
        ("198.51.100.7:5000", ["unknown"], 1, "198.51.100.7"),
        ("198.51.100.7:5000", ["6.6.6.6, unknown"], 2, "198.51.100.7"),  # the chain ends there
        ("198.51.100.7:5000", ["6.6.6.6, , 10.0.0.2"], 3, "10.0.0.2"),
        ("somewhere", [], 0, "somewhere"),
    ],
)
def test_a_client_is_who_the_trusted_proxies_say(peer: str, forwarded: list[str], proxies: int, name: str):
    assert caller(peer, forwarded, proxies) == name


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=4), st.integers(0, 4))
def test_no_header_is_too_odd(peer: str, forwarded: list[str], proxies: int):
    assert isinstance(caller(peer, forwarded, proxies), str)


@given(st.lists(st.ip_addresses().map(str), max_size=4))
def test_what_stands_before_the_trusted_entries_does_not_count(forged: list[str]):
    assert caller("127.0.0.1:1", [*forged, "203.0.113.9"], 1) == "203.0.113.9"


# --- over HTTP ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def limited(real_build: Build, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that believes one proxy and lets each client ask three times at once."""
    running = start_server(
        home,
        tmp_path_factory.mktemp("limited") / "log.txt",
        GENFILM_RATE="0.01",
        GENFILM_RATE_BURST="3",
        GENFILM_TRUSTED_PROXIES="1",
        GENFILM_EVALUATORS="4",
        GENFILM_LONG_QUERIES="4",
        GENFILM_HOLD="1000",
    )
    yield running
    stop_server(running)


def ask(server: Server, client: str | None, text: str = "", accept: str = "application/json") -> Answer:
    query = text or f"SELECT ?l {{ gf:Film rdfs:label ?l }} # {next(_numbers)}"
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    if client is not None:
        headers["X-Forwarded-For"] = client
    return send(server.sparql, "POST", query.encode(), headers)


def test_the_fourth_new_query_gets_429_with_everything_a_client_needs(limited: Server) -> None:
    answers = [ask(limited, "203.0.113.1") for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["ratelimit"][:12] for answer in answers] == [
        f'"client";r={left}' [:12] for left in (2, 1, 0, 0)
    ]  # fmt: skip
    last = answers[-1]
    assert last.headers["ratelimit-policy"] == '"client";q=3;w=300'
    assert last.headers["ratelimit"].endswith(f";t={last.headers['retry-after']}")
    assert 0 < int(last.headers["retry-after"]) <= 100
    assert last.media_type == "application/problem+json"
    assert last.json["type"].endswith("/problem/rate-limited")
    assert last.json["limitPerSecond"] == 0.01
    assert last.headers["cache-control"] == "no-store"
    assert last.headers["access-control-allow-origin"] == "*"
    assert "RateLimit" in last.headers["access-control-expose-headers"]
    assert ask(limited, "203.0.113.2").status == 200


def test_what_the_cache_holds_is_answered_without_limit(limited: Server) -> None:
    text = "SELECT ?l { gf:Person rdfs:label ?l } # held"
    client = "203.0.113.3"
    assert [ask(limited, client, text).headers["x-cache"] for _ in range(9)] == ["miss", *["hit"] * 8]
    assert [ask(limited, client).status for _ in range(3)] == [200, 200, 429]
    assert ask(limited, client, text).status == 200


def test_pages_and_large_results_count_too(limited: Server) -> None:
    client = {"X-Forwarded-For": "203.0.113.4"}
    redirect = send(f"{limited.url}/id/claim/zhang-2026/C03", headers=client)
    assert (redirect.status, redirect.headers["ratelimit"][:12]) == (303, '"client";r=2')
    large = ask(limited, "203.0.113.4", "SELECT * { ?s ?p ?o } LIMIT 200")
    assert (large.status, large.headers["ratelimit"][:12]) == (200, '"client";r=1')
    assert send(f"{limited.url}/static/genfilm.css", headers=client).status == 200
    assert send(f"{limited.url}/id/claim/zhang-2026/C01", headers=client).status == 429


def test_ipv6_clients_count_by_network(limited: Server) -> None:
    assert [ask(limited, f"2001:db8:0:7::{n}").status for n in range(1, 5)] == [200, 200, 200, 429]
    assert ask(limited, "2001:db8:0:8::1").status == 200


def test_forged_entries_make_no_new_client(limited: Server) -> None:
    assert [ask(limited, f"6.6.6.{n}, 203.0.113.5").status for n in range(4)] == [200, 200, 200, 429]


def test_clients_here_without_a_proxy_and_metrics_are_exempt(limited: Server) -> None:
    assert {ask(limited, None).status for _ in range(8)} == {200}
    assert "ratelimit" not in ask(limited, None).headers
    metrics = [send(f"{limited.url}/metrics", headers={"X-Forwarded-For": "203.0.113.6"}) for _ in range(6)]
    assert {answer.status for answer in metrics} == {200}
    assert 'status="429"' in metrics[-1].text


def test_text_for_who_reads_no_json(limited: Server) -> None:
    answers = [ask(limited, "203.0.113.7", accept="text/csv") for _ in range(4)]
    assert answers[-1].status == 429
    assert answers[-1].text.startswith("429 You are asking too often")


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_the_share_of_long_queries_is_the_forwarded_clients(limited: Server, accept: str) -> None:
    def bomb(client: str, number: int, seconds: int) -> Answer:
        query = f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} # {accept} {number}"
        headers = {"X-Forwarded-For": client, "Accept": accept}
        return send(f"{limited.sparql}?timeout={seconds}&query={quote(query)}", headers=headers)

    def long() -> int:
        metrics = get(f"{limited.url}/metrics").text
        return int(float(re.search(r'genfilm_evaluators{what="long"} (\S+)', metrics)[1]))

    one, other = (f"198.51.100.{2 * len(accept) + n}" for n in range(2))
    with ThreadPoolExecutor() as threads:
        first = [threads.submit(bomb, one, number, 8) for number in range(2)]
        assert eventually(lambda: long() == 2)
        third, others = threads.map(bomb, [one, other], [2, 3], [1, 1])
    assert (third.status, others.status) == (503, 504)
    assert "2 long queries of yours" in third.text
    assert [answer.result().status for answer in first] == [504, 504]


def test_by_default_there_is_no_rate(server: Server) -> None:
    answers = [ask(server, "203.0.113.8") for _ in range(30)]
    assert {answer.status for answer in answers} == {200}
    assert "ratelimit" not in answers[-1].headers


@pytest.mark.parametrize(
    ("lang", "title", "advice"),
    [("en", "429", "Back to the home page"), ("zh", "429 请求过于频繁", "返回首页")],
)
def test_a_browser_gets_a_refusal_as_a_page(limited: Server, lang: str, title: str, advice: str) -> None:
    client = {"en": "203.0.113.77", "zh": "203.0.113.78"}[lang]
    browser = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": lang, "X-Forwarded-For": client}
    answers = [
        send(f"{limited.url}/{lang}/claims?q={client}-{number}", headers=browser) for number in range(4)
    ]
    refused = answers[-1]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert refused.media_type == "text/html"
    main = refused.text[refused.text.index("<main") : refused.text.index("</main>")]
    assert title in main
    assert advice in main
    assert int(refused.headers["retry-after"]) > 0
