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
# # Finance's what-ifs
#
# Questions that a CFO has before signing a hiring plan, each one call. Every answer is a sentence, a table and a chart,
# and a notebook shows the first two by itself. All of them play the same customers and the same luck, so a difference
# is the decision's doing.
#
# Three years and few runs keep this page quick; take `MONTHS = 60` and leave `runs` out for an answer to act on.

# %%
from simulator import branch, check, load, simulate, sweep, why

MONTHS, RUNS = 36, 40
ours = load("short_of_cash", {"horizon_months": MONTHS})

# %% [markdown]
# ## What does the plan do to cash, before anything is simulated?
#
# Plain arithmetic along the plan: ARR billed and collected, what it costs, people for as much ARR, rounds with a date.

# %%
plan = check(ours)
print(plan)
plan.chart()

# %% [markdown]
# ## What are the odds?
#
# The plan knows no luck and no churn. The runs do: when cash is lowest, how low, and in how many of them it runs out.

# %%
result = simulate(ours, runs=RUNS)
result

# %%
result.chart("cash")

# %% [markdown]
# Every figure of every run is there as a table (`pip install "t2d3[frames]"`): here the fiscal years of each metric.

# %%
years = result.to_pandas("summary_years")
years[years["metric"].isin(["revenue", "gross_margin", "burn", "burn_multiple"])]

# %% [markdown]
# ## What does hiring ahead of need cost at the low, and what does it buy?
#
# Each point is the company with another lookahead. The front has those that no other beats in both cash and ARR.

# %%
ahead = sweep(ours, vary="hiring.lookahead=0 days,60 days,120 days,180 days", measure="cash.low", runs=RUNS)
ahead

# %%
ahead.chart("pareto")

# %% [markdown]
# ## We are in month 12. What if we change course now?
#
# One past, three futures: a freeze of CSM hiring, two CSMs more, and a longer lookahead.

# %%
futures = branch(
    ours,
    at=12,
    decide="csm=2",
    then=["roles.csm.opens=[]", "hiring.lookahead=180 days"],
    measure="arr",
    runs=RUNS,
)
futures

# %%
futures.chart()

# %% [markdown]
# ## Where does the ARR go that we lose?

# %%
lost = why(ours, causes="uncovered,failed_onboarding,no_head", measure="arr", runs=RUNS)
lost

# %%
whole = lost.to_pandas().set_index("cause")["arr (usd)"]
print(f"{lost}\nThe parts add up to {whole.iloc[:-1].sum() / 1e6:.2f} of {whole.iloc[-1] / 1e6:.2f} $M.")
