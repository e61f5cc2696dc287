# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Reading the reference engine
#
# Two engines play the same events to the last bit. The fast one runs by default; the other is written to be read: the
# lives of a customer and of a hire as SimPy processes. This page reads one customer's life in its source and then
# watches that very life in the event log of a run.

# %%
import inspect

import numpy as np

from simulator import load, simulate, story
from simulator.engine.events import EventKind
from simulator.engine.reference import customer

ours = load("baseline", {"horizon_months": 18, "opening.generated.accounts": 20})

# %% [markdown]
# ## A life as a process
#
# A customer is a handful of generators. Each `yield` is a wait: for the work to be done, for the next candidate of a
# sale, for the renewal day. What happens in between is written down as an event.

# %%
print(inspect.getdoc(customer))
for name, member in vars(customer).items():
    if inspect.isclass(member) and member.__module__ == customer.__name__:
        print(f"\nclass {name}: {inspect.getdoc(member)}")
        for method, function in vars(member).items():
            if inspect.isgeneratorfunction(function):
                print(f"    {method}: {(inspect.getdoc(function) or '').splitlines()[0]}")

# %% [markdown]
# ## The same run in both engines
#
# A run is a number: scenario, seed and number say all of it. Both engines read the same lowered scenario, call the same
# laws and draw the same keyed numbers, so their figures are equal, not close.

# %%
reference = simulate(ours, runs=2, seed=7, engine="reference", workers=1)
compiled = simulate(ours, runs=2, seed=7, workers=1)
same = np.array_equal(reference.ledger, compiled.ledger, equal_nan=True)
print(f"{reference.ledger.size:,} figures of {len(reference.runs)} runs, equal to the last bit: {same}")
assert same

# %% [markdown]
# ## One customer of that run
#
# The log has a line for everything that happened. `story` tells a run or a customer from it.

# %%
run = story(ours, run=1, seed=7)
run

# %%
signed = [one for one in run.result.histories.values() if not one.opening]
longest = max(signed, key=lambda one: len(one.steps))
life = story(ours, run=1, seed=7, account=longest.number)
life

# %%
life.chart()

# %% [markdown]
# ## The events behind the sentences
#
# Each line of the log is a day, a kind of event, whom it is about, another one it concerns, and an amount.

# %%
events = compiled.events(1)
mine = events[(events["subject"] == longest.number) & (events["kind"] == EventKind.CLOSED)]
print(f"{len(events):,} lines in the log; account {longest.number} signed on day {mine['day'][0]:.1f}")
counted = {EventKind(kind).name.lower(): int((events["kind"] == kind).sum()) for kind in np.unique(events["kind"])}
for name, count in sorted(counted.items(), key=lambda pair: -pair[1])[:8]:
    print(f"{count:>6,}  {name.replace('_', ' ')}")

# %% [markdown]
# Where to go on: `simulator/engine/reference/company.py` says what a run is, `customer.py` and `hire.py` are the two
# lives, and `simulator/laws` holds every formula with its source. A mechanism goes into both engines, and a test over
# small random companies names the first event in which they differ.
