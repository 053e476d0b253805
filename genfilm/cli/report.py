"""Faults as other programs read them: JSON, and SARIF 2.1.0 for forges and editors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from genfilm import __version__
from genfilm.errors import SourceFault

FORMATS = ("text", "json", "sarif")
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def report(faults: Sequence[SourceFault], form: str, lang: str) -> str:
    """The faults in ``text``, ``json`` or ``sarif``, in words of ``en`` or ``zh``."""
    if form == "text":
        return "\n".join(fault.told(lang) for fault in faults)
    if form == "json":
        return json.dumps([_record(fault, lang) for fault in faults], ensure_ascii=False, indent=1)
    rules = sorted({fault.rule for fault in faults})
    driver = {"name": "genfilm", "version": __version__, "rules": [{"id": rule} for rule in rules]}
    run = {"tool": {"driver": driver}, "results": [_result(fault, lang) for fault in faults]}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _record(fault: SourceFault, lang: str) -> dict[str, Any]:
    message, remedy = fault.words(lang)
    return {
        "rule": fault.rule,
        "file": fault.file or None,
        "line": fault.line,
        "term": fault.term or None,
        "message": message,
        "remedy": remedy or None,
    }


def _result(fault: SourceFault, lang: str) -> dict[str, Any]:
    message, remedy = fault.words(lang)
    said = ": ".join(part for part in (fault.term, message) if part)
    result: dict[str, Any] = {
        "ruleId": fault.rule,
        "level": "error",
        "message": {"text": f"{said}\n→ {remedy}" if remedy else said},
    }
    if fault.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": fault.file}}
        if fault.line:
            physical["region"] = {"startLine": fault.line}
        result["locations"] = [{"physicalLocation": physical}]
    return result
