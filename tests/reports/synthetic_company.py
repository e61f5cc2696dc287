"""A made-up company on its path from $2M to $144M: its ledgers close, its cohorts add up to its ARR."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from simulator.clock import month_end
from simulator.engine.contract import EVENT, HIRE, Floats, RunRecord, cohorts_in, groups_in
from simulator.engine.ledger import Column, RoleColumn, columns_with, role_column
from simulator.results.result import Result
from simulator.roles import ROLES, RoleId
from simulator.scenario.reading.files import load
from simulator.scenario.schema.scenario import Scenario

EXPANSION, GAINS, CONTRACTION, CHURN = 0.012, 0.002, 0.001, 0.008  # of last month's ARR, a month


@cache
def _scenario(months: int, overrides: str) -> Scenario:
    return load("baseline", {"horizon_months": months, **json.loads(overrides)})


def path(months: int, start: float = 2e6) -> Floats:
    """Return planned ARR at month ends."""
    yearly = start * np.cumprod([1.0, 3.0, 3.0, 2.0, 2.0, 2.0, 1.6, 1.4, *[1.25] * 15])
    plan = np.exp(np.interp(np.arange(months + 1) / 12.0, np.arange(len(yearly)), np.log(yearly)))
    plan[::12] = yearly[: len(plan[::12])]  # exactly, as the real path
    return plan


def company(
    runs: int = 40,
    months: int = 60,
    overrides: Mapping[str, Any] | None = None,
    *,
    scale: float = 1.0,
    behind: float = 0.03,
    staffed: bool = True,
    interrupted: bool = False,
) -> Result:
    """Return a result whose runs end `behind` the plan on average; `scale` multiplies all dollars."""
    plan = path(months, 2e6 * scale)
    scenario = _scenario(months, json.dumps(dict(overrides or {})))
    milestones = np.sort(np.array([float(m) for m in scenario.milestones]))
    records = [_record(run, plan, behind, staffed, milestones) for run in range(runs)]
    plans = np.tile(plan, (runs, 1))
    return Result.of(scenario, 1, np.arange(runs), records, plans, "reference", interrupted=interrupted)


def short_of_cash(runs: int = 4) -> Result:
    """Return a result whose first run has no cash from October 2027 on."""
    result = company(runs, 24)
    ledger = result.ledger.copy()
    ledger[0, 10:, Column.CASH] = -1e6
    return replace(result, ledger=ledger)


def _record(run: int, plan: Floats, behind: float, staffed: bool, milestones: Floats) -> RunRecord:
    random = np.random.default_rng(run)
    months = len(plan) - 1
    time = np.linspace(0.0, 1.0, months + 1)
    noise = np.cumsum(random.normal(0.0, 0.006, months + 1))
    arr = plan * np.exp(time * (np.log1p(-behind) + random.normal(0.0, 0.05)) + noise - noise[0])
    ledger = np.zeros((months + 1, columns_with(ROLES, groups_in(1, months))))
    ledger[:, Column.ARR] = arr
    _flows(ledger, arr)
    _retention(ledger, arr, random)
    _service(ledger, arr, random, staffed)
    _money(ledger, arr, random)
    _wallets(ledger, arr, random)
    _shocks(ledger, arr)
    cohorts = _cohorts(ledger, arr)
    hires = _hires(random, months) if staffed else np.zeros(0, dtype=HIRE)
    reached = np.array([_day_of(arr, milestone) for milestone in milestones])
    return RunRecord(ledger, cohorts, np.ceil(cohorts / 5e4), reached, hires, np.zeros(0, dtype=EVENT))


def _flows(ledger: Floats, arr: Floats) -> None:
    before = arr[:-1]
    ledger[1:, Column.EXPANSION_ARR] = EXPANSION * before
    ledger[1:, Column.CONTRACTION_ARR] = CONTRACTION * before
    ledger[1:, Column.CHURN_ARR] = CHURN * before
    ledger[1:, Column.RECAPTURE_ARR] = GAINS * before
    ledger[1:, Column.NEW_ARR] = arr[1:] - before * (1.0 + EXPANSION + GAINS - CONTRACTION - CHURN)
    ledger[:, Column.CUSTOMERS] = np.ceil(arr / 5e4)


def _retention(ledger: Floats, arr: Floats, random: np.random.Generator) -> None:
    then = arr[:-12] if len(arr) > 12 else arr[:0]
    wobble = random.normal(0.0, 0.01, len(then))
    ledger[12:, Column.COHORT_THEN] = then
    ledger[12:, Column.COHORT_NOW] = then * (1.04 + 0.06 * np.sin(np.linspace(0.0, 3.0, len(then))) + wobble)
    ledger[12:, Column.COHORT_CAPPED] = then * (0.9 + wobble / 2.0)
    ledger[12:, Column.COHORT_STARTERS] = 100.0
    ledger[12:, Column.COHORT_SURVIVORS] = 88.0


def _service(ledger: Floats, arr: Floats, random: np.random.Generator, staffed: bool) -> None:
    months = len(arr) - 1
    dip = 0.3 * np.exp(-(((np.arange(months + 1) - 6.0) / 4.0) ** 2))
    covered = np.clip(1.0 - dip - random.uniform(0.0, 0.03, months + 1), 0.0, 1.0) if staffed else np.zeros(months + 1)
    ledger[:, Column.COVERED_ARR] = covered * arr
    ledger[:, Column.UNCOVERED_ARR] = arr - covered * arr
    ledger[:, Column.WAITING] = np.floor(60.0 * dip + random.uniform(0.0, 2.0, months + 1))
    ledger[:, Column.TTV_P50] = np.where(np.arange(months + 1) < 2, np.nan, 50.0 + 200.0 * dip)
    ledger[:, Column.TTV_P90] = 2.0 * ledger[:, Column.TTV_P50]
    if not staffed:
        return
    people = (np.arange(months + 1) >= 8, np.ceil(arr / 2.4e6) * (np.arange(months + 1) >= 4), np.ceil(arr / 1e7))
    for role, heads, pay in zip(list(RoleId)[:3], people, (300e3, 185e3, 120e3), strict=True):
        heads = heads * (np.arange(months + 1) >= (14 if role is RoleId.ONBOARDING else 0))
        ledger[:, role_column(role, RoleColumn.HEADS)] = heads
        ledger[1:, role_column(role, RoleColumn.COST)] = heads[1:] * pay / 12.0
    csms = ledger[:, role_column(RoleId.CSM, RoleColumn.HEADS)]
    ledger[:, Column.CSM_CAPACITY] = csms * 2.5e6
    ledger[:, Column.CSM_SATURATION] = csms * 2.4e6
    ledger[:, Column.CSM_LOAD] = np.where(csms > 0, 0.9 * arr, 0.0)


def _money(ledger: Floats, arr: Floats, random: np.random.Generator) -> None:
    """Books that add up; a round as large as two years of burn as soon as less than a quarter of one is left."""
    ledger[1:, Column.REVENUE] = (arr[1:] + arr[:-1]) / 24.0
    ledger[:, Column.SERVICE_COST] = 0.21 * ledger[:, Column.REVENUE]
    ledger[:, Column.ACQUISITION_COST] = 1.8 * np.maximum(0.0, ledger[:, Column.NEW_ARR])
    ledger[:, Column.EXPANSION_COST] = 0.7 * ledger[:, Column.EXPANSION_ARR]
    ledger[1:, Column.OTHER_SPEND] = random.uniform(0.5, 0.6) * arr[1:] / 12.0
    ledger[:, Column.OTHER_PEOPLE] = ledger[:, Column.OTHER_SPEND] / 28e3
    ledger[:, Column.BILLINGS] = ledger[:, Column.REVENUE] * 1.3
    ledger[:, Column.COLLECTED] = ledger[:, Column.REVENUE] * 1.2
    ledger[0, [Column.CASH, Column.DEFERRED, Column.RECEIVABLES]] = 1.5 * arr[0], 0.5 * arr[0], 0.1 * arr[0]
    ledger[0, [Column.RUNWAY, Column.VALUE, Column.VALUE_ON_PLAN]] = np.nan
    kinds = (Column.SERVICE_COST, Column.ACQUISITION_COST, Column.EXPANSION_COST, Column.OTHER_SPEND)
    spent = ledger[:, kinds].sum(axis=1) + sum(ledger[:, role_column(role, RoleColumn.COST)] for role in RoleId)
    for month in range(1, len(arr)):
        row, before = ledger[month], ledger[month - 1]
        burn = spent[month] - row[Column.COLLECTED]
        row[Column.FUNDING] = 24.0 * burn if before[Column.CASH] < 3.0 * burn else 0.0
        row[Column.CASH] = before[Column.CASH] + row[Column.FUNDING] - burn
        row[Column.DEFERRED] = before[Column.DEFERRED] + row[Column.BILLINGS] - row[Column.REVENUE]
        row[Column.RECEIVABLES] = before[Column.RECEIVABLES] + row[Column.BILLINGS] - row[Column.COLLECTED]
        row[Column.RUNWAY] = row[Column.CASH] / burn if burn > 0.0 else np.nan
        row[[Column.VALUE, Column.VALUE_ON_PLAN]] = 8.0 * arr[month] if month >= 12 else np.nan


def _wallets(ledger: Floats, arr: Floats, random: np.random.Generator) -> None:
    """Discounts that fade; wallets that fill up, and are larger from $18M on."""
    ledger[:, Column.LIST_ARR] = arr / np.linspace(0.8, 0.92, len(arr))
    won = np.clip(np.linspace(0.55, 0.8, len(arr)) - 0.15 * (arr > 18e6) + random.normal(0.0, 0.01), 0.1, 0.95)
    ledger[:, Column.WALLET_LEFT] = ledger[:, Column.LIST_ARR] * (1.0 / won - 1.0)
    ledger[1:, Column.LANDED_WALLET] = 1e5
    ledger[1:, Column.LANDED_LIST] = 6e4 + 1e4 * np.linspace(0.0, 1.0, len(arr) - 1)


def _shocks(ledger: Floats, arr: Floats) -> None:
    customers = ledger[:, Column.CUSTOMERS]
    ledger[1:, Column.COMPETITOR_CALLS] = np.floor(0.04 * customers[1:] * (arr[1:] > 18e6))
    ledger[:, Column.CALLS_SHRUGGED_OFF] = np.floor(0.4 * ledger[:, Column.COMPETITOR_CALLS])
    ledger[1:, Column.SPONSORS_LEFT] = np.ceil(0.016 * customers[1:])
    ledger[:, Column.SPONSORS_ANSWERED] = np.floor(0.7 * ledger[:, Column.SPONSORS_LEFT])
    ledger[:, Column.AT_RISK_ARR] = 0.15 * arr


def _cohorts(ledger: Floats, arr: Floats) -> Floats:
    months = len(arr) - 1
    table = np.zeros((cohorts_in(months), months + 1))
    table[0, 0] = arr[0]
    for month in range(1, months + 1):
        table[:, month] = table[:, month - 1] * (1.0 + EXPANSION - CONTRACTION - CHURN)
        table[1 + (month - 1) // 3, month] += ledger[month, Column.NEW_ARR]
    return table


def _hires(random: np.random.Generator, months: int) -> np.ndarray:
    rows = [(RoleId.CSM, 0, 100.0), (RoleId.CS_HEAD, 0, 240.0), (RoleId.ONBOARDING, 0, 420.0)]
    hires = np.zeros(len(rows), dtype=HIRE)
    for place, (role, ordinal, day) in enumerate(rows):
        joined = day + random.uniform(-40.0, 40.0)
        book = 2.5e6 if role is RoleId.CSM else 0.0
        hires[place] = (role, ordinal, joined - 60.0, joined, np.nan, 0, book, -1, 0.0)
    return hires[hires["joined"] <= month_end(months)]


def _day_of(arr: Floats, milestone: float) -> float:
    above = np.flatnonzero(arr >= milestone)
    if not above.size:
        return float("nan")
    month = int(above[0])
    if month == 0:
        return 0.0
    share = (milestone - arr[month - 1]) / (arr[month] - arr[month - 1])
    return month_end(month - 1) + float(share) * month_end(1)


def empty_company(runs: int = 3, months: int = 24) -> Result:
    """Return a company without customers, people or deals."""
    scenario = _scenario(months, "{}")
    nothing = [
        RunRecord(
            np.zeros((months + 1, columns_with(ROLES, groups_in(1, months)))),
            np.zeros((cohorts_in(months), months + 1)),
            np.zeros((cohorts_in(months), months + 1)),
            np.full(len(scenario.milestones), np.nan),
            np.zeros(0, dtype=HIRE),
            np.zeros(0, dtype=EVENT),
        )
        for _ in range(runs)
    ]
    for record in nothing:
        record.ledger[:, [Column.TTV_P50, Column.TTV_P90, Column.RUNWAY, Column.VALUE, Column.VALUE_ON_PLAN]] = np.nan
    return Result.of(scenario, 1, np.arange(runs), nothing, np.tile(path(months), (runs, 1)), "reference")
