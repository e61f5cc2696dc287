"""The company of engine/reference, event for event, compiled by numba.

One room per concern, named like the reference's: `world.py` (the memory of a run), `calendar.py` (what happens next),
`customer.py`, `desks.py` (onboarding and coverage), `hire.py`, `hiring.py`, `opening.py`, `bookkeeping.py`,
`kernel.py` (the dispatch loop) and `batch.py` (runs in chunks on threads). Read the reference first: this is a
translation of it, and any difference in a ledger or in an event log between the two is a bug here.
"""

from simulator.engine.compiled.batch import run_batch, run_compiled, run_many

__all__ = ["run_batch", "run_compiled", "run_many"]
