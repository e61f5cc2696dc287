"""The first sheet: what this is and of which company, what is live in it, how to use it, what it leaves out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.reports.limits import limits_of
from simulator.reports.words import plural
from simulator.reports.workbook import book as sheets
from simulator.reports.workbook.styles import HEAD_FILL, INPUT, INPUT_FILL, LINK, LOCKED_FILL, MUTED, Look
from simulator.results.metrics import quick_ratio
from simulator.results.store import versions

if TYPE_CHECKING:
    from simulator.reports.page.panels import Side
    from simulator.reports.workbook.book import Book
    from simulator.reports.workbook.inputs import Input
    from simulator.reports.workbook.sheet import Sheet
    from simulator.reports.workbook.sheets.assumptions import Assumptions
    from simulator.results.protocols import Summarised

LABEL, TEXT = range(2)
_WIDTHS: Final = (30.0, 112.0)
_YEAR: Final = 12
_WRAPPED: Final = Look(wrap=True)


def write_read_me(book: Book, assumptions: Assumptions) -> None:
    """Write the sheet; of the `assumptions` it says how many inputs are locked, and why."""
    sheet, sides = book[sheets.READ_ME], book.cases.sides
    names = " and ".join([", ".join(side.name for side in sides[:-1]), sides[-1].name][len(sides) == 1 :])
    sheet.head(f"{names}: the figures, and what they are made of", _finding(book))
    page = _Page(sheet, 3)
    for side in sides:
        page.section(f"The company: {side.name}" if len(sides) > 1 else "The company", _company(side))
    page.section("What is live here, and what is not", _honest(book))
    page.section("How to use it", _use(book))
    page.colours()
    page.section("Three averages", [("", text) for text in _averages(book.cases.first)])
    page.links()
    for side, inputs in zip(sides, assumptions.of_scenarios, strict=True):
        of = f" in {side.name}" if len(sides) > 1 else ""
        page.section(f"Locked inputs of money{of}, and why", _locked(list(inputs.values())))
    page.section("What this is not", [("", text) for text in (*limits_of(sides), *_OWN_LIMITS)])
    sheet.widths(*_WIDTHS)
    sheet.paper(landscape=False)


def _finding(book: Book) -> str:
    result = book.cases.first
    futures = f"{plural(len(result.runs), 'simulated future')}, {result.labels[1]} to {result.labels[-1]}"
    return f"{futures}, customer by customer and hire by hire; what they cost is worked out in these cells"


@dataclass
class _Page:
    """The sheet while it is written, section by section."""

    sheet: Sheet
    next: int

    def section(self, title: str, lines: Sequence[tuple[str, str]]) -> None:
        """Write a heading, and lines of a label and a text."""
        self._head(title)
        for label, text in lines:
            self.sheet.put(self.next, LABEL, label, Look(colour=MUTED, wrap=True))
            self.sheet.put(self.next, TEXT, text, _WRAPPED)
            self.sheet.fit(self.next, (label, _WIDTHS[LABEL]), (text, _WIDTHS[TEXT]))
            self.next += 1

    def colours(self) -> None:
        """Write a cell in each colour, and what it means."""
        self._head("Colours")
        as_run = Look(colour=MUTED, fill=LOCKED_FILL, align="center")
        samples = (
            (Look(colour=INPUT, fill=INPUT_FILL, align="center"), "1,000", "An input: yours to change"),
            (Look(align="center"), "1,000", "A formula, or a figure of the simulation"),
            (Look(colour=LINK, align="center"), "1,000", "A cell of another sheet, as it stands there"),
            (as_run, "1,000", "A value as it was run, locked"),
        )
        for look, sample, text in samples:
            self.sheet.put(self.next, LABEL, sample, look)
            self.sheet.put(self.next, TEXT, text, _WRAPPED)
            self.next += 1

    def links(self) -> None:
        """Write which sheets there are, each with a link to it."""
        self._head("The sheets")
        for name, text in _SHEETS:
            look = self.sheet.styles[Look(colour=LINK)]
            self.sheet.sheet.write_url(self.next, LABEL, f"internal:'{name}'!A1", look, name, f"Go to {name}")
            self.sheet.put(self.next, TEXT, text, _WRAPPED)
            self.next += 1

    def _head(self, title: str) -> None:
        self.next += 1
        for column in (LABEL, TEXT):
            look = Look(bold=True, size=11.0, fill=HEAD_FILL)
            self.sheet.put(self.next, column, title if column == LABEL else "", look)
        self.next += 1


# what it says ---------------------------------------------------------------------------------------------------------


def _company(side: Side) -> list[tuple[str, str]]:
    result = side.result
    scenario = result.scenario
    stopped = " (stopped early)" if result.interrupted else ""
    lines = [
        ("Name", scenario.name),
        ("Purpose", scenario.purpose),
        ("Months", f"{scenario.horizon_months}, from {result.labels[1]} to {result.labels[-1]}"),
        ("Runs", f"{len(result.runs):,}{stopped}, seed {result.seed}"),
        ("Customers on the first day", _book_words(result)),
        ("Made by", f"t2d3 {versions()['t2d3']}"),
        ("Digest of the result", _digest(result)),
    ]
    return [(label, text) for label, text in lines if text]


def _book_words(result: Summarised) -> str:
    if result.today is not None:
        customers, people = len(result.today.accounts), len(result.today.people)
        return f"Their own: {plural(customers, 'account')} and {plural(people, 'person', 'people')} from their files"
    made_up = round(float(result.bands("customers").mean[0]))
    return f"A made-up book of {plural(made_up, 'customer')}: sizes and renewal dates are drawn, not theirs"


def _digest(result: Summarised) -> str:
    digest: Callable[[], str] | None = getattr(result, "digest", None)
    return "" if digest is None else digest()


def _honest(book: Book) -> list[tuple[str, str]]:
    if book.cases.has_companies:
        value = "over the mean of all runs it stands as a value; choose one company, and it is worked out in the cells"
    else:
        value = "it stands as a value, as single runs are not at hand"
    return [
        ("Needs a run", _BEHAVIOUR),
        ("Live", _MONEY),
        ("Stands as a value", f"Enterprise value is a curve of growth and NRR, which means do not follow: {value}."),
        (
            "Stands as a value",
            "Percentiles, bands and odds are those of the runs as they were, whatever is changed here.",
        ),
    ]


_BEHAVIOUR: Final = (
    "Who buys, renews, expands and leaves, and who is hired when, follows from the simulation alone. It stands here as "
    "values; to change it, change the scenario and run it again. “What needs a run” has the command."
)
_MONEY: Final = (
    "What all that costs is a sum of quantities times prices, month by month. Pay, fees, margin, sales and marketing, "
    "departments, cash and rounds are inputs: change one, and every statement follows. Over the mean of all runs that "
    "is exact, since sums and means may be taken in either order."
)


def _use(book: Book) -> list[tuple[str, str]]:
    company = (
        "Choose a scenario and a company at the top of Summary: the mean of all runs, or the P10, median or P90 company"
    )
    choose = f"{company}, one run each, with whole people and a ledger of its own."
    if not book.cases.has_companies:
        choose = "Choose a scenario at the top of Summary. Single runs were not kept, so that the mean of all is shown."
    steps = (
        choose,
        "Change blue cells on Assumptions. Each says what it may hold; an empty one counts as it was run.",
        "Look at Checks: lines are green while the statements agree with each other and with the simulation.",
        "Paste what happened into Actuals: it shows the variance, and where it lies among the runs.",
        "Months are folded into quarters: open them with the + above the columns, all at once with the 3 at the left.",
    )
    return [(f"{number}.", text) for number, text in enumerate(steps, 1)]


def _averages(result: Summarised) -> Iterator[str]:
    """Yield what the three averages of a ratio are, with this result's own quick ratio as the example."""
    yield (
        "A ratio over many runs has three averages. The ratio of means divides one mean of all runs by another: "
        "it is what the statements here give, as they are means. The mean of ratios averages each run's own ratio; "
        "the median is that of the run in the middle. None is wrong, and each figure says which it is."
    )
    last = result.months
    bands = result.bands("quick_ratio")
    three = (_quick_ratio_of_means(result), float(bands.mean[last]), float(bands.p50[last]))
    if all(math.isfinite(one) for one in three):
        words = "ratio of means {:.2f}, mean of ratios {:.2f}, median {:.2f}".format(*three)
        yield f"Here the quick ratio over the twelve months to {result.labels[last]} is: {words}."


def _quick_ratio_of_means(result: Summarised) -> float:
    def over_a_year(*metrics: str) -> float:
        first = max(1, result.months - _YEAR + 1)
        return float(sum(np.abs(result.bands(metric).mean[first:]).sum() for metric in metrics))

    gained = over_a_year("arr.new"), over_a_year("arr.expansion", "arr.renewal_gains", "arr.mid_term_rises")
    return float(quick_ratio(*gained, over_a_year("arr.contraction"), over_a_year("arr.churn")))


def _locked(inputs: Sequence[Input]) -> list[tuple[str, str]]:
    """Return how many inputs of money are locked for each reason, the most common first."""
    money = [one for one in inputs if one.is_money]
    shut = sorted((one for one in money if one.lock), key=lambda one: one.lock)
    lines = [(reason, list(those)) for reason, those in groupby(shut, key=lambda one: one.lock)]
    told = [
        (plural(len(those), "input"), f"{reason}: {', '.join(one.title for one in those)}")
        for reason, those in sorted(lines, key=lambda line: -len(line[1]))
    ]
    whole = f"{len(shut)} of {len(money)}" if shut else "None"
    return [(whole, "are locked on Assumptions; all others are live" if shut else "All inputs are live"), *told]


_SHEETS: Final = (
    (sheets.SUMMARY, "The choice of scenario and company; the answer, and the years at a glance"),
    (sheets.ASSUMPTIONS, "Every value, whose it is and how well it is known; the inputs of money to be changed"),
    (sheets.BRIDGE, "ARR from month to month: new, expansion, gains at renewals, contraction, churn"),
    (sheets.PNL, "Profit and loss, line by line; live"),
    (sheets.BALANCE, "Cash, receivables, deferred revenue and what balances them; live"),
    (sheets.CASH, "Cash from customers, spending, rounds of funding, runway; live"),
    (sheets.HEADCOUNT, "Each person of one company by month, and how many people each role has over all runs"),
    (sheets.RETENTION, "What each cohort of customers pays later on"),
    (sheets.BANDS, "Percentiles of every metric by month, quarter and year, as run"),
    (sheets.ACTUALS, "What happened, beside what was simulated"),
    (sheets.CHARTS, "The pictures, drawn by the spreadsheet from these cells"),
    (sheets.CHECKS, "Whether everything adds up: green or red"),
    (sheets.NEEDS_RUN, "The command that plays what was changed or wanted here"),
    (sheets.BEHAVIOUR, "What customers and hires did in the case that is chosen"),
    (sheets.DATA, "All cases as values, at full precision"),
)
_OWN_LIMITS: Final = (
    "Revenue by usage and churn by failed payments are left out as well.",
    "Cash is known at the ends of months; what happens between them is not shown.",
    "What is changed here moves money and nothing else: people who cost more are hired all the same.",
)
