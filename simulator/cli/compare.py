"""`t2d3 compare`: two scenarios under the same luck, or several held against the first."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import Any

import click

from simulator.cli.common import Common, Settings
from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage
from simulator.cli.options import ScenarioName, folder_option, set_option, simulation_options


@click.command(cls=WithHelpPage)
@click.argument("a", type=ScenarioName(), metavar="A")
@click.argument("b", type=ScenarioName(), metavar="B")
@click.argument("more", type=ScenarioName(), metavar="[C]...", nargs=-1)
@simulation_options
@folder_option("Write all results, the differences and their chart there.  [default: results/<A>/compare-<B>]")
@set_option("--set", "Set a value in all, such as horizon_months=36; may be repeated.")
@set_option("--set-a", "Set a value in A only; may be repeated.")
@set_option("--set-b", "Set a value in B only; may be repeated.")
@debug_option
def compare(a: str, b: str, more: tuple[str, ...], set_a: Settings, set_b: Settings, **common: Any) -> None:
    """Compare scenario A with scenario B on common draws: every figure reads "A minus B", with its 95 % interval.

    The same scenario may stand on both sides:  t2d3 compare baseline baseline --set-b roles.csm.book_low=1.5M

    With more than two each is compared with the first:  t2d3 compare baseline head_of_cs_early head_of_cs_late

    Work of more than a minute or two is kept on the way: whatever ends it, the same command carries on.
    """
    from simulator.answers import CompareAnswer, CompareRequest
    from simulator.errors import Interrupted

    if more and (set_a or set_b):
        raise click.UsageError("--set-a and --set-b are for two scenarios; --set holds for all.")
    shared, names = Common(**common), [a, b, *more]
    request = CompareRequest.of(
        names, sampling=shared.sampling, set=dict(shared.set), set_a=dict(set_a), set_b=dict(set_b)
    )
    own = {} if more else {"--set-a": set_a, "--set-b": set_b}
    question = shared.question("compare", names, request.scenarios, settings={"--set": shared.set, **own})
    with shared.answering(question) as folder, ExitStack() as kept:
        shared.prepare()
        if request.is_large:
            answer = kept.enter_context(request.resumable(folder.job_folder(), shared.stage))
        else:
            answer = request.answer(shared.stage)
        files = folder.put(partial(answer.write, svg=shared.svg), answer.interrupted)
    shared.print(answer, files)
    if answer.interrupted:
        runs, of = (answer.b.runs, "both") if isinstance(answer, CompareAnswer) else (answer.first.runs, "all")
        raise Interrupted(f"Stopped: {len(runs):,} of {shared.runs:,} runs had finished in {of} scenarios.")
