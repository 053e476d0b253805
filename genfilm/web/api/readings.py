"""Readings as data: how far the claims of a source have come, and how far two readers agree."""

from __future__ import annotations

from flask import Blueprint, Response

from genfilm.problems import UnknownEntity
from genfilm.records.readings import CODED, readings
from genfilm.web.api.envelope import answer
from genfilm.web.api.json_schema import STRING, Schema, array, in_both, maybe, record, ref
from genfilm.web.api.operation import LANG, Route
from genfilm.web.context import context, language, root_url
from genfilm.words import both

blueprint = Blueprint("api_readings", __name__, url_prefix="/api/readings")
_COUNT: Schema = {"type": "integer"}
_PART: Schema = {"type": "number"}
_PROPERTY: Schema = {"type": "string", "enum": list(CODED)}
SCHEMAS: dict[str, Schema] = {
    "Coding": record(
        {
            "iri": STRING,
            "type": {"type": "string", "enum": ["reading", "acceptance"]},
            "person": ref("Node"),
            "date": STRING,
            "counts": {"type": "boolean", "description": in_both("api.schema.Coding.counts")},
            "values": record({name: ref("Node") for name in CODED}, *CODED),
        }
    ),
    "Readings": record(
        {
            "source": ref("Node"),
            "claims": _COUNT,
            "statuses": array(record({"key": STRING, "label": ref("Label"), "count": _COUNT})),
            "stale": _COUNT,
            "pairs": array(
                record(
                    {
                        "readers": array(ref("Node")),
                        "claims": _COUNT,
                        "agreed": _COUNT,
                        "properties": array(
                            record(
                                {
                                    "property": _PROPERTY,
                                    "items": _COUNT,
                                    "alike": _COUNT,
                                    "share": maybe(_PART),
                                    "kappa": {**maybe(_PART), "description": in_both("reading.kappa_note")},
                                }
                            )
                        ),
                        "differences": array(
                            record(
                                {"claim": STRING, "property": _PROPERTY, "values": array(maybe(ref("Node")))}
                            )
                        ),
                    }
                )
            ),
        }
    ),
}
ONE = Route(
    "getReadings",
    "/api/readings/{source}",
    "claims",
    both("api.operation.getReadings"),
    (LANG,),
    ref("Readings"),
)


@blueprint.get("/<source>")
def one(source: str) -> Response:
    """The readings of a source."""
    ONE.read()
    found = readings(context().library, source)
    if found is None:
        raise UnknownEntity(name=f"doc:{source}")
    return answer(found.record(), links={"html": f"{root_url()}/{language()}/readings/{source}"})
