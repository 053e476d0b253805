"""Queries that no service should have to answer, and requests that no client should send."""

from __future__ import annotations

DEEP = 10_000
PRODUCT = "?a ?b ?c . ?d ?e ?f"


def _chain(step: str, times: int) -> str:
    return "BIND('aaaaaaaaaaaaaaaa' AS ?a0) " + " ".join(
        f"BIND({step.replace('X', f'?a{i}')} AS ?a{i + 1})" for i in range(times)
    )


BOMBS = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "endless rows": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "deep path": "SELECT * { ?x ((((gf:a|!gf:a)*)/(gf:b|!gf:b)+)*|^(!gf:c)*)* ?y }",
    "group concat": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a),STR(?d))) AS ?n) {{ {PRODUCT} }}",
    "concat doubling": "SELECT ?a32 { " + _chain("CONCAT(X,X)", 32) + " }",
    "replace doubling": "SELECT (STRLEN(?a16) AS ?n) { " + _chain("REPLACE(X,'a','aaaa')", 16) + " }",
    "order by": f"SELECT * {{ {PRODUCT} }} ORDER BY STR(?a) STR(?f) DESC(?c)",
    "values": "SELECT (COUNT(*) AS ?n) { VALUES ?a { @ } VALUES ?b { @ } FILTER(CONCAT(?a,?b) = 'x') }".replace(
        "@", " ".join(f"'{i}'" for i in range(90_000))
    ),
    "brackets": "SELECT * { FILTER(" + "(" * DEEP + "1" + ")" * DEEP + ") }",
    "optionals": "SELECT * {" + "OPTIONAL{" * DEEP + "?s ?p ?o" + "}" * DEEP + "}",
    "unions": "SELECT * {" + "{} UNION {" * DEEP + "?s ?p ?o" + "}" * DEEP + "}",
    "negations": "SELECT * { FILTER(" + "!" * 50_000 + "true) }",
    "lists": "SELECT * { ?s ?p " + "(" * 20_000 + ")" * 20_000 + " }",
    "regex size": "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), '(((a{0,500}){0,500}){0,500}){0,500}')) }",
    "strings": f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} FILTER(CONTAINS(SHA512(CONCAT(STR(?a),STR(?f))), STR(?c))) }}",
    "describe": f"DESCRIBE * {{ {PRODUCT} }}",
    "construct": f"CONSTRUCT {{ ?a ?e ?f . ?d ?b ?c }} {{ {PRODUCT} }}",
    "groups": f"SELECT ?a (COUNT(DISTINCT ?f) AS ?n) {{ {PRODUCT} }} GROUP BY ?a ?c ?d HAVING (COUNT(?f) > 2)",
    "names with dots": "SELECT * { ?s ?p " + "a." * 400_000 + " }",
    "escaped quotes": "SELECT * { ?s ?p " + "\\'''\n" * 200_000 + " }",
}

# Each refers to SERVICE in a way that some parser takes for a call; {address} is a listener of the test.
DISGUISES = [
    "SELECT * {{ SERVICE <{address}> {{ ?a ?b ?c }} }}",
    "SELECT * {{ service silent <{address}> {{ ?a ?b ?c }} }}",
    "SELECT * {{ SeRvIcE<{address}>{{?a ?b ?c}} }}",
    "SELECT * {{FILTER(1<2)SERVICE#>\n<{address}>{{?a ?b ?c}}}}",
    "SELECT * {{FILTER(1<2#>'''\n)SERVICE<{address}>{{?a ?b ?c}}}}#'''",
    "SELECT * {{ \\u0053ERVICE <{address}> {{ ?a ?b ?c }} }}",
    "SELECT * {{ \\U00000053\\u0045RVICE <{address}> {{ ?a ?b ?c }} }}",
    "PREFIX x: <{address}> SELECT * {{ SERVICE x: {{ ?a ?b ?c }} }}",
    "BASE <{address}> SELECT * {{ SERVICE <> {{ ?a ?b ?c }} }}",
    "SELECT * {{ BIND(<{address}> AS ?x) SERVICE ?x {{ ?a ?b ?c }} }}",
    "SELECT * {{ VALUES ?x {{ <{address}> }} SERVICE SILENT ?x {{ ?a ?b ?c }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE <{address}> {{ ?a ?b ?c }} }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <{address}> {{ ?a ?b ?c }} }} }} }}",
    "SELECT * {{ OPTIONAL{{SERVICE\t<{address}>{{?a ?b ?c}}}} }}",
    "SELECT * {{ ?s ?p 1.SERVICE<{address}>{{?a ?b ?c}} }}",
    "SELECT * {{ ?s ?p true.SERVICE<{address}>{{?a ?b ?c}} }}",
    "SELECT * {{ ?s ?p _:b.SERVICE<{address}>{{?a ?b ?c}} }}",
    "SELECT * {{ ?s ?p gf:b.SERVICE<{address}>{{?a ?b ?c}} }}",
    "SELECT * {{ ?s ?p 'x'@en.SERVICE<{address}>{{?a ?b ?c}} }}",
    "SELECT * {{ #'''\nSERVICE#'''\n<{address}>{{?a ?b ?c}} }}",
    "SELECT * {{ ?s ?p '\\u0027 . SERVICE <{address}> {{ ?a ?b ?c }} #' }}",
    "SELECT * {{ ?s ?p ?o FILTER(?s<?o)SERVICE<{address}>{{?a ?b ?c}} FILTER(?o>?s) }}",
    "CONSTRUCT {{ ?a ?b ?c }} {{ SERVICE <{address}> {{ ?a ?b ?c }} }}",
    "DESCRIBE ?a {{ SERVICE <{address}> {{ ?a ?b ?c }} }}",
    "LOAD <{address}>",
    "SELECT * {{ GRAPH ?g {{ SERVICE <{address}> {{ ?a ?b ?c }} }} MINUS {{ SERVICE <{address}> {{}} }} }}",
]
