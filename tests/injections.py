"""Values that would change a query if an interface pasted them into SPARQL: one list for all."""

from __future__ import annotations

CANARY = "canary-evaluated"
"""Marks that an answer holds only when one of the values has been evaluated: none of them contains it as such."""
_BIND = 'BIND(CONCAT("canary", "-evaluated") AS ?label)'
INJECTIONS = (
    f"x> }} UNION {{ {_BIND} }} #",
    f'"en") }} UNION {{ {_BIND} }} #',
    f"actor:creators) }} UNION {{ {_BIND} }} VALUES (?x) {{ (1",
    f"\\u003e }} UNION {{ {_BIND} }} #",
    f'""" }} UNION {{ {_BIND} }} #',
    f"en\n}} UNION {{ {_BIND} }} #",
    '"en") } SERVICE <http://127.0.0.1:9/> { (?a',
    "actor:creators) } DROP ALL #",
    "<http://x.example/> <y>",
)
