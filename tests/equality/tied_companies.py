"""Companies in which nearly everything falls on the same instants, so that only the order of making counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from strategies import Company, scenarios, todays_books

from simulator.clock import DAYS_PER_MONTH
from simulator.scenario.schema.scenario import Scenario

Draw = Callable[[st.SearchStrategy[Any]], Any]
PACES = (DAYS_PER_MONTH, 5.0, 7.0, 30.0, 73.0)


@st.composite
def tied_companies(draw: Draw) -> Company:
    """One pace for deals, work, waits, leads, ramps, reviews, mis-hires; terms end on anniversaries; no spread."""
    values = draw(scenarios()).model_dump()
    pace = draw(st.sampled_from(PACES))
    some = st.sampled_from([0.0, pace, 2.0 * pace])
    values["milestones"] = (values["path"]["start_arr"],)
    values["opening"]["generated"] |= {"renewals": "anniversary"}
    _tie_selling(draw, values, pace)
    _tie_onboarding(draw, values["onboarding"], some)
    values["hiring"]["review_every"] = max(5.0, pace)
    values["money"]["collection_days"] = draw(some)
    others = values["roles"]["others"]
    for role in [*(found for name, found in values["roles"].items() if name != "others"), *others.values()]:
        _tie_hires(draw, role, some)
    values["roles"]["customer_sales"]["lead_time"] = draw(some)
    scenario = Scenario.model_validate(values)
    return Company(scenario, draw(todays_books(scenario)) if draw(st.integers(0, 4)) == 0 else None)


def _tie_selling(draw: Draw, values: dict[str, Any], pace: float) -> None:
    """A deal every `pace` days, all of one size, with terms of whole months."""
    acv = draw(st.sampled_from([2.5e4, 3.65e4, 5e4]))
    values["demand"]["handover_days"] = draw(st.sampled_from([0.0, 0.0, pace, 2.0 * pace]))
    values["coverage"]["digital"]["below"] = draw(st.sampled_from([0.0, acv, 2.0 * acv]))
    values["demand"] |= {"arrivals": "even", "attainment": (1.0,), "bookings_a_year": acv * 365.0 / pace}
    for segment in values["segments"].values():
        segment |= {
            "acv": acv,
            "acv_cv": 0.0,
            "acv_growth": 0.0,
            "onboarding_effort": draw(st.sampled_from([1.0, 2.0])),
        }
        segment["term_months"] = draw(st.sampled_from([1, 1, 2, 3, 12]))


def _tie_onboarding(draw: Draw, onboarding: dict[str, Any], some: st.SearchStrategy[float]) -> None:
    """Work, patience, take-overs and second tries all last as long, or no time at all."""
    paces = {name: draw(st.sampled_from([1.0, 2.0])) for name in ("by_manager", "by_itself")}
    waits = {name: draw(some) for name in ("self_start_after", "takeover_delay", "mends_after")}
    onboarding |= {"work": {"shape": "fixed", "mean": draw(some), "median": None, "cv": 0.0}, **paces, **waits}


def _tie_hires(draw: Draw, role: dict[str, Any], some: st.SearchStrategy[float]) -> None:
    """Fixed hires in the same months; the same lead for all; mis-hires leave as a stretch of their ramp ends."""
    role["lead"] = {"median": draw(some), "sigma": 0.0}
    role["conversion"] = draw(some)
    role["ramp"] = tuple({"days": draw(some), "capacity": draw(st.sampled_from([0.0, 0.5, 1.0]))} for _ in range(2))
    role["schedule"] = tuple({"month": draw(st.sampled_from([0.0, 1.0, 2.0])), "count": 2} for _ in range(2))
    role["mishire"] |= {"odds": draw(st.sampled_from([0.0, 0.5, 1.0])), "leaves_after": draw(some)}
