"""What runs have found: from ledgers to metrics, bands across runs, and files.

For all runs together: `Result` (result.py) holds the ledgers of a scenario's runs and answers every question about
them; `Summaries` (summaries.py, with tally.py, sketch.py and moments.py) answers those that need no single run, for
more runs than memory holds. `protocols.py` says what either is asked, `axes.py` what both have of their scenario,
`shorter.py` looks at one up to an earlier month.

Figures: `metrics/` defines each metric once; `arithmetic.py` has the sums behind them, `bands.py` percentiles across
runs, `periods.py` fiscal quarters and years, `milestones.py` odds and dates, `cash_outlook.py` how cash fares,
`summary.py` the year ends, `pnl.py` profit and loss, `hires_by_quarter.py` who joins next, `people.py` who worked when,
`ratio_of_means.py` ratios of means, `measure.py` what decisions are judged by.

Files: `store.py` writes a result and checks it, `tables.py` its tables, `exact.py` the parts of a job, to the last bit;
`disk/` is how files are put in place. `stored.py` reads a result again, `ledger_again.py` its ledgers as far as they
can be told. `frames.py` gives pandas and xarray objects, `digest.py` one number for a whole result, `formatting.py`
figures as text.
"""

__all__ = [
    "arithmetic",
    "bands",
    "cash_outlook",
    "columns",
    "csv_files",
    "digest",
    "disk",
    "exact",
    "formatting",
    "frames",
    "hires_by_quarter",
    "measure",
    "metrics",
    "milestones",
    "moments",
    "people",
    "periods",
    "plan_met",
    "pnl",
    "protocols",
    "ratio_of_means",
    "result",
    "shorter",
    "snapshot",
    "store",
    "stored",
    "summaries",
    "summary",
    "tally",
]
