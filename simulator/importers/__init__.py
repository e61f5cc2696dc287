"""What other systems export, read into the files a scenario takes: accounts, roster, history, and a reconciliation.

From the lowest up: `sheet` (any table, its cells in their places), `meanings` (what columns can mean), `vendors` (what
each export looks like), `identify`, `mapping` and `mapping_file` (which export this is, and which column is what),
`values` (cells as amounts, dates, yes and no), one file for each kind of export (`subscriptions`, `customers`,
`people`, `movements`, `levels`, `invoices`, `deals`), then `book`, `segments`, `history` and `past_opening` (what they
come to together), `gather` (all exports of one import), `reconciliation`, `files` and `writing`. Other packages use
`wanted` and `imported` alone.
"""

__all__ = ["imported", "wanted"]
