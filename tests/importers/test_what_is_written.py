"""The files of an import: whole or not at all, never over the user's own, and fit for a scenario."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.answers import check
from simulator.cli.app import main
from tests.importers.tables import AS_OF, HEAD

GOLDEN = Path(__file__).parent / "golden"
ACME = HEAD + "Acme,36000,2025-03-04,2027-03-04\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> tuple[int, str]:
    found = CliRunner().invoke(main, ["import", *args, "--as-of", AS_OF], standalone_mode=False)
    code = found.exit_code if found.exception is None or isinstance(found.exception, SystemExit) else 70
    return code, found.output


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_scenario_takes_what_comes_out(here: Path) -> None:
    for name in ("stripe-subscriptions/subscriptions.csv", "rippling-employees/employees.csv"):
        (here / Path(name).name).write_bytes((GOLDEN / name).read_bytes())
    (here / "crm.csv").write_text(
        "Account name,Customer success manager,Go live date\n"
        "Alder Foods Inc.,Mira Lind,2025-05-20\nBirch Legal,Sam Vale,\nElm Works,Theo Ade,2027-01-01\n"
    )
    code, output = run("subscriptions.csv", "employees.csv", "crm.csv")
    assert code == 0, output
    lines = output.split("Or in one of yours:\n")[1].split("\n\n")[0].splitlines()
    own = "name: Ours\npath: {multiples: [2, 2]}\nmoney: {opening_cash: $1M}\n"
    scenario = own + "\n".join(line.removeprefix("    ") for line in lines) + "\n"
    (here / "ours.yaml").write_text(scenario)
    answer = check("ours.yaml")
    assert answer.fine, str(answer)
    assert "Opening ARR $134K: 4 accounts" in str(answer)
    accounts = (here / "import" / "accounts.csv").read_text()
    assert "Alder Foods,36000,2025-03-04,2027-03-04,core,Mira Lind,yes," in accounts
    assert "Elm Works,48000,2024-02-10,2027-02-10,core,Theo Ade,no," in accounts
    assert "Alder Foods is Alder Foods Inc." in output and "Sam Vale (1)" in output


def test_the_book_of_an_earlier_month_is_one_for_a_scenario_too(here: Path) -> None:
    (here / "subs.csv").write_bytes((GOLDEN / "stripe-subscriptions" / "subscriptions.csv").read_bytes())
    (here / "people.csv").write_bytes((GOLDEN / "rippling-employees" / "employees.csv").read_bytes())
    assert run("subs.csv", "people.csv", "--opening", "2025-07")[0] == 0
    accounts = (here / "import" / "accounts-2025-07.csv").read_text().splitlines()
    assert [line.partition(",")[0] for line in accounts[1:]] == [
        *("Elm Works", "Birch Legal", "Alder Foods", "Dune Travel", "Gorse")
    ]
    assert accounts[1] == "Elm Works,48000,2024-02-10,2026-02-10,core,,yes,renewal onboarded"
    assert accounts[4] == "Dune Travel,8400,2025-02-25,2025-07-25,monthly,,yes,renewal onboarded"
    roster = (here / "import" / "roster-2025-07.csv").read_text()
    assert roster.splitlines()[1:] == [
        "Mira Lind,CSM,2025-01-15,in place,Customer Success Manager",
        "Old Hand,CSM,2023-01-11,in place,CSM",
    ]


def test_the_earlier_month_lies_within_the_history(here: Path) -> None:
    (here / "export.csv").write_text(ACME)
    for month in ("2020-01", "2030-01"):
        code, said = run("export.csv", "--opening", month)
        assert code == 2 and not (here / "import").exists()
        first, last = re.findall(r"from (\S+) to (\S+), within the history", said)[0]
    assert [run("export.csv", "--opening", month)[0] for month in (first, last)] == [0, 0]


def test_segments_of_an_earlier_month_are_those_of_today(here: Path) -> None:
    """The monthly customers had most of the ARR then, and the customers of a year have it now."""
    (here / "export.csv").write_text(
        "Account,ARR,Start date,Renewal,Term\n"
        "Alder,1200,2024-01-15,2026-12-15,1 month\nBirch,60000,2025-09-04,2027-09-04,12 months\n"
    )
    code, output = run("export.csv", "--opening", "2025-07")
    assert code == 0, output
    today = (here / "import" / "accounts.csv").read_text()
    then = (here / "import" / "accounts-2025-07.csv").read_text()
    assert ",2027-09-04,core," in today and ",2026-12-15,monthly," in today
    assert then.splitlines()[1].startswith("Alder,1200,2024-01-15,2025-07-15,monthly,")


def test_what_an_import_wrote_is_kept_and_what_others_wrote_is_left_alone(here: Path) -> None:
    (here / "export.csv").write_text(ACME)
    assert run("export.csv")[0] == 0
    first = (here / "import" / "accounts.csv").read_bytes()
    (here / "export.csv").write_text(ACME + "Beta,1000,2025-03-04,2027-03-04\n")
    code, output = run("export.csv")
    assert code == 0 and "Since the last import: 1 new, 0 gone, 0 pay more or less" in output
    assert (here / "import" / "accounts.csv.previous").read_bytes() == first
    with (here / "import" / "accounts.csv").open("a") as file:
        file.write("Mine,1,2025-03-04,2027-03-04,,yes,\n")
    before = {name: (here / "import" / name).read_bytes() for name in names(here / "import")}
    code, _ = run("export.csv")
    assert code == 3
    assert {name: (here / "import" / name).read_bytes() for name in names(here / "import")} == before


def test_a_file_of_somebody_elses_is_never_overwritten(here: Path) -> None:
    (here / "export.csv").write_text(ACME)
    (here / "import").mkdir()
    (here / "import" / "accounts.csv").write_text("mine\n")
    assert run("export.csv")[0] == 3
    assert (here / "import" / "accounts.csv").read_text() == "mine\n"
    assert names(here) == ["export.csv", "import"] and names(here / "import") == ["accounts.csv"]
    assert run("export.csv", "--out", "other")[0] == 0


def test_nothing_is_written_of_an_export_that_is_refused_or_only_checked(here: Path) -> None:
    (here / "export.csv").write_text(ACME.replace("36000", "36.000"))
    assert run("export.csv")[0] == 2
    assert run("export.csv", "--check", "--decimal", ",")[0] == 0
    assert names(here) == ["export.csv"]


def test_a_mapping_is_kept_beside_the_export_read_again_and_corrected(here: Path) -> None:
    (here / "export.csv").write_text("Kunde,Betrag,Beginn,Ende,Seats\nAcme,36000,2025-03-04,2027-03-03,3\n")
    code, output = run("export.csv")
    assert code == 2
    maps = ("Kunde=account", "Betrag=arr", "Beginn=start", "Ende=paid_through")
    code, output = run("export.csv", *(part for one in maps for part in ("--map", one)))
    assert code == 0 and "renews 2027-03-04" in output
    kept = here / "export.csv.mapping.yaml"
    assert 'paid_through: "Ende"' in kept.read_text()
    kept.write_text(kept.read_text().replace("arr:", "mrr:"))
    code, output = run("export.csv")
    assert code == 0 and "read as export.csv.mapping.yaml says" in output and "$432,000 ARR" in output
    (here / "next.csv").write_text((here / "export.csv").read_text())
    code, output = run("next.csv", "--mapping", "export.csv.mapping.yaml", "--check")
    assert code == 0 and "$432,000 ARR" in output
    code, output = run("next.csv", "--mapping", "export.csv.mapping.yaml", "--expect", "import")
    row = "csv:2,Acme,used,,432000.00"
    assert (code, output) == (1, f"import/reconciliation.csv:2: expected export.{row}, found next.{row}\n")
    assert run("export.csv", "--expect", "import") == (0, "As expected in import.\n")


def test_what_is_wrong_in_a_mapping_has_its_place(here: Path) -> None:
    (here / "export.csv").write_text(ACME)
    kept = here / "export.csv.mapping.yaml"
    for text, wanted in (
        ("kind: subscription\n", "mapping.yaml:1:7"),
        ("kind: subscriptions\ncolumns: {arr: arr, custmer: account}\n", "mapping.yaml:2:21"),
        ("kind: subscriptions\nfx: {EUR: yes}\n", "mapping.yaml:2:11"),
        ("kind: subscriptions\ncolumns: {arr: Betrag, customer: account, start: start}\n", "there is no column"),
        ("kind: subscriptions\nsurprise: 1\n", "mapping.yaml:2:1"),
    ):
        kept.write_text(text)
        found = CliRunner().invoke(main, ["import", "export.csv"], standalone_mode=False)
        assert found.exit_code == 2 and wanted in found.output + found.stderr, text


def test_the_record_of_files_that_is_damaged_means_nothing_was_written(here: Path) -> None:
    (here / "export.csv").write_text(ACME)
    assert run("export.csv")[0] == 0
    record = here / "import" / ".t2d3-import.json"
    assert set(json.loads(record.read_text())) == {
        "accounts.csv",
        "history.csv",
        "reconciliation.csv",
        "reconciliation.txt",
    }
    record.write_text("[]")
    assert run("export.csv")[0] == 3
