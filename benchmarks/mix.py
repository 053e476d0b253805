"""The questions that the benchmark asks, hot (the same texts) and cold (every text new), as a wrk script."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from genfilm.catalogue.query import NamedQuery, Parameter, load_query
from genfilm.dataset.builds import open_build
from genfilm.protocol.queryfile import without_header
from genfilm.settings import ROOT
from genfilm.vocabulary import PREFIXES, Prefixes

VALUES = 40
NONCE = "nonce0nonce"
MARK = "# parameters"

# name, parameter that varies, whether the answer stays the same size when sources are added
QUESTIONS = (
    ("label-of-a-thing", "thing", True),
    ("is-it-disputed", "claim", True),
    ("claim-as-graph", "claim", True),
    ("evidence-for-a-claim", "claim", True),
    ("claims-on-a-page", "page", True),
    ("verdicts-by-section", "document", True),
    ("references-cited", "document", True),
    ("pages-by-publisher", None, True),
    ("terms-of-the-ontology", None, True),
    ("alignments-of-a-term", "term", True),
    ("facts-from-evidence", "work", True),
    ("risks-and-strategies", None, True),
    ("words-in-claims", "word", False),
    ("verdict-counts", None, False),
    ("strategies-for-actor", "actor", False),
    ("capabilities-of-a-technology", "technology", False),
    ("components-of-a-technology", "technology", False),
    ("claims-by-modality", "modality", False),
    ("claims-against-evidence", "stance", False),
    ("case-dossier", "work", False),
    ("anatomy-of-a-case", "case", False),
    ("who-uses-a-technology", "technology", False),
    ("causes-of-a-risk", "risk", False),
    ("risks-by-stage", None, False),
    ("films-and-technologies", None, False),
    ("statistics", None, False),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its texts: ``hot`` is asked again and again, ``cold`` holds a text per value.

    A cold text contains NONCE twice, in a filter that is always true and in a comment: no cache of texts
    and no cache that only drops comments can answer it. ``empty`` of them have no row in their answer.
    """

    name: str
    anchored: bool
    hot: str
    cold: tuple[str, ...]
    empty: int


def accept_for(text: str) -> str:
    """The media type to ask for: some servers answer an ASK with triples when these are acceptable."""
    return "application/n-triples" if "\nCONSTRUCT " in text else "application/sparql-results+json"


def load_mix(graph: Path) -> list[Question]:
    """The questions, their values taken from the graph of a build (the unscaled one)."""
    store = ox.Store()
    store.bulk_load(path=str(graph), format=ox.RdfFormat.N_QUADS)
    prefixes = open_build(graph.parent).prefixes
    return [_question(store, prefixes, *entry) for entry in QUESTIONS]


def _question(store: ox.Store, prefixes: Prefixes, name: str, varied: str | None, anchored: bool) -> Question:
    places = (ROOT / "benchmarks" / "queries", ROOT / "queries" / "competency")
    path = next(place / f"{name}.rq" for place in places if (place / f"{name}.rq").is_file())
    query = load_query(path, ROOT, prefixes)
    parameter = next((p for p in query.parameters if p.name == varied), None)
    values = _values(store, parameter) if parameter else [""]
    languages = ("en", "zh") if any(p.name == "lang" for p in query.parameters) else ("",)
    bindings = [
        {key: text for key, text in ((varied, value), ("lang", language)) if key and text}
        for value in values
        for language in languages
    ]
    cold = tuple(_cold(without_header(query.text), query, binding) for binding in bindings)
    empty = sum(not _answered(store.query(text, prefixes=prefixes)) for text in cold)
    return Question(name, anchored, without_header(query.text), cold, empty)


def _answered(answer: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean) -> bool:
    return isinstance(answer, ox.QueryBoolean) or next(iter(answer), None) is not None


def _values(store: ox.Store, parameter: Parameter) -> list[str]:
    if parameter.options or not parameter.cls:
        return list(parameter.options) or [parameter.default]
    prefix, _, local = parameter.cls.partition(":")
    text = (
        "SELECT DISTINCT ?x { ?x a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>* "
        f"<{PREFIXES[prefix]}{local}> }} ORDER BY ?x"
    )
    found = [row["x"].value for row in store.query(text)]  # type: ignore[union-attr]
    step = max(1, len(found) // VALUES)
    return [parameter.default, *found[::step][: VALUES - 1]]


def _cold(hot: str, query: NamedQuery, binding: dict[str, str]) -> str:
    """The bound text; ``bind`` writes a new line of values, which carries the filter here."""
    lines = without_header(query.bind(**binding)).splitlines() if query.parameters else hot.splitlines()
    place = next(n for n, line in enumerate(lines) if line.lstrip().startswith("VALUES"))
    lines[place] = lines[place].replace(MARK, "") + f' FILTER ("{NONCE}" != "")'
    return "\n".join([*lines, f"# {NONCE}"])


def write_script(path: Path, questions: list[Question], *, cold: bool, salt: str) -> Path:
    """A wrk script that asks the questions in turn and prints one line of JSON at the end.

    ``salt`` must differ between runs, else a cold text of one run would be warm in the next.
    """
    texts = [list(q.cold) if cold else [q.hot] for q in questions]
    table = ",\n".join("{" + ",".join(map(_lua, group)) + "}" for group in texts)
    path.write_text(f'local texts = {{\n{table}\n}}\nlocal salt = "{salt}"\n{_SCRIPT}', "utf-8")
    return path


def _lua(text: str) -> str:
    parts = ",".join(json.dumps(quote(part, safe="")) for part in text.split(NONCE))
    return f"{{accept={json.dumps(accept_for(text))},{parts}}}"


_SCRIPT = """
local count, thread = 0, 0
function setup(t) t:set("number", thread); thread = thread + 1 end
function init(args)
  base = wrk.path
  math.randomseed(number + 1)
  count = number * 7
end
function request()
  count = count + 1
  local group = texts[count % #texts + 1]
  local text = group[math.random(#group)]
  local separator = "n" .. salt .. number .. "x" .. count
  local headers = { Accept = text.accept }
  return wrk.format("GET", base .. "?query=" .. table.concat(text, separator), headers)
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"microseconds":%d,"p50_ms":%.3f,"p90_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f,' ..
    '"bad_status":%d,"socket":%d,"timeouts":%d,"bytes":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50) / 1000, latency:percentile(90) / 1000,
    latency:percentile(99) / 1000, latency.max / 1000, e.status, e.connect + e.read + e.write, e.timeout,
    summary.bytes))
end
"""
