"""The companies that Hypothesis draws have every field of the record at more than one value: none is left as it is."""

from __future__ import annotations

from collections import defaultdict

from equality.fields_read import Field, fields_of
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Company, companies, todays_books

ALWAYS_THE_SAME: dict[Field, str] = {("roles", "asks_anew"): "a change of policy on the way alone sets it"}
"""Fields that cannot differ, each with the reason."""


def test_a_field_that_no_random_company_has_is_noticed() -> None:
    seen: dict[Field, set[bytes]] = defaultdict(set)

    @given(companies(), st.data())
    @settings(max_examples=80)
    def note(company: Company, data: st.DataObject) -> None:
        of_today = Company(company.scenario, data.draw(todays_books(company.scenario)))
        for what in (company.lowered, of_today.lowered):
            for table, name in fields_of(what):
                seen[table, name].update(value.tobytes() for value in getattr(what, table)[name])

    note()
    assert {field for field, values in seen.items() if len(values) < 2} == set(ALWAYS_THE_SAME)
