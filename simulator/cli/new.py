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
    from simulator.cli.asking import ask_all, can_ask
    from simulator.scenario.founding.draft import Draft

    check_free(out)
    _check_files(accounts, roster)
    draft = Draft(date.today(), accounts, roster)
    draft.take_all(answers)
    asked = bool(draft.lacking) and can_ask()
    if asked:
        ask_all(draft)
    else:
        _refuse_lacking(draft)
        draft.settle_all()
    _finish(NewRequest(draft.company(), out), () if asked else draft.left)


def _check_files(accounts: Path | None, roster: Path | None) -> None:
    from simulator.errors import InputError, Problem

    if accounts is None and roster is not None:
        allowed = f"--from accounts.csv {roster}, the file of customers first"
        raise InputError([Problem(f"it is not said what {roster} is", allowed=allowed)])
    missing = [file for file in (accounts, roster) if file is not None and not file.is_file()]
    if missing:
        raise InputError([Problem(f"there is no file {file}", path="--from") for file in missing])


def _refuse_lacking(draft: Draft) -> None:
    """Raise InputError where something has to be known that no option says."""
    from simulator.errors import InputError, Problem

    lacking = [question.option for question in draft.lacking]
    if not lacking:
        return
    *before, last = lacking
    names = f"{', '.join(before)} and {last} are" if before else f"{last} is"
    books = "" if draft.files else "; --from accounts.csv says ARR and customers"
    further = ", ".join(question.option for question in draft.asked() if not question.needed)
    message = f"there is no terminal to ask on, and {names} not said"
    allowed = f"{' ... '.join(lacking)} ...{books}. What else can be said: {further}"
    raise InputError([Problem(message, allowed=allowed)])


def _finish(request: Any, left: tuple[tuple[str, str], ...]) -> None:
    """Write the file and say what it is, what was left open, and what to type next."""
    import shlex
    from functools import partial

    from simulator.cli.terminal import prepared, progress_of
    from simulator.experiment.engines import ENGINE

    if request.plays:
        prepared(ENGINE, False)
    answer = request.answer(partial(progress_of, quiet=False))
    say(str(answer))
    if left:
        say("\nNot said, and so:\n" + "\n".join(f"  {option:<14} {words}" for option, words in left))
    out = shlex.quote(str(request.out))
    say(f"\nNext:\n  t2d3 run {out}\n  t2d3 when {out} --hire {answer.hire}")
