"""What a company with accounts of its own takes over from a company that comes with the project, as a notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulator.scenario.assumed.said import said_in
from simulator.scenario.reading.inheritance import LAWS
from simulator.scenario.reading.notices import Notice
from simulator.scenario.schema.plan import number
from simulator.scenario.schema.uncertainty import central
from simulator.scenario.writing import money, share

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["taken_over"]

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def taken_over(
    scenario: Scenario, path_or_name: str | Path, settings: Mapping[str, Any] | None = None
) -> Iterator[Notice]:
    """Yield what a `scenario` with accounts of its own has from the company that its file extends; nothing if nothing.

    `path_or_name` is its file, with `settings` laid over it by dotted path.
    """
    said = said_in(path_or_name, settings) if scenario.opening.accounts_csv is not None else None
    if said is None:
        return
    theirs = {path: name for path, name in said.shipped.items() if name != LAWS}
    found = list(_found(central(scenario), theirs))
    if found:
        whose = " and ".join(dict.fromkeys(theirs.values()))
        yield Notice(
            f"taken over from the made-up company of {whose}, not from yours: {'; '.join(found)}. `extends: {LAWS}` at "
            f"the top of {Path(path_or_name).name} leaves it out, and asks for what only you can say",
            doubtful=True,
            in_runs=True,
        )


def _found(certain: Scenario, theirs: Mapping[str, str]) -> Iterator[str]:
    """Yield in words each part of a company that is another's."""
    if "start_date" in theirs:
        yield f"the first day, {certain.start_date:%b %Y}"
    if "path.multiples" in theirs and certain.demand.bookings_a_year is None:
        factors = " ".join(f"×{number(factor):g}" for factor in certain.path.multiples)
        start = "" if certain.path.start_arr is None else f" from {money(number(certain.path.start_arr))}"
        yield f"the plan ({factors}{start})"
    if "path.planned_nrr" in theirs and certain.path.planned_nrr:
        figures = [number(one) for one in certain.path.planned_nrr]
        yield f"planned NRR of {share(min(figures))} to {share(max(figures))}"
    if "milestones" in theirs and certain.milestones:
        yield "milestones"
    if "money.opening_cash" in theirs:
        yield f"opening cash of {money(number(certain.money.opening_cash))}"
    rounds = [one for name, one in certain.money.rounds.items() if f"money.rounds.{name}.amount" in theirs]
    amounts = [number(one.amount) for one in rounds if one.opens]
    if amounts:
        yield f"{_counted(len(amounts), 'round')} of funding ({money(sum(amounts))})"
    products = {name: one for name, one in certain.products.items() if f"products.{name}.price" in theirs}
    launches = [name for name, one in products.items() if one.opens and not one.on_sale_at_start]
    if launches:
        yield f"{_counted(len(launches), 'launch', 'launches')} ({', '.join(launches)})"
    if "money.other_spend" in theirs and certain.money.other_spend:
        first, last = number(certain.money.other_spend[0]), number(certain.money.other_spend[-1])
        yield f"research, development and administration of {share(first)} falling to {share(last)} of planned ARR"


def _counted(count: int, one: str, more: str = "") -> str:
    said = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{said} {one if count == 1 else more or one + 's'}"
