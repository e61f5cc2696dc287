"""What a deck can lack: what each slide would show, and the command that brings it, of this very company."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from simulator.reports.asked import asked_of
from simulator.reports.deck.content import LeftOut

if TYPE_CHECKING:
    from simulator.results.protocols import Summarised


def missing_slides(result: Summarised, there: Collection[str]) -> tuple[LeftOut, ...]:
    """Return the slides that are not among the keys `there`, with the commands that bring them for a `result`."""
    asked = asked_of(result)
    when, which = asked.command("when", "--hire cs_head"), asked.to_be_named
    sensitivity, why = asked.command("sensitivity"), asked.command("why")
    luck = f"--runs {len(result.runs)} --seed {result.seed}"
    kept, longer = asked.command("run", f"--keep runs {luck}"), asked.command("run", luck, horizon_months="36")
    words = {
        "ask": ("What we ask for", f"{when} answers it{which}; name its folder too"),
        "stand": ("Where we stand", "t2d3 import brings the company's accounts, t2d3 run plays from them"),
        "when": ("When to hire", f"{when} answers it{which}; name its folder too"),
        "hires": ("Hires of the next quarters", f"{kept} keeps the single runs that it is told from{which}"),
        "onboarding": ("Onboarding", "t2d3 run of a scenario that onboards customers has it"),
        "nrr": ("NRR", f"{longer} looks far enough ahead{which}"),
        "why": ("What is lost to what", f"{why} answers it{which}; name its folder too"),
        "bridge": ("The ARR bridge", "t2d3 run of a scenario with ARR has it"),
        "cash": ("Cash", "t2d3 run of a scenario with cash has it"),
        "change": ("What would change our mind", f"{when} or {sensitivity} answers it{which}; name its folder"),
        "sensitivity": ("What moves the answer most", f"{sensitivity} answers it{which}; name its folder too"),
    }
    return tuple(LeftOut(key, *told) for key, told in words.items() if key not in there)
