"""The SimPy model: a customer's life and a hire's life as processes; the specification that the fast engine equals.

Read `company.py` first (what a run is), then `customer.py` and `hire.py` (the two lives), then `desks.py` and
`hiring.py` (who decides). Everybody knows the run (`run.py`: clock, draws, rules, books) and those below: imports go
one way, from `company.py` down to `run.py`.
"""

from simulator.engine.reference.company import run_reference

__all__ = ["run_reference"]
