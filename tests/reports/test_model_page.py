"""The page that describes the model says what the code says."""

import re

from click.testing import CliRunner

from simulator.cli.app import main
from simulator.reports.model_page import PAGE, TEMPLATE, model_page
from simulator.results.metrics import METRICS
from simulator.scenario.schema.organisation import Condition
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import describe_fields


def test_the_page_in_the_project_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == model_page(), "write it again: t2d3 model --out simulator/MODEL.md"


def test_every_table_is_filled_in() -> None:
    assert re.findall(r"\{\{\w+\}\}", TEMPLATE.read_text(encoding="utf-8"))
    assert "{{" not in model_page()


def test_every_field_and_every_metric_is_on_the_page() -> None:
    page = model_page()
    fields = [note.path for note in describe_fields(Scenario) if ".opens." not in note.path]
    assert [path for path in fields if f"`{path}`" not in page] == []
    assert [name for name in Condition.model_fields if f"`{name}`" not in page] == []
    assert [name for name in METRICS if f"`{name}`" not in page] == []


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    wanted = 0
    for line in model_page().splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert wanted in (0, cells) or cells == 0, line
        wanted = cells


def test_the_command_writes_the_page(tmp_path) -> None:
    run = CliRunner().invoke(main, ["model", "--out", str(tmp_path / "model.md")])
    assert run.exit_code == 0
    assert (tmp_path / "model.md").read_text(encoding="utf-8") == model_page()
