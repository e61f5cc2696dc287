"""What the company's money is made of: how much of each thing there was in the runs, times what it costs.

Customers, renewals and hires follow from a run and stand as quantities; what they cost follows from inputs, and is the
same sum in figures and in cells. A quantity is a line of the profit and loss over its price as the runs had it, so that
a line whose price varied from run to run is still met to the cent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_YEAR
from simulator.engine.lowering import lower
from simulator.engine.shared import Shared
from simulator.reports.workbook.formula import Live, larger, smaller
from simulator.results.pnl import roles_of
from simulator.roles import ROLE_NAMES
from simulator.scenario.schema.paths import dotted
from simulator.scenario.schema.uncertainty import central
from simulator.scenario.schema.words import role_words

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.results.protocols import Summarised
    from simulator.scenario.schema.finance import Finance
    from simulator.scenario.schema.scenario import Scenario


Figure: TypeAlias = float | Live
PAY: Final = "hiring.pay_inflation"
PLANNED_PAY: Final = "money.departments.planned_inflation"
MARGIN: Final = "money.gross_margin"
OPENING_CASH: Final = "money.opening_cash"
COMMISSION: Final = "money.sales_marketing.commission"
ACQUISITION: Final = "money.acquisition_cost"
MARKETING: Final = "money.marketing_cost"
EXPANSION: Final = "money.expansion_cost"
RND_SHARE: Final = "money.rnd_share"
DIGITAL: Final = "coverage.digital.cost_per_account"
DEPARTMENTS: Final = ("rnd", "administration")
TITLES: Final = {"rnd": "Research and development", "administration": "Administration"}
GROSS: Final = "gross programmes"
"""What winning customers costs beyond commission, sellers that are part of it counted in."""
SELLERS: Final = ("vp_sales", "seller")
"""Roles whose cost is part of sales and marketing along the plan."""


@dataclass(frozen=True)
class Terms:
    """What prices are worked out from, in figures or in cells: inputs by their path, and what belongs to a month.

    `months` answers for a name and a month: `pay` and `planned_pay` as multiples of the first day's, and the rows of
    `setting`. An input that no scenario has is 0.
    """

    inputs: Mapping[str, Figure]
    months: Callable[[str, int], Figure]

    def __getitem__(self, path: str) -> Figure:
        return self.inputs.get(path, 0.0)


@dataclass(frozen=True)
class Line:
    """One line of costs with its `title`; `metric` is what it cost in the runs, `quantity` what there is so much of.

    `price(terms, month)` is in dollars for one of the quantity.
    """

    key: str
    title: str
    metric: str
    quantity: str
    unit: str
    price: Callable[[Terms, int], Figure]
    paths: tuple[str, ...]
    """The inputs of its price."""


def role_path(name: str, field: str) -> str:
    """Return the path of a field of a role."""
    return dotted(("roles", *(() if name in ROLE_NAMES else ("others",)), name, field))


def raised(month: int, inflation: Figure) -> Figure:
    """Return what pay has become in a month (from 1), as a multiple of the first day's; it rises once a year."""
    level = 1.0 + inflation
    years = float((month - 1) // MONTHS_PER_YEAR)
    return level**years if isinstance(level, Live) else float(level**years)


# lines ---------------------------------------------------------------------------------------------------------------


def lines_of(results: tuple[Summarised, ...]) -> dict[str, Line]:
    """Return every line of costs by its key, those of roles of any of the results."""
    found = [*_of_people(results), *_of_customers(), *_of_departments(results)]
    return {line.key: line for line in found}


def _of_people(results: tuple[Summarised, ...]) -> Iterator[Line]:
    for name in role_names(results):
        cost, fee, severance = (role_path(name, field) for field in ("cost", "hiring_fee", "severance"))
        who = role_words(name)
        who = who[:1].upper() + who[1:]
        yield Line(f"cost.{name}", who, f"cost.{name}", "days paid", "days", partial(_day_of_pay, cost), (cost, PAY))
        for key, title, share, what in (
            ("hiring_fees", "hiring fees", fee, "hires from outside"),
            ("severance", "severance", severance, "mis-hires parted with"),
        ):
            name_of, price = f"{key}.{name}", partial(_part_of_pay, cost, share)
            yield Line(name_of, f"{who}: {title}", name_of, what, "people", price, (share, cost, PAY))


def _day_of_pay(cost: str, terms: Terms, month: int) -> Figure:
    return terms[cost] / DAYS_PER_YEAR * terms.months("pay", month)


def _part_of_pay(cost: str, share: str, terms: Terms, month: int) -> Figure:
    """Return what a share of a year's pay comes to."""
    return terms[cost] * terms[share] * terms.months("pay", month)


def role_names(results: tuple[Summarised, ...]) -> tuple[str, ...]:
    """Return the names of the roles of all results, the model's first."""
    names = dict.fromkeys(name for result in results for name in result.scenario.roles.names())
    return tuple(names)


def department_roles(results: tuple[Summarised, ...], *departments: str) -> tuple[str, ...]:
    """Return the names of the roles of some departments."""
    names: dict[str, None] = {}
    for result in results:
        for one in departments:
            names |= dict.fromkeys(roles_of(result.scenario.roles, one))  # type: ignore[arg-type]
    return tuple(names)


def _of_customers() -> Iterator[Line]:
    yield Line(
        "service",
        "Cost of service",
        "spend.service",
        "revenue served",
        "$",
        lambda terms, _: 1.0 - terms[MARGIN],
        (MARGIN,),
    )
    yield Line(
        *("commission", "Commission on new ARR", "spend.commission", "new ARR", "$"),
        _commission,
        (COMMISSION, ACQUISITION),
    )
    yield Line(
        *("programmes", "Marketing and the like", GROSS, "new ARR planned or won", "$"),
        _programmes,
        (ACQUISITION, MARKETING, COMMISSION),
    )
    yield Line(
        "expansion",
        "Selling to customers",
        "spend.expansion",
        "expansion ARR",
        "$",
        lambda terms, _: terms[EXPANSION],
        (EXPANSION,),
    )
    yield Line(
        *("renewals", "Commission on renewals", "spend.renewals", "renewals that pay commission", "$"),
        lambda terms, _: terms[COMMISSION],
        (COMMISSION,),
    )
    yield Line(
        *("digital", "Digital pool", "cost.digital", "account-days in the digital pool", "days"),
        lambda terms, _: terms[DIGITAL] / DAYS_PER_YEAR,
        (DIGITAL,),
    )


def _commission(terms: Terms, month: int) -> Figure:
    """Return what is paid of each dollar won; where sellers are paid one by one they hold it."""
    return terms.months("sold as planned", month) * smaller(terms[COMMISSION], terms[ACQUISITION])


def _programmes(terms: Terms, month: int) -> Figure:
    """Return what each dollar won or planned costs beyond commission."""
    planned, beyond = terms.months("sold as planned", month), larger(0.0, terms[ACQUISITION] - terms[COMMISSION])
    return planned * beyond + (1.0 - planned) * terms[MARKETING]


def _of_departments(results: tuple[Summarised, ...]) -> Iterator[Line]:
    shares = share_paths(results)
    for name in DEPARTMENTS:
        above = f"money.departments.{name}"
        paths = (RND_SHARE, *shares, f"{above}.budget", f"{above}.people", PAY, PLANNED_PAY)

        def price(terms: Terms, month: int, name: str = name, above: str = above) -> Figure:
            share = terms[RND_SHARE] if name == "rnd" else 1.0 - terms[RND_SHARE]
            planned = terms.months("planned_pay", month)
            nominal = share * terms.months(f"shares for {name}", month)
            budget = terms[f"{above}.budget"] / MONTHS_PER_YEAR * planned
            nominal = nominal + terms.months(f"budget for {name}", month) * budget
            return nominal * (1.0 + terms[f"{above}.people"] * (terms.months("pay", month) / planned - 1.0))

        yield Line(name, TITLES[name], f"spend.{name}", "of what was planned", "times", price, paths)


# what belongs to a month ---------------------------------------------------------------------------------------------


def share_paths(results: tuple[Summarised, ...]) -> tuple[str, ...]:
    """Return the paths of the shares of ARR that departments take, of all results."""
    found: dict[str, None] = {}
    for result in results:
        found |= dict.fromkeys(path for path, _ in _shares(result.scenario.money))
    return tuple(found)


def _shares(money: Finance) -> Iterator[tuple[str, int]]:
    for place in range(len(money.other_spend)):
        yield f"money.other_spend.{place}", place
    for place in range(len(money.other_spend_by_arr)):
        yield f"money.other_spend_by_arr.{place}.share", place


def settings_of(result: Summarised) -> dict[str, Floats]:
    """Return what a scenario's plan says of each month (months + 1,), by name; means where it varies from run to run.

    `sold as planned` is 1 where sales follow the plan and 0 where they go by capacity; `sellers held` is 1 where what
    sellers cost is part of sales and marketing. `<path of a share>, rnd` and `…, administration` have the dollars that
    a share of 1 comes to in the month, `budget for rnd` 1 where a department goes by a budget.
    """
    scenario = central(result.scenario)
    months, money = scenario.horizon_months + 1, scenario.money
    by_plan = scenario.demand.selling == "plan"
    found = {
        "sold as planned": np.full(months, float(by_plan)),
        "sellers held": np.full(months, float(money.holds_sellers(scenario.demand.selling))),
    }
    follows = {
        name: "plan" if money.departments is None else getattr(money.departments, name).follows for name in DEPARTMENTS
    }
    for name, how in follows.items():
        found[f"budget for {name}"] = np.full(months, float(how == "budget"))
    shared = Shared()
    for path, place in _shares(money):
        budgets = lower(_with_one_share(scenario, path, place), result.today, shared).budgets
        dollars = {"plan": budgets["other_spend"], "budget": np.zeros(months)}
        dollars["arr"] = budgets["other_share"] / MONTHS_PER_YEAR
        for name, how in follows.items():
            found[f"{path}, {name}"] = np.array(dollars[how], dtype=np.float64)
    return found


def _with_one_share(scenario: Scenario, path: str, place: int) -> Scenario:
    """Return a scenario in which departments take all of ARR at one point of their table and nothing at the others."""
    money = scenario.money
    if path.endswith(".share"):
        table = tuple(
            one.model_copy(update={"share": float(number == place)})
            for number, one in enumerate(money.other_spend_by_arr)
        )
        changed = money.model_copy(update={"other_spend_by_arr": table})
    else:
        shares = tuple(float(number == place) for number in range(len(money.other_spend)))
        changed = money.model_copy(update={"other_spend": shares})
    return scenario.model_copy(update={"money": changed})


@dataclass(frozen=True, eq=False)
class AsRun:
    """The terms of one scenario in figures, as its runs had them; means where they varied from run to run."""

    result: Summarised

    @cached_property
    def settings(self) -> dict[str, Floats]:
        """What belongs to months, by name."""
        return settings_of(self.result)

    @cached_property
    def inputs(self) -> dict[str, float]:
        """Every input of money by its path."""
        return inputs_of(self.result)

    def terms(self, changes: Mapping[str, float] | None = None) -> Terms:
        """Return the terms, with other inputs in place of some."""
        inputs = {**self.inputs, **(changes or {})}
        shares = [path for path, _ in _shares(self.result.scenario.money)]

        def of_month(name: str, month: int) -> float:
            if name == "pay":
                return plain(raised(month, inputs.get(PAY, 0.0)))
            if name == "planned_pay":
                return plain(raised(month, inputs.get(PLANNED_PAY, 0.0)))
            if name.startswith("shares for "):
                whose = name.removeprefix("shares for ")
                return sum(inputs[path] * float(self.settings[f"{path}, {whose}"][month]) for path in shares)
            return float(self.settings[name][month])

        return Terms(inputs, of_month)


def inputs_of(result: Summarised) -> dict[str, float]:
    """Return every input of money of a scenario by its path; the mean of one that is a range."""
    from simulator.decisions.changing import value_at

    scenario = central(result.scenario)
    paths = [PAY, OPENING_CASH, MARGIN, ACQUISITION, MARKETING, COMMISSION, EXPANSION, RND_SHARE, DIGITAL]
    for name in scenario.roles.names():
        paths += [role_path(name, field) for field in ("cost", "hiring_fee", "severance")]
    paths += [path for path, _ in _shares(scenario.money)]
    if scenario.money.departments is not None:
        paths.append(PLANNED_PAY)
        paths += [f"money.departments.{name}.{field}" for name in DEPARTMENTS for field in ("budget", "people")]
    paths += [f"money.rounds.{name}.amount" for name in scenario.money.rounds]
    paths += [f"money.value.{name}" for name in type(scenario.money.value).model_fields]
    return {path: float(value_at(scenario, path)) for path in paths}


# quantities ----------------------------------------------------------------------------------------------------------


def quantities(result: Summarised, values: Callable[[str], Floats], lines: Mapping[str, Line]) -> dict[str, Floats]:
    """Return how much of each line's quantity there was by month (months + 1,), 0 at month 0, by its key.

    `values(metric)` are the figures of one case, (months + 1,). Where the price was 0 nothing is known but where the
    quantity is a metric of its own; then it is 0.
    """
    as_run = AsRun(result)
    terms, found = as_run.terms(), {}
    for key, line in lines.items():
        dollars = _dollars(line, values, as_run)
        prices = np.array([0.0, *(plain(line.price(terms, month)) for month in range(1, len(dollars)))])
        found[key] = np.divide(dollars, prices, out=np.zeros_like(dollars), where=prices != 0.0)
    return found


def plain(figure: Figure) -> float:
    """Return a figure as a number, be it one or a formula."""
    return figure.number if isinstance(figure, Live) else float(figure)


def _dollars(line: Line, values: Callable[[str], Floats], as_run: AsRun) -> Floats:
    if line.metric == GROSS:
        held = as_run.settings["sellers held"]
        return np.nan_to_num(values("spend.programmes")) + held * sellers_cost(values)
    return np.nan_to_num(values(line.metric))


def sellers_cost(values: Callable[[str], Floats]) -> Floats:
    """Return what the VP of sales and sellers cost by month, hiring and parting with them counted in."""
    families = ("cost", "hiring_fees", "severance")
    found: Floats = np.sum([np.nan_to_num(values(f"{one}.{role}")) for one in families for role in SELLERS], axis=0)
    return found
