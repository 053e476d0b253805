"""The recipe "Add a claim" of CONTRIBUTING.md works as it is written."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pyoxigraph as ox

from genfilm.build import build
from genfilm.dataset.builds import GRAPH, Build
from genfilm.vocabulary import PREFIXES
from tests import ROOT

_RECIPE = (
    (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Add a claim\n")[1].split("## Add a query\n")[0]
)
_STEP = re.compile(r"`(kg/[\w/.-]+\.ttl)`(?:(?!```).)*?```turtle\n(.*?)```", re.DOTALL)
_HASH = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def built_by_the_recipe(root: Path) -> Build:
    """A build of a copy of the repository's sources below ``root`` with the source of the recipe."""
    for folder in ("ontology", "kg", "queries"):
        shutil.copytree(ROOT / folder, root / folder)
    for file, block in _STEP.findall(_RECIPE):
        path = root / file
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as stream:
            stream.write("\n" + textwrap.dedent(f"   {block.lstrip()}"))
    return build(root, root / "home", use_java=False)


def test_a_claim_that_follows_the_recipe_is_built(tmp_path: Path) -> None:
    assert [Path(file).name for file, _ in _STEP.findall(_RECIPE)] == [
        "source.ttl",
        "claims.ttl",
        "assessments.ttl",
    ]
    built = built_by_the_recipe(tmp_path)
    store = ox.Store()
    store.bulk_load(path=str(built.directory / GRAPH), format=ox.RdfFormat.N_QUADS)
    rows = store.query(
        """SELECT ?verdict ?author {
          ?claim gf:isStatedIn/gf:isPassageOf/gf:hasAuthor ?author ; prov:wasAttributedTo ?author .
          ?assessment gf:assesses ?claim ; gf:verdict ?verdict .
          GRAPH <https://w3id.org/genfilm/graph/as-stated/example-2026> {
            tech:generative-ai gf:affectsStage stage:production
          }
          FILTER (STRENDS(STR(?claim), "/claim/example-2026/C01"))
        }""",
        prefixes=PREFIXES,
    )
    assert isinstance(rows, ox.QuerySolutions)
    assert [(str(row["verdict"]), str(row["author"])) for row in rows] == [
        (f"<{PREFIXES['gf']}NotChecked>", f"<{PREFIXES['person']}ann-example>")
    ]


def test_the_command_gives_the_hash_of_the_passage() -> None:
    found = _HASH.search(_RECIPE)
    assert found is not None
    command = found[1].strip().replace("python3", sys.executable)
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert f'gf:textHash "{done.stdout.strip()}"' in _RECIPE
