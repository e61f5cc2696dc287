"""The Tab key: roles and field paths of the scenario on the line, and nothing that the command would refuse."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import click
import pytest
from click.shell_completion import BashComplete, ShellComplete

from simulator import load
from simulator.cli.app import main
from simulator.cli.completion import prepare_completion
from simulator.decisions.branch import is_policy
from simulator.decisions.changing import shape_at
from simulator.decisions.hiring_point import check_role

if TYPE_CHECKING:
    from pathlib import Path


def offered(*words: str) -> list[str]:
    """Return what completes the last word."""
    shell = ShellComplete(main, {}, "t2d3", "_T2D3_COMPLETE")
    return [item.value for item in shell.get_completions(list(words[:-1]), words[-1])]


def test_roles_are_offered_where_a_role_goes() -> None:
    assert offered("when", "--hire", "c") == ["cs_head", "csm", "cs_manager", "customer_sales", "cs_ops"]
    assert offered("branch", "baseline", "--at", "3", "--decide", "onb") == ["onboarding"]


def test_own_roles_of_the_scenario_on_the_line_are_offered(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "extends: baseline\nroles:\n  others:\n    support: {cost: $90K, department: service}\n", encoding="utf-8"
    )
    load(own)
    assert offered("when", str(own), "--hire", "sup") == ["support"]
    assert "roles.others.support.cost=" in offered("run", str(own), "--set", "roles.others.")
    assert offered("when", str(tmp_path / "missing.yaml"), "--hire", "cs_h") == ["cs_head"]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (("run", "--set", ""), "roles.csm.book_high="),
        (("sweep", "--vary", ""), "hire.cs_head="),
        (("optimize", "--lever", ""), "hiring.lookahead="),
        (("branch", "--then", ""), "roles.csm.opens="),
        (("sensitivity", "--field", ""), "segments.core.renewal"),
        (("run", "products", "--set", ""), "products.second.price="),
    ],
    ids=" ".join,
)
def test_every_path_that_is_offered_is_one_of_the_scenario(words: tuple[str, ...], path: str) -> None:
    found = offered(*words)
    assert path in found
    assert len(found) == len(set(found))
    for one in (text.rstrip("=") for text in found):
        if one.startswith("hire."):
            check_role(load("baseline"), one.removeprefix("hire."))
        else:
            assert shape_at(one) is not None, one


def test_a_future_offers_only_what_a_company_decides() -> None:
    found = [text.rstrip("=") for text in offered("branch", "--then", "")]
    assert len(found) > 50
    assert all(is_policy(path) for path in found)
    assert "segments.core.renewal" not in found


def test_each_field_is_offered_with_what_it_means() -> None:
    shell = ShellComplete(main, {}, "t2d3", "_T2D3_COMPLETE")
    found = {item.value: item.help for item in shell.get_completions(["run", "--set"], "hiring.")}
    assert found["hiring.lookahead="]


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_leaves_the_cursor_behind_the_sign_that_a_value_follows() -> None:
    prepare_completion()
    shell = click.shell_completion.get_completion_class("bash")
    assert shell is not None
    assert issubclass(shell, BashComplete)
    source = shell.source_template % {"complete_func": "_f", "complete_var": "_V", "prog_name": "t2d3"}
    script = f"""
compopt() {{ echo "compopt $1 $2"; }}
env() {{ echo "plain,$ANSWER"; }}
{source}
ANSWER=roles.csm.cost= ; COMPREPLY=(); _f t2d3; echo "${{COMPREPLY[@]}}"
ANSWER=run ; COMPREPLY=(); _f t2d3; echo "${{COMPREPLY[@]}}"
"""
    said = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=True).stdout
    assert said.split("\n") == ["compopt -o nospace", "roles.csm.cost=", "run", ""]
