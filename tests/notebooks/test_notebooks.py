"""The notebooks: they run from a fresh kernel, say an answer, and their two forms hold the same cells."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
ALL = sorted(NOTEBOOKS.glob("*.ipynb"))


def _read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def when_to_hire(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The first notebook, executed in a kernel of its own and in an empty folder."""
    from nbclient import NotebookClient

    notebook = _read(NOTEBOOKS / "01_when_to_hire.ipynb")
    folder = tmp_path_factory.mktemp("kernel")
    environment = {**os.environ, "IPYTHONDIR": str(folder / "ipython"), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    client = NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(folder)}})
    client.execute(env=environment)
    return notebook


def _said(cell: Any) -> str:
    return "".join(output["text"] for output in cell["outputs"] if output["output_type"] == "stream")


def test_there_are_notebooks_in_both_forms() -> None:
    assert ALL
    assert [path.stem for path in ALL] == [path.stem for path in sorted(NOTEBOOKS.glob("*.py"))]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_both_forms_hold_the_same_cells(path: Path) -> None:
    text = jupytext.read(path.with_suffix(".py"))
    cells = _read(path).cells
    assert [(cell.cell_type, cell.source) for cell in text.cells] == [(cell.cell_type, cell.source) for cell in cells]
    assert text.metadata["jupytext"]["formats"] == "ipynb,py:percent"


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_no_outputs_are_kept(path: Path) -> None:
    code = [cell for cell in _read(path).cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


def test_when_to_hire_draws_its_picture(when_to_hire: Any) -> None:
    shown = [output.data for cell in when_to_hire.cells for output in cell.get("outputs", []) if "data" in output]
    assert ["image/png" in data for data in shown] == [True]


def test_when_to_hire_says_when(when_to_hire: Any) -> None:
    """Late is worse beyond doubt, and the answer says by how much, how surely and what it is worth waiting for."""
    answer = _said([cell for cell in when_to_hire.cells if cell.cell_type == "code"][-1])
    assert answer.startswith(("Of the five, opening at $", "Openings at $"))
    late = re.search(
        r"Opening at \$14M instead of \$[236]M costs \$([\d.]+)M of value "
        r"\(95% interval \$([\d.]+)M to \$([\d.]+)M\), and is worse in (\d+)% of runs\.",
        answer,
    )
    assert late is not None, answer
    mean, low, high, worse = (float(figure) for figure in late.groups())
    assert 0.0 < low < mean < high
    assert worse >= 90.0


def test_when_to_hire_warns_of_nothing(when_to_hire: Any) -> None:
    outputs = [output for cell in when_to_hire.cells for output in cell.get("outputs", [])]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
