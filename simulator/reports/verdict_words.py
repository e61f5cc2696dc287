"""What a selection and its fresh runs promise, in words that say no more and no less."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.decisions.compare import CONFIDENCE
from simulator.decisions.indifference import SHARE
from simulator.reports.words import plural

if TYPE_CHECKING:
    from simulator.decisions.indifference import Indifference
    from simulator.decisions.verdict import Verdict
    from simulator.results.measure import Measure

_WHERE_FROM: Final = {
    "given": "",
    "share": f", about {SHARE:.0%} of what the scenario as it stands has",
    "pay": ", by a year's pay of the role",
    "points": "",
}


def matters_words(matters: Indifference, measure: Measure) -> str:
    """Return what counts as equally good: `As good means behind by less than $3.2M, about 1% of ...`."""
    return f"As good means behind by less than {measure.size(matters.amount)}{_WHERE_FROM[matters.origin]}."


def promise(verdict: Verdict, measure: Measure, noun: str, more: str, leader: str = "") -> list[str]:
    """Return what is right at once with the stated probability; `noun` is a choice, `more` the option for more runs.

    `leader` names the choice that led on the runs that selected, where that is not the one spoken of.
    """
    selection = verdict.selection
    ahead = f"by more than {measure.size(verdict.most_ahead)}" if verdict.most_ahead > 0.0 else "at all"
    others = f"the other {plural(verdict.count - 1, noun)}"
    if leader:
        others = f"the {plural(verdict.count - 1, noun)} beside {leader}, which led the selection,"
    parts = [f"of {others} {_counts(verdict)}", f"none is ahead of {leader or 'it'} {ahead}"]
    lead = measure.size(selection.indifference if selection.guaranteed else selection.reachable)
    parts.append(f"and one ahead of all others by {lead} or more would have been selected")
    lines = [f"With a probability of at least {CONFIDENCE:.0%} all of this is right: {', '.join(parts)}."]
    if not selection.guaranteed:
        lines.append(
            f"{plural(selection.runs, 'run')} of each did not suffice to promise the last for "
            f"{measure.size(selection.indifference)}; allow more with {more}, or a larger --indifference."
        )
    return lines


def _counts(verdict: Verdict) -> str:
    others = [place for place in range(verdict.count) if place != verdict.best]
    good = sum(verdict.equal[place] for place in others)
    worse = sum(verdict.worse[place] and not verdict.equal[place] for place in others)
    counts = ((good, "as good"), (worse, "worse"), (len(others) - good - worse, "close (not settled)"))
    said = [f"{count} {'is' if count == 1 else 'are'} {word}" for count, word in counts if count]
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def standing(verdict: Verdict, place: int) -> str:
    """Return what the fresh runs say about a choice: as good, worse, or not settled."""
    if verdict.equal[place]:
        return "as good"
    return "worse" if verdict.worse[place] else "close"


def spent_words(verdict: Verdict, spent: int, seconds: float) -> str:
    """Return how many runs it took, and how long: `6,713 runs in 9 s (50 before, 1,801 to select, 4,862 fresh)`.

    `spent` leaves out the runs of the level, which another line tells of.
    """
    before = spent - verdict.selection.spent - verdict.spent
    stages = [f"{before:,} before"] if before else []
    stages += [f"{verdict.selection.spent:,} to select", f"{verdict.spent:,} fresh"]
    return f"{plural(spent, 'run')} in {seconds:.0f} s ({', '.join(stages)})"
