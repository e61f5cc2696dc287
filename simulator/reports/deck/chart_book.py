"""The workbook within a chart: every figure, the formulas of what follows from others, the same bytes each time."""

from __future__ import annotations

import math
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from simulator.reports.deck.charts import ChartData, Column

SHEET: Final = "Data"
FIXED: Final = datetime(2000, 1, 1)
"""When everything in a deck was made, as its files have it."""
_EPOCH: Final = date(1899, 12, 30)
NOT_THERE: Final = "#N/A"


def serial(day: date) -> int:
    """Return a day as spreadsheets count them."""
    return (day - _EPOCH).days


def letter(column: int) -> str:
    """Return the letter of a column of figures, the first of which stands beside the categories: 0 is `B`."""
    return chr(ord("B") + column)


def book_of(chart: ChartData) -> bytes:
    """Return the workbook of a `chart`: categories in the first column, heads in the first row."""
    import xlsxwriter

    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "nan_inf_to_errors": False}) as book:
        book.set_properties({"title": "", "author": "t2d3", "created": FIXED})
        sheet, dates = book.add_worksheet(SHEET), book.add_format({"num_format": "mmm yyyy"})
        sheet.write_string(0, 0, chart.head)
        for row, category in enumerate(chart.categories, 1):
            if isinstance(category, date):
                sheet.write_number(row, 0, serial(category), dates)
            else:
                sheet.write_string(row, 0, category)
        for place, column in enumerate(chart.columns, 1):
            _write(sheet, place, column)
        sheet.set_column(0, len(chart.columns), 16)
    return file.getvalue()


def _write(sheet: Any, place: int, column: Column) -> None:
    sheet.write_string(0, place, column.head)
    for row, value in enumerate(column.values, 1):
        if formula := column.formula_at(row - 1):
            told: float | str = value if math.isfinite(value) else NOT_THERE
            sheet.write_formula(row, place, formula.format(row=row + 1, above=row), None, told)
        elif math.isfinite(value):
            sheet.write_number(row, place, value)
