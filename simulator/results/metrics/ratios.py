"""The ratios by which boards judge growth: margins, what growth costs, and what each employee brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_QUARTER, MONTHS_PER_YEAR
from simulator.engine.ledger import GAINS, LOSSES, Column, Unit
from simulator.results.arithmetic import before, over, over_what_is_left, trailing
from simulator.results.metrics.definition import Metric, ratio_of_sums, total, worked_out
from simulator.results.metrics.spending import gross_profit, net_burn, operating_result

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.results.metrics.definition import Summed
    from simulator.results.metrics.staff import Staff

_YEAR: Final = MONTHS_PER_YEAR
_QUARTER: Final = MONTHS_PER_QUARTER


def ratio_metrics(staff: Staff) -> tuple[Metric, ...]:
    """Return the ratios, for the people of a scenario."""
    return _margins(staff) + _efficiency(staff) + _per_employee(staff)


def _margins(staff: Staff) -> tuple[Metric, ...]:
    return (
        worked_out(
            "arr.growth",
            "ARR growth",
            Unit.SHARE,
            "ratio",
            "ARR now over ARR twelve months ago, less one.",
            (Column.ARR,),
            _growth,
            over="end",
            school="Year on year, of the stock; growth of revenue lags it by some months.",
        ),
        ratio_of_sums(
            "gross_margin",
            "Gross margin",
            Unit.SHARE,
            "Gross profit over revenue, over the trailing three months.",
            (Column.REVENUE, Column.SERVICE_COST),
            lambda ledger, summed: _of_revenue(ledger, gross_profit(ledger), summed),
            school="Hosting, support and licences alone are cost of revenue, onboarding and customer success operating "
            "costs: the widest reading. Others put onboarding, or all of customer success, above the line: the two "
            "below.",
        ),
        ratio_of_sums(
            "gross_margin.with_onboarding",
            "Gross margin with onboarding",
            Unit.SHARE,
            "The same with onboarding in cost of revenue: the pay of onboarding specialists and of roles of your own "
            "of the department service.",
            (Column.REVENUE, Column.SERVICE_COST, *staff.delivery),
            lambda ledger, summed: _of_revenue(ledger, gross_profit(ledger) - total(ledger, staff.delivery), summed),
            school="Bringing a customer live is delivery, as auditors and buyers read it. Before onboarding is carved "
            "out, account managers do it, and their pay stays below the line.",
        ),
        ratio_of_sums(
            "gross_margin.after_cs",
            "Gross margin after customer success",
            Unit.SHARE,
            "The same with the pay of customer success counted as cost of service.",
            (Column.REVENUE, Column.SERVICE_COST, *staff.success),
            lambda ledger, summed: _of_revenue(ledger, gross_profit(ledger) - total(ledger, staff.success), summed),
            school="Customer success keeps the service used, so its pay is cost of revenue; the other reading has "
            "those who renew and sell in sales and marketing.",
        ),
        ratio_of_sums(
            "operating_margin",
            "Operating margin",
            Unit.SHARE,
            "Operating result over revenue, over the trailing three months.",
            (Column.REVENUE, *staff.spending),
            lambda ledger, summed: _of_revenue(ledger, operating_result(ledger, staff), summed),
            school="Cash costs as they fall: no depreciation, no pay in shares, commissions at once. Accounts of "
            "public companies have all three.",
        ),
        ratio_of_sums(
            "fcf_margin",
            "FCF margin",
            Unit.SHARE,
            "Free cash flow over revenue, over the trailing twelve months: cash from customers less everything spent, "
            "rounds of funding left out.",
            (*staff.spending, Column.COLLECTED, Column.REVENUE),
            lambda ledger, summed: _free_cash_flow(ledger, staff, summed),
            months=_YEAR,
            school="Cash flow before funding; the model has no capital expenditure, interest or tax, so it is "
            "operating cash flow too. Others take capitalised software off besides.",
        ),
    )


def _efficiency(staff: Staff) -> tuple[Metric, ...]:
    return (
        ratio_of_sums(
            "burn_multiple",
            "Burn multiple",
            Unit.RATIO,
            "Net burn over net new ARR, over the trailing twelve months; n/a where ARR has not grown.",
            (*staff.spending, Column.COLLECTED, *GAINS, *LOSSES),
            lambda ledger, summed: _burn_multiple(ledger, staff, summed),
            months=_YEAR,
            school="David Sacks's, over a year; others look at a quarter, or turn it over (Bessemer's efficiency "
            "score: net new ARR over net burn).",
        ),
        worked_out(
            "magic_number",
            "Magic number",
            Unit.RATIO,
            "ratio",
            "Growth of quarterly revenue, annualised, over sales and marketing of the quarter before, hiring the "
            "people of sales counted in.",
            (Column.REVENUE, *staff.selling),
            lambda ledger: _magic_number(ledger, staff),
            over="end",
            school="Scale Venture Partners', by revenue; others set net new ARR of a quarter against it, which leads "
            "revenue.",
        ),
        worked_out(
            "rule_of_40",
            "Rule of 40",
            Unit.SHARE,
            "ratio",
            "ARR growth plus cash flow before funding over revenue, both over the trailing twelve months.",
            (Column.ARR, *staff.spending, Column.COLLECTED, Column.REVENUE),
            lambda ledger: _rule_of_40(ledger, staff),
            over="end",
            school="Growth of ARR and free cash flow; others take growth of revenue, and EBITDA or operating margin.",
        ),
    )


def _per_employee(staff: Staff) -> tuple[Metric, ...]:
    people = (*staff.heads, Column.OTHER_PEOPLE)
    return (
        worked_out(
            "employees",
            "Employees",
            Unit.PEOPLE,
            "stock",
            "People hired role by role, and those behind other spending over the trailing three months.",
            people,
            lambda ledger: _employees(ledger, staff),
        ),
        worked_out(
            "arr.per_employee",
            "ARR per employee",
            Unit.USD,
            "ratio",
            "ARR over employees at the month's end, those behind other spending counted in.",
            (Column.ARR, *people),
            lambda ledger: over_what_is_left(ledger[..., Column.ARR], _employees(ledger, staff)),
            over="end",
            school="Heads at the end; others take the mean of the year, or revenue instead of ARR.",
        ),
    )


def _of_revenue(ledger: Floats, part: Floats, summed: Summed) -> Floats:
    return over_what_is_left(summed(part), summed(ledger[..., Column.REVENUE]))


def _growth(ledger: Floats) -> Floats:
    return over_what_is_left(ledger[..., Column.ARR], before(ledger[..., Column.ARR], _YEAR)) - 1.0


def _burn_multiple(ledger: Floats, staff: Staff, summed: Summed) -> Floats:
    up, down = summed(total(ledger, GAINS)), summed(total(ledger, LOSSES))
    return over(summed(net_burn(ledger, staff)), up - down, up + down)


def _free_cash_flow(ledger: Floats, staff: Staff, summed: Summed) -> Floats:
    return _of_revenue(ledger, -net_burn(ledger, staff), summed)


def _rule_of_40(ledger: Floats, staff: Staff) -> Floats:
    burned, revenue = trailing(net_burn(ledger, staff), _YEAR), trailing(ledger[..., Column.REVENUE], _YEAR)
    return _growth(ledger) - over_what_is_left(burned, revenue)


def _magic_number(ledger: Floats, staff: Staff) -> Floats:
    quarter = trailing(ledger[..., Column.REVENUE], _QUARTER)
    selling = trailing(total(ledger, staff.selling), _QUARTER)
    return over_what_is_left(4.0 * (quarter - before(quarter, _QUARTER)), before(selling, _QUARTER))


def _employees(ledger: Floats, staff: Staff) -> Floats:
    import numpy as np

    others = trailing(ledger[..., Column.OTHER_PEOPLE], _QUARTER, partial=True)
    counted = np.minimum(np.arange(ledger.shape[-2]), _QUARTER)
    return total(ledger, staff.heads) + over(others, counted)
