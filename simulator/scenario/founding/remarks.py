"""What is worth knowing of answers that nothing is wrong with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from simulator.clock import month_label
from simulator.scenario.founding.company import LEAST_YEARS, Company, Growth
from simulator.scenario.founding.writing import Fit
from simulator.scenario.writing import money, rounded, share

__all__ = ["remarks"]

_FAR: Final = 3.0
"""A new customer so many times as large, or as small, as those of today is another kind of customer."""


def remarks(company: Company, fit: Fit | None) -> Iterator[str]:
    """Yield what is worth knowing of a `company` that nothing is wrong with, and of its `fit`, a sentence each."""
    if fit is not None:
        yield _fit_in_words(company, fit)
    if company.books is None and company.acv is not None and not 1 / _FAR <= company.acv / company.mean <= _FAR:
        today, new = money(company.mean), money(company.acv)
        yield f"A customer of today brings {today} on average, a new one {new}: for two kinds, write two segments."
    if isinstance(company.plan, Growth) and company.plan.years < LEAST_YEARS:
        end = month_label(company.start, LEAST_YEARS * 12)
        yield f"Your plan is for {_years(company.plan.years)}; to {end} the last one repeats."
    if company.spend is not None:
        yield "Research and administration keep their share of ARR as you grow; it usually falls: money.other_spend."


def _fit_in_words(company: Company, fit: Fit) -> str:
    """Return in a sentence what became, by `fit`, of the GRR and the NRR that were said of a `company`."""
    said, laws = company.retention, _percent(fit.grr)
    nrr = f"the NRR that goes with it is {_percent(fit.nrr)}"
    if said.grr is None:
        return f"The laws' own renewal odds give a GRR of {laws}; {nrr}."
    if fit.renewal is None:
        return f"No renewal odds give a GRR of {share(said.grr)}; the laws' own give {laws}; {nrr}."
    odds = f"renewal odds of {share(fit.renewal)} a year for a well-served customer"
    return f"A GRR of {share(said.grr)} comes to {odds}; the laws' own would give {laws}; {nrr}."


def _percent(value: float) -> str:
    return share(float(rounded(value, 3)))


def _years(number: int) -> str:
    return "1 year" if number == 1 else f"{number} years"
