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
# # When should the head of CS start?
#
# At $2M, $3M, $6M, $9M or $14M of ARR? Too early, and there are not enough customers to pay for the hire, which also
# goes wrong more often while the company is unproven. Too late, and customers arrive with nobody there to receive them.
#
# Five companies that differ in this alone meet the same customers and the same luck. What varies is the ARR at which
# *hiring opens*; finding a head takes three months or so on top.

# %%
import matplotlib.pyplot as plt
import numpy as np

from simulator import PairedDifference, load, simulate

RUNS, SEED, MONTHS = 100, 1, 48
OPENINGS = (2, 3, 6, 9, 14)  # million dollars of ARR
WORTH = 5.0  # dollars that one dollar of ARR is worth at the end: a choice, looked at again below

results = {}
for opening in OPENINGS:
    changes = {"horizon_months": MONTHS, "roles.cs_head.opens": [{"arr": f"${opening}M"}]}
    results[opening] = simulate(load("baseline", changes), runs=RUNS, seed=SEED)

# %% [markdown]
# ## What each company ends up with
#
# *Value* is what the ARR after four years is worth less everything spent on CS by then. Each figure below is a
# difference from the company with the most, run by run, with the 95 % interval of its mean.

# %%
labels = results[OPENINGS[0]].labels
arr = {opening: result["arr"][:, MONTHS] / 1e6 for opening, result in results.items()}
spent = {opening: result["cs_cost"][:, 1:].sum(axis=1) / 1e6 for opening, result in results.items()}
value = {opening: WORTH * arr[opening] - spent[opening] for opening in OPENINGS}
best = max(OPENINGS, key=lambda opening: value[opening].mean())


def against_best(figures, what):
    """The figures of each opening minus those of the best one, paired by run, in $M."""
    return {o: PairedDifference.of(figures[o], figures[best], what, MONTHS, labels[MONTHS]) for o in OPENINGS}


arr_gap, spent_gap, value_gap = (
    against_best(figures, what) for figures, what in ((arr, "ARR"), (spent, "CS cost"), (value, "value"))
)

print(f"{'opens at':>8}  {'ARR, $M':>14}  {'spent on CS, $M':>15}  {'value, $M':>14}")
for opening in OPENINGS:
    if opening == best:
        print(
            f"{f'${opening}M':>8}  {arr[best].mean():>14.1f}  {spent[best].mean():>15.1f}  {value[best].mean():>14.1f}"
        )
        continue
    gaps = (arr_gap[opening], spent_gap[opening], value_gap[opening])
    cells = [f"{gap.mean:+.2f} ± {gap.mean - gap.low:.2f}" for gap in gaps]
    print(f"{f'${opening}M':>8}  {cells[0]:>14}  {cells[1]:>15}  {cells[2]:>14}")

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
for shade, opening in zip(np.linspace(0.9, 0.3, len(OPENINGS)), OPENINGS, strict=True):
    nrr = results[opening].bands("nrr").p50
    left.plot(100 * nrr, color=plt.get_cmap("viridis")(shade), label=f"${opening}M")
left.set(title="NRR, median of the runs", xlabel="month", ylabel="%", xlim=(12, MONTHS))
left.legend(title="opens at", frameon=False)

middle = [value_gap[opening].mean for opening in OPENINGS]
half = [0.0 if opening == best else value_gap[opening].mean - value_gap[opening].low for opening in OPENINGS]
right.errorbar([f"${opening}M" for opening in OPENINGS], middle, yerr=half, fmt="o-", capsize=4)
right.axhline(0, color="black", linewidth=0.8)
right.set(title=rf"Value against opening at \${best}M", ylabel="million dollars", xlabel="hiring opens at")
plt.show()

# %% [markdown]
# ## The answer

# %%
plateau = [o for o in OPENINGS if o == best or value_gap[o].low <= 0.0 <= value_gap[o].high]
worse = [o for o in OPENINGS if o not in plateau]
together = " and ".join(f"${o}M" for o in plateau)
if len(plateau) == 1:
    print(f"Of the five, opening at ${best}M is best, and clearly so in {RUNS} runs.")
else:
    print(f"Openings at {together} cannot be told apart in {RUNS} runs: that is the plateau. Most is at ${best}M.")
for opening in worse:
    lost, saved, net = -arr_gap[opening].mean, -spent_gap[opening].mean, value_gap[opening]
    print(
        f"Opening at ${opening}M instead of ${best}M costs ${-net.mean:.1f}M of value "
        f"(95% interval ${-net.high:.1f}M to ${-net.low:.1f}M), and is worse in {net.behind:.0%} of runs."
    )
    if lost > 0 and saved > 0:
        print(
            f"  It loses ${lost:.2f}M of ARR and saves ${saved:.2f}M of CS cost, so it pays only for someone to whom "
            f"a dollar of ARR is worth less than ${saved / lost:.2f}."
        )

# %% [markdown]
# These intervals are about luck, not about whether the effects of CS are what the baseline takes them to be. Add
# `"cs_effect": "40%"` to `changes` for a sceptic's reading of the same question. A hiring budget that CS shares with
# sales would make too early dearer than it looks here: see the scenarios `cs_before_sales` and `selling_by_capacity`.
