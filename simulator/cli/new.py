"""`t2d3 new`: a company of the user's own, from a dozen answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage
from simulator.cli.terminal import say

if TYPE_CHECKING:
    from simulator.scenario.founding.draft import Draft

Function = TypeVar("Function", bound=Callable[..., Any])

ANSWERS: Final[Mapping[str, str]] = {
    "name": "What the company is called.  [default: Our company]",
    "start": "First month, such as Jan 2027.  [default: the next to begin]",
    "arr": "ARR today, such as $2.7M.",
    "customers": "How many customers bring it.",
    "plan": "ARR after each year, such as $6M,$14M; factors, such as 3x,2x; t2d3; or 'no plan: $1.5M a year'.",
    "fiscal_year": "Month with which fiscal years begin.  [default: Jan]",
    "cash": "Cash on the first day.",
    "round": "The next round, such as '$12M at $6M ARR' or '$12M in Mar 2028'.  [default: none]",
    "products": "Products sold and launches planned, such as '1, then at $6M'.  [default: 1]",
    "team": "Who is there, such as '1 head of CS, 2 CSMs, 3 sellers'.  [default: founders alone]",
    "term": "How long a contract runs.  [default: 12 months, or as the accounts have it]",
    "acv": "What a new customer brings a year.  [default: as those of today do]",
    "retention": "GRR and NRR of the last year, such as 'GRR 88%, NRR 104%'; or 'churn 12%'.  [default: the laws']",
    "spend": "Research and administration, such as '$150K a month' or 60% of ARR.  [default: the laws']",
}
"""The option of each question, and what its help says."""


def _answers(function: Function) -> Function:
    for name, help_ in reversed(list(ANSWERS.items())):
        function = click.option(f"--{name.replace('_', '-')}", name, metavar="TEXT", help=help_)(function)
    return function


@click.command(cls=WithHelpPage)
@click.argument("roster", type=click.Path(path_type=Path), required=False)
@click.option(
    "--from",
    "accounts",
    type=click.Path(path_type=Path),
    metavar="ACCOUNTS",
    help="CSV of today's customers, and behind it that of people: they say ARR, customers and who is there.",
)
@_answers
@click.option(
    "--out",
    "-o",
    type=click.Path(path_type=Path),
    default=Path("ours.yaml"),
    show_default=True,
    metavar="FILE",
    help="The file to write; it must not be there yet.",
)
@debug_option
def new(roster: Path | None, accounts: Path | None, out: Path, **answers: str | None) -> None:
    """Write a scenario of your own company from a dozen answers.

    Asks on a terminal what no option says. --arr, --customers, --plan and --cash are enough for a file without a
    question. What you do not say is as the laws have it, and nothing is taken over from the shipped companies.

    t2d3 new

    t2d3 new --arr 2.7M --customers 85 --plan 6M,14M,25M --cash 4M

    t2d3 new --from accounts.csv roster.csv --plan t2d3 --cash 4M
    """
    from datetime import date

    from simulator.answers import NewRequest, check_free
    from simulator.cli.asking import can_ask
    from simulator.scenario.founding.draft import Draft

    check_free(out)
    draft = Draft(date.today(), _books(accounts, roster))
    _take(draft, answers)
    ask = can_ask() and any(question.needed and not draft.has(question) for question in draft.asked())
    if not ask:
        _settle(draft)
    else:
        from simulator.cli.asking import ask_all

        ask_all(draft)
    request = NewRequest(draft.company(), out)
    _finish(request, () if ask else draft.left)


def _books(accounts: Path | None, roster: Path | None) -> Any:
    from simulator.errors import InputError, Problem
    from simulator.scenario.founding.company import Books

    if accounts is None and roster is None:
        return None
    if accounts is None:
        allowed = f"--from accounts.csv {roster}, the file of customers first"
        raise InputError([Problem(f"it is not said what {roster} is", allowed=allowed)])
    missing = [file for file in (accounts, roster) if file is not None and not file.is_file()]
    if missing:
        raise InputError([Problem(f"there is no file {file}", path="--from") for file in missing])
    return Books(accounts, roster)


def _take(draft: Draft, answers: Mapping[str, str | None]) -> None:
    """Read what options say; raise InputError with all that is wrong with them."""
    from simulator.errors import InputError, Problem
    from simulator.scenario.founding.questions import QUESTIONS
    from simulator.scenario.units import InvalidValue

    problems: list[Problem] = []
    for question in QUESTIONS:
        text = answers[question.name]
        if text is None:
            continue
        if draft.answered_by_files(question):
            problems.append(Problem("the files say it already", path=question.option, allowed="either of the two"))
            continue
        try:
            draft.take(question, text)
        except InvalidValue as wrong:
            problems.append(_of(question.option, wrong))
    if problems:
        raise InputError(problems)


def _of(option: str, wrong: Any) -> Any:
    from dataclasses import replace

    return replace(wrong.problem, path=option)


def _settle(draft: Draft) -> None:
    """Settle every question without asking; raise InputError for what lacks and what contradicts."""
    from simulator.errors import InputError, Problem
    from simulator.scenario.units import InvalidValue

    lacking = [question for question in draft.asked() if question.needed and not draft.has(question)]
    if lacking:
        raise InputError([_lacking(draft, [question.option for question in lacking])])
    problems: list[Problem] = []
    for question in draft.asked():
        try:
            draft.settle(question)
        except InvalidValue as wrong:
            problems.append(_of(question.option, wrong))
    if problems:
        raise InputError(problems)


def _lacking(draft: Draft, options: list[str]) -> Any:
    from simulator.errors import Problem
    from simulator.reports.words import listed

    books = "; --from accounts.csv says ARR and customers" if draft.files is None else ""
    further = [question.option for question in draft.asked() if not question.needed]
    return Problem(
        f"there is no terminal to ask on, and {listed(options)} {'is' if len(options) == 1 else 'are'} not said",
        allowed=f"{' ... '.join(options)} ...{books}. What else can be said: {', '.join(further)}",
    )


def _finish(request: Any, left: tuple[tuple[str, str], ...]) -> None:
    """Write the file and say what it is, what was left open, and what to type next."""
    import shlex
    from functools import partial

    from simulator.cli.terminal import prepared, progress_of
    from simulator.experiment.engines import ENGINE

    if request.plays:
        prepared(ENGINE, False)
    say(str(request.answer(partial(progress_of, quiet=False))))
    if left:
        say("\nNot said, and so:\n" + "\n".join(f"  {option:<14} {words}" for option, words in left))
    hire = "onboarding" if (request.company.team or {}).get("cs_head") else "cs_head"
    out = shlex.quote(str(request.out))
    say(f"\nNext:\n  t2d3 run {out}\n  t2d3 when {out} --hire {hire}")
