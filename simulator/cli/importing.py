"""`t2d3 import`: what other systems export, as the files of a scenario."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage
from simulator.cli.terminal import output, progress_of, say


@click.command("import", cls=WithHelpPage)
@click.argument("files", type=click.Path(), nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--as-of", metavar="DATE", help="The day of the export; it opens the next first of a month. [default: today]"
)
@click.option(
    "--opening", metavar="MONTH", help="Write the accounts and people of an earlier month too, such as 2024-01."
)
@click.option("--decimal", type=click.Choice([".", ","]), help="Which mark is the decimal one in amounts.")
@click.option(
    "--dates", type=click.Choice(["dmy", "mdy", "ymd"]), help="In which order dates such as 03/04/2026 stand."
)
@click.option("--fx", multiple=True, metavar="CODE=RATE", help="Dollars for one of a currency, such as EUR=1.08.")
@click.option(
    "--amounts", type=click.Choice(["units", "cents", "thousands"]), help="What amounts are in, where nothing tells."
)
@click.option("--as", "export", metavar="EXPORT", help="What FILE is, such as stripe-subscriptions or people.")
@click.option("--map", "maps", multiple=True, metavar="HEADING=MEANING", help='Such as "Company name=account".')
@click.option("--status", multiple=True, metavar="WORD=MEANING", help='Such as "Paying=live".')
@click.option("--title", multiple=True, metavar="TITLE=ROLE", help='Such as "Success Lead=csm", or =none.')
@click.option("--mapping", type=click.Path(), help="Read FILE as this mapping says, not the one beside it.")
@click.option("--sheet", metavar="NAME", help="Which sheet of a workbook; the first unless it is named.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FOLDER", default=Path("import"), show_default=True)
@click.option("--check", is_flag=True, help="Print what would come out and write nothing.")
@click.option(
    "--expect", type=click.Path(path_type=Path), metavar="FOLDER", help="Compare with the files there; write nothing."
)
@debug_option
def import_exports(
    files: tuple[str, ...],
    as_of: str | None,
    opening: str | None,
    decimal: str | None,
    dates: str | None,
    fx: tuple[str, ...],
    amounts: str | None,
    export: str | None,
    maps: tuple[str, ...],
    status: tuple[str, ...],
    title: tuple[str, ...],
    mapping: str | None,
    sheet: str | None,
    out: Path,
    check: bool,
    expect: Path | None,
) -> None:
    """Read exports of billing, CRM and HR systems into accounts, a roster, a history and a reconciliation.

    FILEs are CSV or .xlsx files as they were exported. Each is told by its headings, and how it is read is kept in a
    small file beside it, which can be corrected. Nothing ambiguous is guessed: it is refused with both readings and the
    option that says which. Files that an import did not write are never overwritten; its own are kept as .previous.

    --expect ends with 1 where the files would differ, and says where first.
    """
    from simulator.answers import ImportRequest

    request = ImportRequest(
        files,
        as_of=as_of,
        opening=opening,
        decimal=decimal,
        dates=dates,
        fx=_rates(fx),
        amounts=amounts,
        export=export or "",
        mapping=mapping or "",
        sheet=sheet or "",
        maps=maps,
        statuses=dict(_pair("status", one) for one in status),
        titles=dict(_pair("title", one) for one in title),
        folder=str(out),
    )
    answer = request.answer(partial(progress_of, quiet=False))
    if expect is not None:
        differences = answer.differences(expect)
        say("\n".join(differences) or f"As expected in {expect}.")
        if differences:
            click.get_current_context().exit(1)
        return
    answer.print(output(), () if check else answer.write(out))


def _pair(option: str, text: str) -> tuple[str, str]:
    from simulator.errors import InputError, Problem

    name, equals, value = (part.strip() for part in text.rpartition("="))
    if not equals or not name or not value:
        raise InputError([Problem(f'is "{text}"', path=option, allowed="two words with = between them")])
    return name, value


def _rates(texts: tuple[str, ...]) -> dict[str, float]:
    from simulator.errors import InputError, Problem

    found = {}
    for text in texts:
        code, rate = _pair("fx", text)
        try:
            found[code.upper()] = float(rate)
        except ValueError:
            found[code.upper()] = 0.0
        if not 0.0 < found[code.upper()] < float("inf"):
            raise InputError([Problem(f'is "{text}"', path="fx", allowed="dollars for one, such as EUR=1.08")])
    return found
