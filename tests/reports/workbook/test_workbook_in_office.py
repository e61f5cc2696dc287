"""Workbooks worked out anew by LibreOffice: what we wrote beside each formula, and what fresh runs give.

Needs Debian's libreoffice-calc, which `.ci/long office` installs; elsewhere they are skipped for the reason given.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pytest
from open_xml import tool
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from rich_company import RICH, played

from simulator.answers import workbook
from simulator.reports.workbook.inputs import inputs_in
from simulator.reports.workbook.locks import locked
from simulator.results.pnl import pnl_by_month
from simulator.results.result import Result

in_office = pytest.mark.long(part="office")
pytestmark = pytest.mark.filterwarnings("ignore:Unable to read chart")  # of LibreOffice's, by openpyxl

BASELINE: Mapping[str, Any] = {"horizon_months": 36}
CHANGES = 20
ERRORS = re.compile(r"#|Err:")


def stripped(file: bytes) -> bytes:
    """Return a workbook whose formulas carry no values."""
    out = BytesIO()
    with ZipFile(BytesIO(file)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(r'(<c [^>]*?)(?: t="str")?>(<f[^>]*>[^<]*</f>)<v>[^<]*</v>', r"\1>\2", part.decode())
                part = text.encode()
            after.writestr(name, part)
    return out.getvalue()


def worked_out(files: Mapping[str, bytes], folder: Path) -> dict[str, Workbook]:
    """Return workbooks as LibreOffice works them out, by name."""
    office = tool("soffice", "apt-get install libreoffice-calc")
    paths = []
    for name, file in files.items():
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(file)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out")]
    subprocess.run([*command, *map(str, paths)], capture_output=True, check=True, timeout=1_000)
    return {name: load_workbook(folder / "out" / f"{name}.xlsx", data_only=True) for name in files}


def changed(file: bytes, changes: Mapping[str, float]) -> bytes:
    """Return a workbook with other inputs, as a user types them: only what is typed is known then, no values."""
    book = load_workbook(BytesIO(file))
    sheet = book["Assumptions"]
    heads = {str(cell.value): cell.column for row in sheet.iter_rows(max_row=8) for cell in row if cell.value}
    rows = {row[heads["In the file"] - 1].value: row[0].row for row in sheet.iter_rows(min_row=5)}
    for path, value in changes.items():
        cell = sheet.cell(rows[path], 4)
        assert not cell.protection.locked, path
        cell.value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def monthly(book: Workbook, sheet: str, label: str) -> list[float]:
    heads = [cell.value for cell in book[sheet][4]]
    months = [place for place, head in enumerate(heads) if re.fullmatch(r"[A-Z][a-z]{2} \d{4}", str(head))]
    for row in book[sheet].iter_rows(min_row=5, values_only=True):
        if row[0] == label and isinstance(row[months[0]], int | float):
            return [float(row[place]) for place in months]
    raise AssertionError(f"no row {label} on {sheet}")


@in_office
@pytest.mark.parametrize("sets", [(RICH,), (BASELINE, {**BASELINE, "name": "Down", "money.gross_margin": "60%"})])
def test_every_value_is_what_libreoffice_works_out(sets: Sequence[Mapping[str, Any]], tmp_path: Path) -> None:
    file = workbook([played(one, runs=12) for one in sets]).file
    book, written, formulas = (
        worked_out({"stripped": stripped(file)}, tmp_path)["stripped"],
        load_workbook(BytesIO(file), data_only=True),
        load_workbook(BytesIO(file)),
    )
    seen = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                seen += 1
                ours, theirs = (one[sheet.title][cell.coordinate].value for one in (written, book))
                where = (sheet.title, cell.coordinate, cell.value, ours, theirs)
                if isinstance(ours, int | float) and not isinstance(ours, bool):
                    assert isinstance(theirs, int | float), where
                    assert abs(ours - theirs) <= max(1e-6, 1e-9 * abs(ours)), where
                else:
                    assert (ours or "") == (theirs or ""), where
                    assert not ERRORS.match(str(theirs)), where
    assert seen > 10_000


def live_inputs(result: Result) -> dict[str, tuple[float, float, float]]:
    """Return the inputs that are live, each with its bounds."""
    inputs = inputs_in(result, locked(result))
    return {
        path: (float(one.value), one.low or 0.0, one.high if one.high is not None else np.inf)
        for path, one in inputs.items()
        if one.is_live and isinstance(one.value, float)
    }


@in_office
@pytest.mark.parametrize(("sets", "seed"), [(RICH, 1), (BASELINE, 2)])
def test_changed_money_is_what_fresh_runs_give(sets: Mapping[str, Any], seed: int, tmp_path: Path) -> None:
    """Ten changes of one to six live inputs each: every month of cash and of the result, to $2 or a millionth."""
    result, random = played(sets, runs=12), np.random.default_rng(seed)
    file, inputs = workbook(result).file, live_inputs(result)
    rounds = [path for path in inputs if path.startswith("money.rounds.")]
    tries: dict[str, dict[str, float]] = {}
    for number in range(CHANGES // 2):
        some = random.choice(sorted(inputs), size=int(random.integers(1, 7)), replace=False)
        paths = {*map(str, some), *(rounds[:1] if number == 0 else ())}
        new = {path: inputs[path][0] * float(random.uniform(0.7, 1.35)) for path in sorted(paths)}
        tries[f"try{number}"] = {path: min(max(value, inputs[path][1]), inputs[path][2]) for path, value in new.items()}
    books = worked_out({name: changed(file, changes) for name, changes in tries.items()}, tmp_path)
    for name, changes in tries.items():
        overrides = {path: repr(value) for path, value in changes.items()}
        fresh = pnl_by_month(played({**sets, **overrides}, runs=12)).lines
        for sheet, label, line in (
            ("P&L", "Operating result", "operating_result"),
            ("P&L", "Customer success", "customer_success"),
            ("P&L", "R&D and administration", "rnd_and_admin"),
            ("Cash flow", "Funding", "funding"),
            ("Cash flow", "Cash at the end", "cash"),
        ):
            off = np.abs(np.array(monthly(books[name], sheet, label)) - fresh[line])
            assert np.all(off <= np.maximum(2.0, 1e-6 * np.abs(fresh[line]))), (changes, label, off.max())
