"""What a scenario says, how it is read and checked, and how it is explained.

From the bottom up, each importing only what stands before it:

- `writing`, `stated` and `units`: numbers as people write them, `$2.5M`, `90 days` or `75% a term`, and back;
  `Unit.read` raises `InvalidValue`.
- `schema`: the typed parts of a scenario, with unit, bounds, meaning and evidence grade of every field.
- `reading`: YAML files, what they extend, overrides and the CSV files of today become a `Scenario` and a `TodaysBook`;
  all that is wrong comes back at once.
- `explain`: a scenario in plain words.
- `assumed`: what stands in for what a user's files do not say.
- `founding`: a new company's scenario from the answers to a dozen questions.
"""

__all__ = ["assumed", "explain", "founding", "reading", "schema", "stated", "units", "writing"]
