"""A scenario from somebody else may name any file; what stands in one that is no scenario or table stays there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.errors import ScenarioError
from simulator.scenario.reading.file_bytes import bytes_of
from simulator.scenario.reading.files import load
from simulator.scenario.reading.today import read_today

SECRETS = {
    "shadow": "root:$6$SECRET:19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\n",
    "environ": "HOME=/root\x00API_KEY=SECRET\x00",
    "settings": "password: SECRET\ntoken: SECRET\n",
    "nested": "segments:\n  SECRET: {acv: SECRET}\nname: 5\n",
    "list": "- SECRET\n- SECRET\n",
    "quote": '"SECRET\n',
    "rows": "account,arr,start,renewal,owner,onboarded,SECRET\nSECRET,SECRET,SECRET,SECRET,SECRET,SECRET\n",
    "open": 'account,arr,start,renewal,owner,onboarded\n"SECRET\n',
    "people": "name,role,start,status\nSECRET,SECRET,SECRET,SECRET\n",
    "bytes": "SECRET \udcff\udcfe",
}


def refused(scenario: str, folder: Path) -> ScenarioError:
    """Return how a scenario, in a file of a folder, is refused."""
    file = folder / "theirs.yaml"
    file.write_text(scenario, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_today(load(file))
    assert not [one for one in caught.value.problems if "SECRET" in repr(one)]
    assert "SECRET" not in str(caught.value)
    return caught.value


@pytest.fixture(params=SECRETS, name="secret")
def _secret(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    file = tmp_path / "kept" / str(request.param)
    file.parent.mkdir()
    file.write_text(SECRETS[request.param], encoding="utf-8", errors="surrogateescape")
    return file


def test_what_a_scenario_extends_is_not_quoted(secret: Path, tmp_path: Path) -> None:
    problems = refused(f"name: X\nextends: {secret}\n", tmp_path).problems
    assert str(secret) in "".join(one.file + one.message for one in problems)
    if problems[0].file != str(secret):  # it is no scenario at all: the one that names it comes first
        assert (problems[0].file, problems[0].line, problems[0].path) == (str(tmp_path / "theirs.yaml"), 2, "extends")


@pytest.mark.parametrize("field", ["accounts_csv", "roster_csv"])
def test_a_table_is_not_quoted(field: str, secret: Path, tmp_path: Path) -> None:
    found = refused(f"name: X\nextends: today\nopening: {{{field}: {secret}}}\n", tmp_path)
    assert str(secret) in {one.file for one in found.problems}
    with pytest.raises(ScenarioError) as caught:
        read_today(load("today", {f"opening.{field}": str(secret)}))
    assert "SECRET" not in str(caught.value)


def test_a_link_does_not_make_it_a_table(tmp_path: Path) -> None:
    (tmp_path / "shadow").write_text(SECRETS["shadow"], encoding="utf-8")
    for name in ("x.yaml", "x.csv"):
        (tmp_path / name).symlink_to("shadow")
    refused("name: X\nextends: x.yaml\n", tmp_path)
    refused("name: X\nextends: today\nopening: {accounts_csv: x.csv}\n", tmp_path)


@pytest.mark.parametrize("end", [".yaml", ".yml", ".YAML"])
def test_scenarios_are_quoted(end: str, tmp_path: Path) -> None:
    (tmp_path / f"parent{end}").write_text("name: X\nhorizon_months: far\n", encoding="utf-8")
    (tmp_path / f"broken{end}").write_text("name: [X\n", encoding="utf-8")
    child = tmp_path / "x.yaml"
    for parent, quoted in (("parent", "horizon_months: far"), ("broken", "name: [X")):
        child.write_text(f"extends: {parent}{end}\n", encoding="utf-8")
        with pytest.raises(ScenarioError, match="\n    \\| ") as caught:
            load(child)
        assert quoted in str(caught.value)


@pytest.mark.parametrize("end", [".csv", ".CSV"])
def test_tables_are_quoted(end: str, tmp_path: Path) -> None:
    (tmp_path / f"a{end}").write_text(SECRETS["rows"], encoding="utf-8")
    child = tmp_path / "x.yaml"
    child.write_text(f"name: X\nextends: today\nopening: {{accounts_csv: a{end}}}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"\| SECRET,SECRET"):
        read_today(load(child))


def test_the_scenario_that_extends_is_named_first(tmp_path: Path) -> None:
    (tmp_path / "parent.yaml").write_text("name: [X\n", encoding="utf-8")
    (tmp_path / "x.yaml").write_text("name: X\nextends: parent.yaml\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "x.yaml")
    first, second = caught.value.problems
    assert (first.file, first.line, first.column) == (str(tmp_path / "x.yaml"), 2, 10)
    assert first.message == f"{tmp_path / 'parent.yaml'} cannot be used as a scenario"
    assert (second.file, second.line) == (str(tmp_path / "parent.yaml"), 1)


def test_the_file_that_a_user_names_is_quoted_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("name: X\nhorizon_months: far\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"\| horizon_months: far"):
        load(tmp_path / "mine")


def test_tables_and_scenarios_of_any_name_are_read_where_nothing_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(
        "account\tarr\tstart\trenewal\towner\tonboarded\nA\t$5M\t2026-01-01\t2027-06-01\t\tyes\n"
    )
    (tmp_path / "parent").write_text("name: X\nextends: today\n", encoding="utf-8")
    sets = "opening: {accounts_csv: a.tsv, roster_csv: null}"
    (tmp_path / "x.yaml").write_text(f"extends: parent\n{sets}\npath: {{start_arr: $4M}}\n", encoding="utf-8")
    book = read_today(load(tmp_path / "x.yaml"))
    assert book is not None
    assert [account.name for account in book.accounts] == ["A"]


@pytest.mark.parametrize("secret", ["shadow", "settings", "list", "environ"], indirect=True)
def test_of_a_file_that_is_no_scenario_the_one_that_extends_it_is_told_once(secret: Path, tmp_path: Path) -> None:
    first, second = refused(f"name: X\nextends: {secret}\n", tmp_path).problems
    assert (first.file, first.line, first.path) == (str(tmp_path / "theirs.yaml"), 2, "extends")
    assert first.message == f"{secret} cannot be used as a scenario"
    assert (second.file, second.line) == (str(secret), 1)


@pytest.mark.skipif(not Path("/proc/kmsg").exists(), reason="only Linux has such a file")
def test_a_file_that_gives_nothing_yet_is_not_waited_for(tmp_path: Path) -> None:
    log = Path("/proc/kmsg")
    try:
        log.open("rb").close()
    except OSError:
        pytest.skip("the kernel's log is open to root alone")
    refused(f"name: X\nextends: {log}\n", tmp_path)
    refused(f"name: X\nextends: today\nopening: {{accounts_csv: {log}}}\n", tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_is_told_from_nothing_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    os.mkfifo(tmp_path / "pipe.csv")
    for text in ("extends: pipe.yaml", "extends: today\nopening: {accounts_csv: pipe.csv}"):
        (problem,) = refused(f"name: X\n{text}\n", tmp_path).problems
        assert "is a pipe or a device, not a" in problem.message
        assert not problem.suggestion
    with pytest.raises(OSError, match="it is not a file"):
        bytes_of(tmp_path / "pipe.csv", 10)


def test_of_a_file_that_is_too_large_the_size_alone_is_known(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"123")
    assert bytes_of(tmp_path / "a", 3) == (b"123", 3)
    assert bytes_of(tmp_path / "a", 2) == (b"", 3)
    if Path("/proc/self/status").exists():  # a file of no size by its own account
        assert bytes_of(Path("/proc/self/status"), 10**6)[0].startswith(b"Name:")
        assert bytes_of(Path("/proc/self/status"), 2) == (b"Nam", 3)
