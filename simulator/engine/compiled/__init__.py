"""The company of engine/reference, event for event, compiled by numba.

Every file there has one of its own name here, with the same mechanism, so that the two can be read side by side. Beside
those stand `calendar.py` (what happens next), `memory.py` and `tables.py` (how one record stands for all the memory of
a run) and `batch.py` (runs in chunks on threads). Read the reference first: this is a translation of it, and any
difference in a ledger or in an event log between the two is a bug here.
"""

from simulator.engine.compiled.batch import run_batch, run_compiled, run_many

__all__ = ["batch", "run_batch", "run_compiled", "run_many"]
