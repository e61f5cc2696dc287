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


def _executed(name: str, folder: Path) -> Any:
    """Return a notebook executed in a kernel of its own and in an empty folder."""
    from nbclient import NotebookClient

    notebook = _read(NOTEBOOKS / f"{name}.ipynb")
    environment = {**os.environ, "IPYTHONDIR": str(folder / "ipython"), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    client = NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(folder)}})
    client.execute(env=environment)
    return notebook


@pytest.fixture(scope="module")
def when_to_hire(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return _executed("01_when_to_hire", tmp_path_factory.mktemp("kernel"))


@pytest.fixture(scope="module")
def what_ifs(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return _executed("02_what_ifs", tmp_path_factory.mktemp("kernel"))


@pytest.fixture(scope="module")
def reference_engine(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return _executed("03_reference_engine", tmp_path_factory.mktemp("kernel"))


def _shown(notebook: Any, kind: str) -> list[Any]:
    """Return what cells have displayed in one form."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]
    return [output.data[kind] for output in outputs if kind in output.data]


def _warnings(notebook: Any) -> list[str]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output.text for output in outputs if output.get("name") == "stderr"]


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
    assert len(_shown(when_to_hire, "image/png")) == 1


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
    assert _warnings(when_to_hire) == []


def test_what_ifs_show_sentences_tables_and_charts(what_ifs: Any) -> None:
    faces = _shown(what_ifs, "text/html")
    assert len(faces) == 5  # four answers and the table of years
    assert all("<table" in face for face in faces)
    assert sum("<strong>" in face for face in faces) == 4
    assert len(_shown(what_ifs, "image/png")) == 4
    code = [cell for cell in what_ifs.cells if cell.cell_type == "code"]
    assert "plan, not simulated" in _said(code[1])
    parts = re.search(r"The parts add up to ([\d.−-]+) of ([\d.−-]+) \$M\.", _said(code[-1]))
    assert parts is not None
    assert parts[1] == parts[2]
    assert _warnings(what_ifs) == []


def test_the_reference_engine_is_read_and_equals_the_other(reference_engine: Any) -> None:
    code = [cell for cell in reference_engine.cells if cell.cell_type == "code"]
    read = _said(code[1])
    assert "A customer's life" in read
    assert "class Customer" in read
    assert len(re.findall(r"^    \w+: ", read, re.M)) >= 4  # the waits of a customer's life
    assert "equal to the last bit: True" in _said(code[2])
    assert len(_shown(reference_engine, "text/html")) == 2
    assert len(_shown(reference_engine, "image/png")) == 1
    assert "lines in the log" in _said(code[-1])
    assert _warnings(reference_engine) == []
