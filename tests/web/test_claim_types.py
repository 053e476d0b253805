"""The types of claims for the browser sources are those of the interface's description."""

from __future__ import annotations

import runpy

from tests import ROOT


def test_the_types_of_claims_are_fresh() -> None:
    made = runpy.run_path(str(ROOT / "frontend/claim_types.py"))
    assert made["TARGET"].read_text("utf-8") == made["text"](), "run frontend/claim_types.py"
