"""From files and values to a scenario, in one direction: text, nodes with places, checked values, scenario.

Every step returns what it made and the problems it met, as `errors.Problem` whose place grows more exact on the way;
`problems.Problems.accept` is the one place where they become an exception. Other packages use these modules:

- `files`: `load`, `changed`, `resolved` and `from_resolved`, `as_yaml` and `write_yaml`, `shipped` and `find`,
  `describe_fields`, `json_schema`.
- `today`: `read_today`, the accounts and people of a real company from its two CSV files; `read_books`, with how they
  were read.
- `doubts`: what is likely a slip though nothing is wrong with it, as `notices`.
- `csv_text`, `csv_records`, `csv_cells`, `amounts`, `seats`, `nearest` and `problems`: what importers of other systems'
  exports read with too, so that one cell means one thing wherever it stands.
- `stating`: `state`, which writes how files are to be read into a scenario file of the user's own.

Within, YAML goes through `text_checks`, `yaml_tree`, `inheritance` (what a file extends), `overrides` (`--set`) and
`validation` (the schema's objections in plain words); a CSV through `csv_table`, `csv_cells`, `amounts`, `seats`,
`roster` and `accounts`.
"""

__all__ = [
    "amounts",
    "csv_cells",
    "csv_records",
    "csv_table",
    "csv_text",
    "doubts",
    "files",
    "inheritance",
    "nearest",
    "nodes",
    "notices",
    "problems",
    "seats",
    "stating",
    "today",
    "yaml_tree",
]
