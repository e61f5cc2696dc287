"""The metrics of money: revenue, spending, cash, value, and the ratios by which boards judge growth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from simulator.clock import MONTHS_PER_QUARTER, MONTHS_PER_YEAR
from simulator.engine.contract import ROLE_NAMES, Column, RoleColumn, RoleId, role_column
from simulator.results.arithmetic import from_month, over, over_what_is_left, trailing
from simulator.results.metric import Kind, Metric, Unit, flow, ledger_source, ratio, ratio_of_sums, stock, total
from simulator.results.products import GAINS
from simulator.results.solvency import solvency_metrics
from simulator.scenario.schema.roles import DEPARTMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simulator.results.arithmetic import Floats
    from simulator.results.metric import Summed
    from simulator.scenario.schema.roles import Department

_YEAR: Final = MONTHS_PER_YEAR
_QUARTER: Final = MONTHS_PER_QUARTER
_HUNTERS: Final = (RoleId.VP_SALES, RoleId.SELLER)
_MARKETING: Final = (Column.ACQUISITION_COST, Column.EXPANSION_COST)


class _Staff(NamedTuple):
    """Ledger columns of the people hired role by role: heads, all they cost, the pay of CS and of sales, and the rest:
    the pay of other departments, fees and severance.
    """

    heads: tuple[int, ...]
    people: tuple[int, ...]
    success: tuple[int, ...]
    sales: tuple[int, ...]
    other: tuple[int, ...]

    @property
    def selling(self) -> tuple[int, ...]:
        """What selling costs: marketing and the like, and the people of sales."""
        return (*_MARKETING, *self.sales)

    @property
    def hunting(self) -> tuple[int, ...]:
        """What winning new customers costs: marketing and the like, the VP of sales and the sellers."""
        return (Column.ACQUISITION_COST, *(role_column(role, RoleColumn.COST) for role in _HUNTERS))

    @property
    def spending(self) -> tuple[int, ...]:
        """Everything that is spent."""
        return (Column.SERVICE_COST, *_MARKETING, Column.OTHER_SPEND, *self.people, Column.DIGITAL_COST)


def _staff(others: Sequence[tuple[str, Department]]) -> _Staff:
    of = [*(DEPARTMENTS[name] for name in ROLE_NAMES), *(department for _, department in others)]
    roles = range(len(of))
    costs = (RoleColumn.COST, RoleColumn.FEES, RoleColumn.SEVERANCE)
    return _Staff(
        heads=tuple(role_column(role, RoleColumn.HEADS) for role in roles),
        people=tuple(role_column(role, part) for part in costs for role in roles),
        success=(*(role_column(role, RoleColumn.COST) for role in roles if of[role] == "cs"), int(Column.DIGITAL_COST)),
        sales=tuple(role_column(role, RoleColumn.COST) for role in roles if of[role] == "sales"),
        other=(
            *(role_column(role, RoleColumn.COST) for role in roles if of[role] not in ("cs", "sales")),
            *(role_column(role, part) for part in costs[1:] for role in roles),
        ),
    )


def money_metrics(others: Sequence[tuple[str, Department]] = ()) -> tuple[Metric, ...]:
    """Return the metrics of money: what comes in, what goes out, what is left, what it is worth, the ratios.

    `others` are the names and departments of a user's own roles.
    """
    staff = _staff(others)
    return _coming_in() + _going_out(staff) + _left_over(staff) + solvency_metrics() + _worth() + _ratios(staff)


def _coming_in() -> tuple[Metric, ...]:
    monthly = Unit.USD_A_MONTH
    return (
        flow("revenue", "Revenue", monthly, "Revenue earned in the month, ARR over 365 a day.", Column.REVENUE),
        flow(
            "billings",
            "Billings",
            monthly,
            "Invoices of the month: contracts a year ahead, changes for the rest of the period billed, less credits.",
            Column.BILLINGS,
        ),
        flow("collected", "Collections", monthly, "Cash paid by customers in the month.", Column.COLLECTED),
        flow("funding", "Funding", monthly, "Cash from rounds closed in the month.", Column.FUNDING),
        stock(
            "deferred_revenue",
            "Deferred revenue",
            Unit.USD,
            "Billed and not yet earned at the month's end: opening + billings − revenue.",
            Column.DEFERRED,
        ),
        _change(
            "deferred_revenue.change",
            "Change in deferred revenue",
            "Deferred revenue at the month's end less that of the month before: billings − revenue.",
            Column.DEFERRED,
        ),
        stock(
            "receivables",
            "Receivables",
            Unit.USD,
            "Billed and not yet paid at the month's end: opening + billings − collections.",
            Column.RECEIVABLES,
        ),
        _change(
            "receivables.change",
            "Change in receivables",
            "Receivables at the month's end less those of the month before: billings − collections.",
            Column.RECEIVABLES,
        ),
    )


def _change(name: str, title: str, meaning: str, column: Column) -> Metric:
    """Return by how much a stock of dollars grew over the month, as a flow."""

    def of(ledger: Floats) -> Floats:
        grown = np.full(ledger.shape[:-1], np.nan)
        grown[..., 1:] = ledger[..., 1:, column] - ledger[..., :-1, column]
        return grown

    return _made(name, title, Unit.USD_A_MONTH, "flow", meaning, (column,), of)


def _going_out(staff: _Staff) -> tuple[Metric, ...]:
    monthly = Unit.USD_A_MONTH
    return (
        flow(
            "spend.service",
            "Cost of service",
            monthly,
            "Hosting, support and licences of the month; customer success stands apart.",
            Column.SERVICE_COST,
        ),
        flow(
            "spend.people",
            "People hired role by role",
            monthly,
            "Everybody hired role by role over the month: loaded cost, hiring fees, severance.",
            *staff.people,
        ),
        flow(
            "spend.sales",
            "People in sales",
            monthly,
            "Loaded cost of the VP of sales, sellers and customer-sales reps over the month; part of the above.",
            *staff.sales,
        ),
        flow(
            "spend.other_people",
            "Other people, fees and severance",
            monthly,
            "Loaded cost of people outside CS and sales, and fees and severance of all roles; part of spend.people.",
            *staff.other,
        ),
        flow(
            "spend.acquisition",
            "Winning new customers",
            monthly,
            "Sales and marketing spent on the customers that closed in the month.",
            Column.ACQUISITION_COST,
        ),
        flow(
            "spend.expansion",
            "Selling to customers",
            monthly,
            "Sales and marketing spent on the month's expansion, customer success apart.",
            Column.EXPANSION_COST,
        ),
        flow(
            "spend.other",
            "R&D and administration",
            monthly,
            "Research, development and administration of the month, which follow the plan.",
            Column.OTHER_SPEND,
        ),
        flow("spend", "All spending", monthly, "Everything spent in the month.", *staff.spending),
    )


def _made(
    name: str,
    title: str,
    unit: Unit,
    kind: Kind,
    meaning: str,
    columns: tuple[int, ...],
    of: Callable[[Floats], Floats],
    short: str = "",
    over: Literal["end"] | None = None,
) -> Metric:
    """Return a metric that a function works out from the ledger."""
    source = ledger_source(*columns)
    return Metric(name, title, unit, kind, meaning, source, lambda ledger, plan: of(ledger), short, over)


def _left_over(staff: _Staff) -> tuple[Metric, ...]:
    monthly = Unit.USD_A_MONTH
    return (
        _made(
            "gross_profit",
            "Gross profit",
            monthly,
            "flow",
            "Revenue less cost of service; customer success counts as an operating cost.",
            (Column.REVENUE, Column.SERVICE_COST),
            _gross_profit,
        ),
        _made(
            "operating_result",
            "Operating result",
            monthly,
            "flow",
            "Revenue less everything spent in the month.",
            (Column.REVENUE, *staff.spending),
            lambda ledger: from_month(_operating_result(ledger, staff), 1),
        ),
        _made(
            "burn",
            "Net burn",
            monthly,
            "flow",
            "Everything spent less cash from customers, rounds left out; negative where cash comes in.",
            (*staff.spending, Column.COLLECTED),
            lambda ledger: from_month(_burn(ledger, staff), 1),
        ),
        stock("cash", "Cash", Unit.USD, "Cash at the month's end; below zero it shows what is missing.", Column.CASH),
    )


def _worth() -> tuple[Metric, ...]:
    return (
        stock(
            "enterprise_value",
            "Enterprise value",
            Unit.USD,
            "ARR times a declared multiple that rises with growth over twelve months and with NRR; from month 12 on.",
            Column.VALUE,
        ),
        _made(
            "enterprise_value.less_burn",
            "Enterprise value less cash burned",
            Unit.USD,
            "stock",
            "Enterprise value less all cash burned since the start, so that a dollar of cost counts as a dollar.",
            (Column.VALUE, Column.CASH, Column.FUNDING),
            _value_less_burn,
            "Value less burn",
        ),
        ratio(
            "enterprise_value.multiple",
            "Multiple of ARR",
            Unit.RATIO,
            "Enterprise value over ARR, from month 12 on.",
            Column.VALUE,
            Column.ARR,
            first_month=_YEAR,
        ),
    )


def _ratios(staff: _Staff) -> tuple[Metric, ...]:
    people = (Column.ARR, *staff.heads, Column.OTHER_PEOPLE)
    bridge = (Column.NEW_ARR, Column.EXPANSION_ARR, *GAINS, Column.CONTRACTION_ARR, Column.CHURN_ARR)
    return (
        _made(
            "arr.growth",
            "ARR growth",
            Unit.SHARE,
            "ratio",
            "ARR now over ARR twelve months ago, less one.",
            (Column.ARR,),
            _growth,
            over="end",
        ),
        ratio_of_sums(
            "gross_margin",
            "Gross margin",
            Unit.SHARE,
            "Gross profit over revenue, over the trailing three months.",
            (Column.REVENUE, Column.SERVICE_COST),
            lambda ledger, summed: _of_revenue(ledger, _gross_profit(ledger), summed),
        ),
        ratio_of_sums(
            "gross_margin.after_cs",
            "Gross margin after customer success",
            Unit.SHARE,
            "The same with the pay of customer success counted as cost of service.",
            (Column.REVENUE, Column.SERVICE_COST, *staff.success),
            lambda ledger, summed: _of_revenue(ledger, _gross_profit(ledger) - total(ledger, staff.success), summed),
        ),
        ratio_of_sums(
            "operating_margin",
            "Operating margin",
            Unit.SHARE,
            "Operating result over revenue, over the trailing three months.",
            (Column.REVENUE, *staff.spending),
            lambda ledger, summed: _of_revenue(ledger, _operating_result(ledger, staff), summed),
        ),
        ratio_of_sums(
            "burn_multiple",
            "Burn multiple",
            Unit.RATIO,
            "Net burn over net new ARR, over the trailing twelve months; n/a where ARR has not grown.",
            (*staff.spending, Column.COLLECTED, *bridge),
            lambda ledger, summed: _burn_multiple(ledger, staff, summed),
            months=_YEAR,
        ),
        _made(
            "magic_number",
            "Magic number",
            Unit.RATIO,
            "ratio",
            "Growth of quarterly revenue, annualised, over sales and marketing of the quarter before.",
            (Column.REVENUE, *staff.selling),
            lambda ledger: _magic_number(ledger, staff),
            over="end",
        ),
        ratio_of_sums(
            "cac_payback",
            "CAC payback",
            Unit.MONTHS,
            "Months of gross profit on new customers' ARR that winning them costs, over the trailing twelve months.",
            (*staff.hunting, Column.NEW_ARR, Column.REVENUE, Column.SERVICE_COST),
            lambda ledger, summed: _cac_payback(ledger, staff, summed),
            months=_YEAR,
        ),
        _made(
            "rule_of_40",
            "Rule of 40",
            Unit.SHARE,
            "ratio",
            "ARR growth plus cash flow before funding over revenue, both over the trailing twelve months.",
            (Column.ARR, *staff.spending, Column.COLLECTED, Column.REVENUE),
            lambda ledger: _rule_of_40(ledger, staff),
            over="end",
        ),
        _made(
            "employees",
            "Employees",
            Unit.PEOPLE,
            "stock",
            "People hired role by role, and those behind other spending over the trailing three months.",
            people[1:],
            lambda ledger: _employees(ledger, staff),
        ),
        _made(
            "arr.per_employee",
            "ARR per employee",
            Unit.USD,
            "ratio",
            "ARR over employees at the month's end, those behind other spending counted in.",
            people,
            lambda ledger: over_what_is_left(ledger[..., Column.ARR], _employees(ledger, staff)),
            over="end",
        ),
    )


def _gross_profit(ledger: Floats) -> Floats:
    return from_month(ledger[..., Column.REVENUE] - ledger[..., Column.SERVICE_COST], 1)


def _operating_result(ledger: Floats, staff: _Staff) -> Floats:
    result: Floats = ledger[..., Column.REVENUE] - total(ledger, staff.spending)
    return result


def _burn(ledger: Floats, staff: _Staff) -> Floats:
    burned: Floats = total(ledger, staff.spending) - ledger[..., Column.COLLECTED]
    return burned


def _value_less_burn(ledger: Floats) -> Floats:
    funding = np.array(ledger[..., Column.FUNDING])
    funding[..., 0] = 0.0
    invested: Floats = ledger[..., Column.CASH] - ledger[..., :1, Column.CASH] - np.cumsum(funding, axis=-1)
    return from_month(ledger[..., Column.VALUE] + invested, 0)


def _of_revenue(ledger: Floats, part: Floats, summed: Summed) -> Floats:
    return over_what_is_left(summed(part), summed(ledger[..., Column.REVENUE]))


def _year_before(values: Floats, months: int = _YEAR) -> Floats:
    """Return what a monthly figure was so many months ago; NaN where that lies before the start."""
    before = np.full(values.shape, np.nan)
    before[..., months:] = values[..., : max(0, values.shape[-1] - months)]
    return before


def _growth(ledger: Floats) -> Floats:
    return over_what_is_left(ledger[..., Column.ARR], _year_before(ledger[..., Column.ARR])) - 1.0


def _burn_multiple(ledger: Floats, staff: _Staff, summed: Summed) -> Floats:
    gained = total(ledger, (Column.NEW_ARR, Column.EXPANSION_ARR, *GAINS))
    lost = ledger[..., Column.CONTRACTION_ARR] + ledger[..., Column.CHURN_ARR]
    up, down = summed(gained), summed(lost)
    return over(summed(_burn(ledger, staff)), up - down, up + down)


def _rule_of_40(ledger: Floats, staff: _Staff) -> Floats:
    burned, revenue = trailing(_burn(ledger, staff), _YEAR), trailing(ledger[..., Column.REVENUE], _YEAR)
    return _growth(ledger) - over_what_is_left(burned, revenue)


def _magic_number(ledger: Floats, staff: _Staff) -> Floats:
    quarter = trailing(ledger[..., Column.REVENUE], _QUARTER)
    selling = trailing(total(ledger, staff.selling), _QUARTER)
    return over_what_is_left(4.0 * (quarter - _year_before(quarter, _QUARTER)), _year_before(selling, _QUARTER))


def _cac_payback(ledger: Floats, staff: _Staff, summed: Summed) -> Floats:
    revenue, new = summed(ledger[..., Column.REVENUE]), summed(ledger[..., Column.NEW_ARR])
    margin = over_what_is_left(revenue - summed(ledger[..., Column.SERVICE_COST]), revenue)
    return over(summed(total(ledger, staff.hunting)), new * margin / _YEAR, new / _YEAR)


def _employees(ledger: Floats, staff: _Staff) -> Floats:
    others = trailing(ledger[..., Column.OTHER_PEOPLE], _QUARTER, partial=True)
    counted = np.minimum(np.arange(ledger.shape[-2]), _QUARTER)
    return total(ledger, staff.heads) + over(others, counted)
