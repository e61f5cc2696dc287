"""A scenario in plain words, so that whoever wrote it sees whether it says what was meant.

`scenario.explain` puts the sections together, each made by a module of its own; a test changes every field of the
schema and sees the text change. Besides it, other packages use `plan.PlanDates` (when planned ARR passes a figure),
`conditions.Openings` (when roles open along the plan) and the wording of `words`.
"""

__all__ = ["conditions", "plan", "scenario", "words"]
