"""The notebook of examples/, executed against the real service and the real build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from genfilm.dataset.builds import Build
from tests.conftest import ROOT, Server

NOTEBOOK = ROOT / "examples/python/cases.ipynb"


@pytest.fixture(scope="module")
def cells(server: Server, real_build: Build, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    with pytest.MonkeyPatch.context() as environ:
        environ.setenv("SERVICE_URL", server.url)
        environ.setenv("GENFILM_HOME", str(real_build.directory.parent))
        environ.setenv("MPLCONFIGDIR", str(tmp_path_factory.mktemp("matplotlib")))
        notebook = nbformat.read(NOTEBOOK, as_version=4)
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(Path.cwd())}}).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def texts(cell: Any) -> str:
    return "\n".join(
        "".join(output.get("text", "") or output.get("data", {}).get("text/html", ""))
        for output in cell.outputs
    )


def test_the_service_and_the_package_count_the_same_verdicts(cells: list[Any]):
    counted = next(cell for cell in cells if "local.equals" in cell.source)
    assert "197 statements about cases: evidence speaks on 122, disputes 46 of them." in texts(counted)


def test_the_notebook_draws_its_plot(cells: list[Any]):
    plotted = next(cell for cell in cells if "plt.show" in cell.source)
    (picture,) = [output for output in plotted.outputs if "image/png" in output.get("data", {})]
    assert len(picture["data"]["image/png"]) > 20_000


def test_the_magics_answer_in_both_languages(cells: list[Any]):
    disputed = next(cell for cell in cells if "--to disputed" in cell.source)
    assert "Tencent Video" in texts(disputed)
    chinese = next(cell for cell in cells if "--lang zh" in cell.source)
    assert "策略" in texts(chinese)


def test_the_notebook_cites_with_the_identifier_of_the_source(cells: list[Any]):
    assert texts(cells[-1]).count("10.3969/j.issn.2096-711X.2026.05.040") == 2


def test_the_notebook_is_kept_without_outputs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert all(
        not cell.outputs and cell.execution_count is None
        for cell in notebook.cells
        if cell.cell_type == "code"
    )
