"""What Rippling's reports export: the user builds the report and names its columns; no page of Rippling's was found."""

from __future__ import annotations

from typing import Final

from simulator.importers.vendors.export import Export, unused

EMPLOYEES: Final = Export(
    key="rippling-employees",
    name="Rippling employees",
    kind="people",
    headings={
        "Employee": "name",
        "Start date": "start",
        "Last day of work": "end",
        "Title": "title",
        "Employment type name": "employment",
        "Employment status": "status",
        **unused("Employee - ID", "Work email", "Manager - Work email", "Department", "Teams", "Compensation currency"),
        **unused("Annual base remuneration", "Hourly Rate", "Target annual bonus"),
    },
    needed=("Employee", "Start date", "Title"),
    seen="A program on GitHub that reads the export by these headings; the words of the status: help.lattice.com/hc/"
    "en-us/articles/1500000933022.",
    statuses={"active": "in place", "terminated": "gone", "hired": "open", "accepted": "open"},
)
EXPORTS: Final = (EMPLOYEES,)
