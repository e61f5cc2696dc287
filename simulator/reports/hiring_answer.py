"""When to hire, as an answer: its sentence, its sureness in words, its chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.response import curve_chart, curve_subtitle
from simulator.reports.role_words import first_of, joined_label
from simulator.reports.words import plural, short_name

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulator.decisions.when import Answer


def answer_title(found: Answer) -> str:
    """Return the answer in one sentence."""
    who = first_of(found.role)
    if found.same:
        return f"When hiring for {who} opens makes no difference to {found.measure.within} among these candidates"
    best = found.points[found.best]
    if best.kind == "never":
        return f"Do not hire {who}: none of the other candidates is better"
    months = found.months_joined()
    joined = joined_label(found.scenario.start_date, months[found.best])
    depends = any(month != months[found.best] for month in months)  # founders may hire the first before that
    at_work = f", at work by {joined} on average" if joined != "never" and depends else ""
    first, last = found.plateau
    if first == last:
        return f"Open hiring for {who} {best.words}{at_work}"
    return (
        f"Open hiring for {who} {best.words}{at_work}; anything from {found.points[first].label} to "
        f"{found.points[last].label} is as good"
    )


def sureness(found: Answer) -> list[str]:
    """Return how sure the answer is, in sentences."""
    selection, measure = found.selection, found.measure
    matters = measure.size(selection.indifference)
    count = len(found.points)
    if found.same:
        return [f"All {count} candidates gave the same {measure.within} in every run."]
    lines = []
    if selection.guaranteed:
        lines.append(
            f"If one of the {count} candidates is ahead of all others by {matters} or more, it is this one with a "
            f"probability of at least {selection.confidence:.0%}."
        )
    else:
        lines.append(
            f"{plural(selection.runs, 'run')} of each candidate were not enough to promise this for differences of "
            f"{matters}; for {measure.size(selection.reachable)} or more the selected one is the best with a "
            f"probability of at least {selection.confidence:.0%}. Allow more with --most, or a larger --indifference."
        )
    ahead = f"by more than {measure.size(found.most_ahead)}" if found.most_ahead > 0.0 else "at all"
    lines.append(
        f"On {plural(found.runs, 'fresh run')}, which had no part in choosing it, no other candidate is ahead of it "
        f"{ahead} (95%, all at once)."
    )
    if found.at_the_end:
        end = "first" if found.best == 0 else "last"
        lines.append(f"It is the {end} candidate: a better one may lie beyond; try more with --candidates.")
    return lines


def answer_chart(found: Answer) -> Figure:
    """Draw every candidate against the selected one on fresh runs."""
    shade = "shaded: as good as the selected one, to within what matters"
    bars = "bars: 95% intervals of the difference, all at once, same luck"
    runs = f"{plural(found.runs, 'fresh run')} of each candidate, seed {found.seed}"
    note = f"t2d3 · {short_name(found.scenario.name)} · {runs} · {bars} · {shade}"
    return curve_chart(found, answer_title(found), curve_subtitle(found), note, found.selection.indifference)
