"""What a scenario may say: typed, frozen parts, every field with its unit, bounds, meaning and evidence grade.

A part of a company has a module of its own (`market`, `selling`, `products`, `programmes`, `shocks`, `organisation`,
`roles`, `reporting`, `finance`), and `scenario.Scenario` puts them together. They are made of:

- `fields`: `Part`, the frozen base of them all, `about`, which describes a field, and the dotted path to one;
- `quantities` and `dates_and_files`: markers that say what a field takes (`Money`, `Days`, `Share`, `When`, ...);
- `distributions` and `curves`: a distribution in place of a number.

Derived from them: `shapes` (what is allowed at each path; `describe_fields` lists every field), `notes` (what is said
of the value at a path), `editor_schema` (the JSON schema), `uncertainty` (one row of drawn numbers a run), `plan`
(planned ARR and deals by day), `planned_spend` (what is spent along it by month), `by_arr` (what the tables by ARR
say), `todays_book` (the accounts and people of a real company), `first_day` (whose seats are taken then),
`hiring_points` (when a role opens, as one value), `odds` (and rises, as those of a year), `priors` (what may be
believed of each number), `waiting` (who is not hired before whom) and `words` (how roles and paths read in a sentence).
"""

__all__ = [
    "by_arr",
    "dates_and_files",
    "distributions",
    "editor_schema",
    "fields",
    "finance",
    "first_day",
    "hiring_points",
    "market",
    "notes",
    "odds",
    "organisation",
    "paths",
    "plan",
    "planned_spend",
    "priors",
    "quantities",
    "roles",
    "scenario",
    "shapes",
    "todays_book",
    "uncertainty",
    "waiting",
    "words",
]
