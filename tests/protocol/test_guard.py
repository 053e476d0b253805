"""The guard against calls to other services, held against what the engine really does."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from genfilm.errors import Problem
from genfilm.protocol.guard import position, read, refuse_federation, tokens, unescape

BODY = "{ ?s ?p ?o }"
TWO = "VALUES (?a ?b) { (1 2) } "
DISGUISES = {
    "plain": "SELECT * { SERVICE <U> BODY }",
    "no blanks": "SELECT*{SERVICE<U>{?s?p?o}}",
    "lower case": "select * { service <U> BODY }",
    "mixed case, silent, in one word": "SELECT*{BIND(1AS?x)sErViCesIlEnT<U>{?s?p?o}}",
    "silent": "SELECT * { SERVICE SILENT <U> BODY }",
    "comment after the word": "SELECT * { SERVICE # not a <comment>\n <U> BODY }",
    "comment before the word": "SELECT * { # SERVICE\rSERVICE <U> BODY }",
    "prefix": "PREFIX e: <U> SELECT * { SERVICE e: BODY }",
    "empty prefix": "PREFIX : <U> SELECT * { SERVICE :SERVICE BODY }",
    "prefix without a blank": "PREFIX a:<U>SELECT*{SERVICEa:{?s?p?o}}",
    "base": "BASE <U> SELECT * { SERVICE <x> BODY }",
    "exists": "SELECT * { FILTER EXISTS { SERVICE <U> BODY } }",
    "not exists": "SELECT * { FILTER NOT EXISTS { SERVICE <U> BODY } }",
    "exists in an expression": "SELECT (EXISTS { SERVICE <U> BODY } AS ?x) {}",
    "subselect": "SELECT * { { SELECT * { SERVICE <U> BODY } } }",
    "optional": "SELECT * { OPTIONAL { SERVICE <U> BODY } }",
    "union": "SELECT * { {} UNION { SERVICE <U> BODY } }",
    "minus": "SELECT * { MINUS { SERVICE <U> BODY } }",
    "ask": "ASK { SERVICE <U> BODY }",
    "construct": "CONSTRUCT BODY { SERVICE <U> BODY }",
    "describe": "DESCRIBE ?s { SERVICE <U> BODY }",
    "nested services": "SELECT * { SERVICE <U> { SERVICE <U> BODY } }",
    "escaped backslash at the end of a string": r"SELECT*{BIND('\\'AS?x)SERVICE<U>{?s?p?o}BIND('\\'AS?y)}",
    "escaped quotation mark in a string": r"""SELECT*{BIND("a\""AS?x)SERVICE<U>{?s?p?o}BIND("\""AS?y)}""",
    "quotation marks in a long string": "SELECT*{BIND('''a'b''c\\''''AS?x)SERVICE<U>{?s?p?o}BIND(''''''AS?y)}",
    "other quotation marks": """SELECT*{BIND("'"AS?x)SERVICE<U>{?s?p?o}BIND("'"AS?y)}""",
    "hash in a string": "SELECT * { BIND('#' AS ?x) SERVICE <U> BODY }",
    "hash in an IRI": "SELECT * { BIND(<x:#> AS ?x) SERVICE <U> BODY }",
    "after a language tag": "SELECT*{BIND('x'@en AS?x)SERVICE<U>{?s?p?o}}",
    "quotation mark in a comment": "SELECT * { # it's\n SERVICE <U> BODY # it's\n }",
    "less than, then greater than": "SELECT*{TWOFILTER(?a<2||?b>1)SERVICE<U>{?s?p?o}}",
    "less than, without blanks": "SELECT*{TWOFILTER(?a<?b)SERVICE<U>{?s?p?o}}",
    # the engine reads `<` after an operand as a comparison, a tokeniser as the start of an IRI
    "comparison that looks like an IRI": "SELECT*{TWOFILTER(?a<?b)SERVICE#>\n<U>{?s?p?o}}",
    "comparison with a string that looks like an IRI": (
        "SELECT*{TWOFILTER(?a<'x>'||true)SERVICE<U>{?s?p?o}FILTER(?b=''||true)}"
    ),
    "comment that looks like the end of an IRI": "SELECT*{TWOFILTER(?a<?b#>'''\n)SERVICE<U>{?s?p?o}#'''\n}",
    "triple term that looks like an IRI": (
        "PREFIX:<x:>SELECT*{TWOOPTIONAL{<<?a:p'x>'>>:q 1}SERVICE<U>{?s?p?o}FILTER(?b!='')}"
    ),
}


ENGINE = """
import json, sys
import pyoxigraph as ox
for query in json.load(sys.stdin):
    try:
        results = ox.Store().query(query)
        isinstance(results, ox.QueryBoolean) or list(results)
    except (OSError, RuntimeError):
        pass
"""


def disguise(name: str, address: str) -> str:
    text = DISGUISES[name].replace("BODY", BODY).replace("TWO", TWO)
    return text.replace("<U>", f"<{address}{list(DISGUISES).index(name)}/>")


@pytest.fixture(scope="module")
def called() -> set[str]:
    """The disguised queries with which the engine, in a process of its own, calls a real HTTP server."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            paths.append(self.path)
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(500)
            self.send_header("Content-Length", "0")
            self.send_header("Connection", "close")
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        queries = [disguise(name, f"http://127.0.0.1:{server.server_port}/") for name in DISGUISES]
        subprocess.run(
            [sys.executable, "-c", ENGINE], input=json.dumps(queries), text=True, check=True, timeout=60
        )
        server.shutdown()
        thread.join()
    return {name for number, name in enumerate(DISGUISES) if any(p.startswith(f"/{number}/") for p in paths)}


@pytest.mark.parametrize("name", DISGUISES)
def test_a_query_with_which_the_engine_would_call_out_is_refused(name: str, called: set[str]):
    assert name in called, "the engine does not call out: the test proves nothing"
    with pytest.raises(Problem) as caught:
        refuse_federation(read(disguise(name, "http://a.example/")))
    assert caught.value.status == 403


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE ?x BODY }",
        "SELECT * { VALUES ?x { <http://a.example/> } SERVICE ?x BODY }",
        "SELECT * { SERVICE $x BODY }",
        r"SELECT * { \u0053ERVICE <http://a.example/> BODY }",
        r"SELECT * { SERV\u0049CE <http://a.example/> BODY }",
        r"SELECT * { \U00000053\u0065RVICE <http://a.example/> BODY }",
        r"SELECT * { BIND('\u0027) SERVICE <http://a.example/> BODY BIND('' AS ?y) }",
        r"SELECT * { \u0023'" + "\nSERVICE <http://a.example/> BODY #' }",
        r"SELECT * { BIND('\u005C' AS ?x) SERVICE <http://a.example/> BODY BIND(' ' AS ?y) }",
        "SELECT * { ?s ?p ex:a.SERVICE <http://a.example/> BODY }",
        "SELECT * { ?s ?p _:a.SERVICE <http://a.example/> BODY }",
        "SELECT * { ?s ?p 1.SERVICE <http://a.example/> BODY }",
        "SELECT * { ?s ?p true.SERVICE <http://a.example/> BODY }",
        "SELECT * { ?s ?p 'unclosed } SERVICE <http://a.example/> BODY",
        "SELECT * { ?s ?p '''unclosed } SERVICE <http://a.example/> BODY",
        "SELECT * { ?s ?p <unclosed SERVICE <http://a.example/> BODY",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://a.example/> BODY }",
        "SERVICE",
    ],
)
def test_a_query_that_some_engine_could_read_as_a_call_is_refused(query):
    assert read(query.replace("BODY", BODY)).federated is not None


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p 'SERVICE' }",
        'ASK { ?s ?p "SERVICE <http://a.example/> { }" }',
        "ASK { ?s ?p '''it's a 'SERVICE' here''' }",
        'ASK { ?s ?p """SERVICE\n"SERVICE" SERVICE""" }',
        r"ASK { ?s ?p 'it\'s a SERVICE' }",
        r"ASK { ?s ?p 'SERVICE\\' }",
        "ASK { ?s ?p 'SERVICE'@en }",
        "ASK { ?s a <http://www.w3.org/ns/sparql-service-description#Service> }",
        "ASK { <http://a.example/SERVICE> ?p <http://a.example/x.SERVICE> }",
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK { ?s a sd:Service }",
        "PREFIX : <http://a.example/> ASK { ?s a :SERVICE }",
        "PREFIX : <http://a.example/> ASK { ?s a :SERVICE.}",
        "SELECT ?service { ?service ?p ?o }",
        "SELECT $SERVICE { $SERVICE ?p ?o }",
        "SELECT (COUNT(*) AS ?services) { ?s ?p ?o }",
        "ASK { ?s ?p ?o } # SERVICE <http://a.example/> { }",
        "# SERVICE\nASK { ?s ?p ?o }",
        "ASK { _:service ?p ?o }",
        "SELECT * { ?a ?b ?c FILTER(?a < 3 && ?c > 'SERVICE') }",
        "SELECT * { VALUES (?a ?b) { (<http://a.example/x> <http://a.example/service>) } }",
        "SELECT * { ?s (<http://a.example/a>/<http://a.example/service>)+ ?o }",
        "SELECT * { ?s ?p (<http://a.example/a> <http://a.example/service>) }",
        "ASK { ?s ?p '影谱 🎬 SERVICE' }",
    ],
)
def test_the_word_in_a_name_a_literal_or_a_comment_is_no_call(query):
    ox.Store().query(query)  # it is SPARQL
    refuse_federation(read(query))
    assert read(query).federated is None


@pytest.mark.parametrize(
    "hostile",
    [
        '"' + '\\"' * 500_000,
        "'''" + "\\'" * 500_000,
        "a." * 500_000,
        "a-" * 500_000,
        "<a" * 500_000,
        ":a." * 300_000,
    ],
    ids=["quotes", "long quotes", "dotted names", "dashed names", "brackets", "local names"],
)
def test_a_hostile_text_of_a_megabyte_is_read_in_linear_time(hostile):
    code = "import sys; from genfilm.protocol.guard import read; read(sys.stdin.read())"
    subprocess.run([sys.executable, "-c", code], input=hostile.encode(), check=True, timeout=60)


@given(st.text())
@example("\ud800")
@example("\\uD800 \\UFFFFFFFF")
@example("'\\")
def test_any_text_is_read_without_an_error(text):
    reading = read(text)
    if reading.federated:
        line, column = position(reading.text, reading.federated.offset)
        assert line >= 1
        assert column >= 1


PIECES = [
    "SELECT * ", "{", "}", "(", ")", "?s ?p ?o . ", "FILTER(?a < 3) ", "FILTER(?a > 3) ", "<http://a.example/x#y> ",
    "'it is \\' one' ", '"#" ', "'''a 'b' ''' ", '"""a "b" """ ', "# a ' comment\n", "ex:a.b ", "_:b ", "1.5 ", "'x'@en ",
    "OPTIONAL ", "\n", "\t", "@en ", "a ",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES)),
    st.lists(st.sampled_from(PIECES)),
    st.sampled_from(["SERVICE", "service"]),
)
def test_the_word_between_any_two_pieces_is_found(before, after, word):
    text = "".join(before)
    reading = read(f"{text}{word} <http://a.example/> {''.join(after)}")
    assert reading.federated is not None
    assert reading.federated.offset == len(text)


@given(st.lists(st.sampled_from(PIECES)))
def test_without_the_word_nothing_is_refused(pieces):
    assert read("".join(pieces)).federated is None


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("select * {}", "SELECT"),
        ("ASK{}", "ASK"),
        ("CONSTRUCT WHERE {}", "CONSTRUCT"),
        ("DESCRIBE <x>", "DESCRIBE"),
        ("# SELECT\nASK {}", "ASK"),
        ("PREFIX select: <x:> ASK {}", "ASK"),
        ("PREFIX : <x:ASK> BASE <x:y> SELECT * { ?s ?p ?o }", "SELECT"),
        ("BASE <x:>PREFIX a:<b>CONSTRUCT{}{}", "CONSTRUCT"),
        (r"\u0053ELECT * {}", "SELECT"),
        ("INSERT DATA { <x:> <x:> 1 }", "INSERT"),
        ("LOAD <x:>", "LOAD"),
        ("PREFIX a: <x:> WITH <x:> DELETE {} WHERE {}", "WITH"),
        ("", None),
        ("   # nothing\n", None),
        ("nonsense", None),
        ("nonsense SELECT", None),
        ("'SELECT'", None),
    ],
)
def test_the_form_of_a_query_is_its_first_keyword_after_the_prologue(query, form):
    assert read(query).form == form


@pytest.mark.parametrize("word", ["NOW", "rand", "UUID", "StrUuid", "BNODE"])
def test_a_query_whose_answer_changes_is_known(word):
    assert read(f"SELECT ({word}() AS ?x) {{}}").volatile
    assert read(f"SELECT (1-{word}() AS ?x) {{}}").volatile
    assert not read(f"SELECT ?{word} {{ ?{word} ?p '{word}()' }} # {word}").volatile


def test_the_refusal_says_where_the_call_stands():
    with pytest.raises(Problem) as caught:
        refuse_federation(read("SELECT *\n{ ?s ?p ?o .\n  service <http://a.example/> {} }"))
    assert (caught.value.status, caught.value.kind) == (403, "federation-refused")
    assert caught.value.extra == {"line": 3, "column": 3}
    assert "'service' at line 3, column 3" in caught.value.detail


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [("", 0, (1, 1)), ("abc", 2, (1, 3)), ("a\nb", 1, (1, 2)), ("a\nb", 2, (2, 1)), ("影\n谱x", 3, (2, 2))],
)
def test_a_position_counts_lines_and_columns_from_one(text, offset, place):
    assert position(text, offset) == place


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"\u0041", "A"),
        (r"\U0001F3AC", "🎬"),
        (r"\\u0041", "\\A"),
        (r"\u005Cu0041", r"\u0041"),
        (r"\uD800", r"\uD800"),
        (r"\UFFFFFFFF", r"\UFFFFFFFF"),
        (r"\u12", r"\u12"),
    ],
)
def test_codepoint_escapes_are_replaced_once(text, plain):
    assert unescape(text) == plain


def test_tokens_leave_out_blanks_and_comments_and_keep_offsets():
    text = "ASK # x\n{ ?s ex:p 'a' }"
    assert [(t.kind, t.text) for t in tokens(text)] == [
        ("word", "ASK"),
        ("mark", "{"),
        ("variable", "?s"),
        ("pname", "ex:p"),
        ("string", "'a'"),
        ("mark", "}"),
    ]
    assert all(text[t.offset :].startswith(t.text) for t in tokens(text))
