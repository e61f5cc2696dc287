"""`t2d3 check`: whether scenario files can be simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich_click import RichCommand

from simulator.cli.endings import debug_option
from simulator.cli.options import ScenarioName

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario


@click.command(cls=RichCommand)
@click.argument("files", type=ScenarioName(), nargs=-1, required=True, metavar="FILE...")
@debug_option
def check(files: tuple[str, ...]) -> None:
    """Check scenario FILEs, and the CSV files they name, without simulating.

    Says in a line what each one is, or every mistake in it with its line and column. Exits with 2 if any has one.

    A second line has the opening cash and the month in which the plan would use it up: planned ARR billed and
    collected, what it costs, CS for as much ARR, rounds that the plan can date. Nothing is simulated.
    """
    from simulator.errors import InputError

    mistaken = 0
    for file in files:
        try:
            for line in _summary(file):
                click.echo(line)
        except InputError as error:
            mistaken += 1
            click.echo(str(error), err=True)
    if mistaken and len(files) > 1:
        click.echo(f"{mistaken} of {len(files)} cannot be used.", err=True)
    if mistaken:
        click.get_current_context().exit(2)


def _summary(file: str) -> tuple[str, str]:
    from simulator.engine.lowering import lower
    from simulator.experiment.planned_cash import planned_cash
    from simulator.experiment.sizes import check_lowered, check_plan, expected_customers
    from simulator.reports.cash_words import planned_cash_line
    from simulator.reports.words import plural
    from simulator.scenario.reading.files import load
    from simulator.scenario.reading.today import read_today
    from simulator.scenario.schema.uncertainty import central, uncertain_paths

    scenario = load(file)
    today = read_today(scenario)
    check_plan(scenario, today)
    lowered = lower(central(scenario), today)
    check_lowered(lowered)
    uncertain = uncertain_paths(scenario)
    opening = "" if today is None else f"{plural(len(today.accounts), 'account')} on the first day, "
    customers = expected_customers(lowered)
    amount = plural(10 * round(customers / 10) if customers > 100 else round(customers), "customer")
    told = (
        f"{file}: fine. {scenario.name}: {_span(scenario)}, {plural(len(scenario.segments), 'segment')}, {opening}"
        f"about {amount} a run, {plural(len(uncertain), 'uncertain value') if uncertain else 'nothing uncertain'}."
    )
    return told, f"    {planned_cash_line(scenario, planned_cash(scenario, lowered, today))}"


def _span(scenario: Scenario) -> str:
    from simulator.clock import month_label
    from simulator.reports.words import plural

    months = scenario.horizon_months
    return f"{plural(months, 'month')} from {scenario.start_date:%b %Y} to {month_label(scenario.start_date, months)}"
