"""What BambooHR's reports export: the user chooses the columns, and these are the names that a report gives them."""

from __future__ import annotations

from typing import Final

from simulator.importers.vendors.export import Export, unused

EMPLOYEES: Final = Export(
    key="bamboohr-employees",
    name="BambooHR employees",
    kind="people",
    headings={
        "Last Name, First Name": "last_first",
        "Display Name": "name",
        "First Name": "first_name",
        "Last Name": "last_name",
        "Status": "status",
        "Hire Date": "start",
        "Termination Date": "end",
        "FTE": "fte",
        "Job Title": "title",
        "Reporting to": "manager",
        "Employment Status": "employment",
        **unused("Employee #", "EEID", "Original Hire Date", "Employment Status: Date", "Job Information: Date"),
        **unused("Location", "Division", "Department", "Work Email", "Gender", "Birth Date", "Email"),
    },
    needed=("Hire Date", "Job Title"),
    seen="Reports read by public programs; support.cultureamp.com/hc/en-us/articles/4408676050194 for the default "
    "columns; bamboohr.screenstepslive.com for the statuses. How somebody who has not begun yet appears was not found.",
    statuses={"active": "in place", "inactive": "gone"},
)
EXPORTS: Final = (EMPLOYEES,)
