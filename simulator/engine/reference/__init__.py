"""The SimPy model: a customer's life and a hire's life as processes; the specification that the fast engine equals.

Read `company.py` first (what a run is), then `customer.py` and `hire.py` (the two lives), then the three desks:
`onboarding.py`, `coverage.py`, `hiring.py`. `bookkeeping.py` writes everything down.
"""

from simulator.engine.reference.company import run_reference

__all__ = ["run_reference"]
