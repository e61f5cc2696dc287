"""A company whose names do not stand in alphabetical order wherever their order means something, with its own books.

Segments, products, roles of its own and rounds of funding: each mapping would be another one if it were sorted.
"""

from __future__ import annotations

from pathlib import Path

from simulator import Scenario, load

SCENARIO = """\
name: Unsorted
start_date: 2027-01-01
horizon_months: {months}
path: {{start_arr: $1M, multiples: [1.6, 1.5, 1.4, 1.3, 1.3]}}
demand: {{bookings_a_year: $600K}}
segments:
  core: {{weight: 1, term_months: 12, renewal: 95%}}
  big: {{weight: 0.4, acv: $60K, term_months: 24, renewal: 60%, acv_cv: 0.8, acv_growth: 0.25, lands: 1x,
    poor_fit: 12%, onboarding_effort: 2, csqls_a_year: 1.7 a year}}
  all_others: {{weight: 0.2, acv: $9K, term_months: 1, renewal: 97%, acv_cv: 0.5, acv_growth: 0, lands: 1x,
    poor_fit: 20%, onboarding_effort: 0.5, csqls_a_year: 0.5 a year}}
products:
  suite: {{age_at_start: null, opens: [{{month: 5}}], price: 0.5x, lands_new: 20%, lands_mature: 80%,
    matures_in: 2 years, discount: 30%, fades_in: 1 year}}
  add_on: {{age_at_start: null, opens: [{{month: 14}}], price: 0.2x, lands_new: 50%, lands_mature: 85%,
    matures_in: 3 years, discount: 10%, fades_in: 4 years}}
opening: {{accounts_csv: books/a.csv, roster_csv: books/r.csv}}
hiring: {{priority: [writer, csm, analyst]}}
roles:
  others:
    writer: {{department: cs, cost: $80K, how_many: {{rule: ratio, to: csm, each: 2}}, opens: [{{month: 3}}]}}
    analyst: {{department: general, cost: $110K, attrition: 60%, opens: [{{in_place: writer}}]}}
    zookeeper: {{department: service, cost: $50K, in_place: 1}}
money:
  rounds:
    seed: {{opens: [{{month: 2}}], amount: $1M}}
    angels: {{opens: [{{month: 4}}], amount: $2M}}
"""
MONTHS = 84


def files(folder: Path, months: int = MONTHS) -> Path:
    """Write the company's files and return the path of the scenario."""
    books = folder / "books"
    books.mkdir(parents=True, exist_ok=True)
    kinds = ("core", "big", "core", "all_others")
    accounts = [
        f"A{i},{20_000 + 1000 * i},2026-03-01,2027-{'01' if i % 4 == 3 else f'{i % 9 + 2:02}'}-15,"
        f"{'Kim' if i % 3 else 'founders'},yes,{kinds[i % 4]}"
        for i in range(40)
    ]
    (books / "a.csv").write_text("\n".join(["account,arr,start,renewal,owner,onboarded,segment", *accounts, ""]))
    people = ["Kim,csm,2026-01-01,", "Zoe,zookeeper,2026-01-01,", "Ann,analyst,2026-05-01,", ",writer,,open"]
    (books / "r.csv").write_text("\n".join(["name,role,start,status", *people, ""]))
    path = folder / "unsorted.yaml"
    path.write_text(SCENARIO.format(months=months))
    return path


def company(folder: Path, months: int = MONTHS) -> Scenario:
    """Return the company, its files written to a folder."""
    return load(files(folder, months))
