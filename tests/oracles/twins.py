"""Twins of the engine for single mechanisms: the same keyed draws through a few lines of another method.

A twin is exact: it foretells, customer by customer, what the engine does. And it is fast, so that the many millions of
customers that a sharp mean asks for take seconds. Engine = twin, draw by draw, and twin = formula, within 4 standard
errors, together say that the engine follows the formula, more sharply than playing the engine for minutes would.
"""

from __future__ import annotations

import numpy as np

from simulator.engine.contract import Floats
from simulator.laws.onboarding import work_days
from simulator.numerics import draws
from simulator.numerics.draws import ARRIVAL_GAP, ONBOARDING_WORK, RENEWAL
from simulator.numerics.jit import in_machine_code
from simulator.numerics.quantiles import exponential_of


@in_machine_code
def fifo_waits(seed: int, run: int, customers: int, servers: int, days_between: float, shape: int, cv: float) -> Floats:
    """Return the wait of each customer of an M/G/c queue with a mean service of one day (Kiefer and Wolfowitz)."""
    free_from = np.zeros(servers)
    waits = np.empty(customers)
    now = 0.0
    for k in range(customers):
        entity = draws.new_customer(k)
        now += exponential_of(draws.uniform(seed, run, entity, ARRIVAL_GAP, 0)) * days_between
        work = work_days(draws.uniform(seed, run, entity, ONBOARDING_WORK, 0), shape, 1.0, cv)
        first = 0
        for server in range(1, servers):
            if free_from[server] < free_from[first]:
                first = server
        began = max(now, free_from[first])
        free_from[first] = began + work
        waits[k] = began - now
    return waits


@in_machine_code
def survivors(seed: int, first_run: int, runs: int, accounts: int, odds: float, renewals: int) -> Floats:
    """Return how many accounts of the opening book are left after each renewal: shape (runs, renewals)."""
    left = np.zeros((runs, renewals))
    for run in range(runs):
        for account in range(accounts):
            entity = draws.opening_account(account)
            for term in range(1, renewals + 1):
                if draws.uniform(seed, first_run + run, entity, RENEWAL, term) >= odds:
                    break
                left[run, term - 1] += 1.0
    return left
