"""Small valid scenarios over every field of the schema, for properties that must hold whatever the company.

`scenarios()` gives a `Scenario` without distributions, with half a year to a year and a half to play and few customers;
`todays_books(scenario)` a book of accounts and people that fits it, and `companies()` both, with `.lowered` ready to be
played. Values are drawn from short lists that hold the ends of what is legal and a few ordinary figures between them,
many of them round, so that things happen at the same instant; `numbers` mixes in arbitrary ones.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from simulator.clock import month_end
from simulator.engine.lowering import lower
from simulator.engine.record import Lowered
from simulator.fiscal import MONTHS
from simulator.roles import ROLE_NAMES
from simulator.scenario.schema.reporting import ReportingEffects
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.todays_book import FOUNDERS, NOBODY, Account, Person, TodaysBook

Draw = Callable[[st.SearchStrategy[Any]], Any]
Make = TypeVar("Make", bound=Callable[..., Any])
ROLES = ROLE_NAMES
OTHERS = ("support", "field_engineers")
RULES = {"csm": ("load",), "onboarding": ("flow",), "seller": ("flow",), "customer_sales": ("flow",)}


def once(make: Make) -> Make:
    """Return the same strategy whenever it is asked for: Hypothesis looks every new one through before drawing.

    A company takes more than a thousand draws, and making a strategy anew for each took longer than all else together.
    """
    return lru_cache(maxsize=None, typed=True)(make)  # type: ignore[return-value]


integers, lists, tuples, one_of, builds = (
    once(make) for make in (st.integers, st.lists, st.tuples, st.one_of, st.builds)
)


@once
def choice(*options: Any) -> st.SearchStrategy[Any]:
    """Return one of the options."""
    return st.sampled_from(options)


@once
def numbers(low: float, high: float, *usual: float) -> st.SearchStrategy[float]:
    """Return one of the usual figures, mostly, or anything from low to high."""
    some = st.sampled_from([float(figure) for figure in (*usual, low, high)])
    return st.one_of(some, some, st.floats(low, high, allow_subnormal=False))


SHARES = numbers(0.0, 1.0, 0.1, 0.3, 0.5, 0.9)
WAITS = numbers(0.0, 400.0, 7.0, 30.0, 60.0, 90.0)
MONEY = numbers(0.0, 3e6, 5e4, 2e5, 5e5, 1e6)
OPENS = st.sampled_from([[], [{"month": 0.0}], None])
A_STRETCH = st.fixed_dictionaries({"days": numbers(0.0, 200.0, 30.0, 60.0, 90.0), "capacity": SHARES})
SCHEDULED = st.fixed_dictionaries({"month": numbers(0.0, 15.0, 1.0, 3.0), "count": integers(1, 3)})
AGREED = one_of(st.just(float("nan")), numbers(0.0, 200.0, 30.0))
COMPARISONS: dict[str, st.SearchStrategy[Any]] = {
    "arr": MONEY,
    "on": st.dates(date(2026, 1, 1), date(2028, 6, 30)),
    "month": numbers(0.0, 18.0, 3.0, 6.0),
    "customers": integers(0, 40),
    "founder_renewals": MONEY,
    "backlog": integers(0, 5),
    "wait": WAITS,
    "uncovered_arr": MONEY,
    "in_place": choice(*ROLES),
    "sellers_ramped": integers(1, 3),
    "sellers_at_quota": integers(1, 2),
}


@once
@st.composite
def paths(draw: Draw) -> dict[str, Any]:
    factor = numbers(1.0, 4.0, 1.5, 2.0, 3.0)
    return {
        "start_arr": draw(numbers(1e5, 2e6, 5e5, 1e6)),
        "multiples": tuple(draw(lists(factor, min_size=1, max_size=3))),
        "tail": (*draw(lists(factor, max_size=1)), 1.5),
        "planned_nrr": tuple(draw(lists(numbers(0.5, 1.4, 1.0, 1.1), min_size=1, max_size=2))),
    }


@once
@st.composite
def demands(draw: Draw) -> dict[str, Any]:
    return {
        "bookings_a_year": draw(one_of(st.none(), numbers(0.0, 2.5e6, 9.125e5, 1.825e6))),
        "attainment": tuple(draw(lists(numbers(0.0, 1.5, 1.0), max_size=2))),
        "handover_days": draw(numbers(0.0, 200.0, 0.0, 0.0, 30.0)),
        "arrivals": draw(choice("random", "even")),
        "selling": draw(choice("plan", "capacity")),
        "capacity": {
            "founders_sell": draw(numbers(0.0, 3e6, 5e5)),
            "founders_fade": draw(WAITS),
            "poor_fit_while_ramping": draw(numbers(0.0, 20.0, 1.0, 1.5)),
            "proven_by": draw(integers(0, 3)),
        },
        "references": {"strength": draw(numbers(0.0, 5.0, 0.0, 0.5)), "planned_share": draw(SHARES)},
    }


@once
@st.composite
def segments(draw: Draw) -> dict[str, dict[str, Any]]:
    names = draw(lists(st.text(string.ascii_lowercase, min_size=1, max_size=3), min_size=1, max_size=3, unique=True))
    found = {name: draw(one_segment()) for name in names}
    found[names[-1]]["weight"] = draw(choice(0.5, 1.0, 3.0))  # at least one has weight
    return found


@once
@st.composite
def one_segment(draw: Draw) -> dict[str, Any]:
    return {
        "weight": draw(numbers(0.0, 5.0, 1.0)),
        "acv": draw(numbers(2.5e4, 3e5, 5e4, 1e5)),
        "acv_cv": draw(numbers(0.0, 2.0, 0.8)),
        "acv_growth": draw(numbers(-0.5, 0.5, 0.0, 0.25)),
        "term_months": draw(choice(12, 1, 3, 36, 5, 60)),
        "lands": draw(numbers(0.01, 10.0, 1.0)),
        "poor_fit": draw(SHARES),
        "onboarding_effort": draw(numbers(0.05, 4.0, 1.0)),
        "renewal": draw(one_of(numbers(0.0, 1.0, 0.5, 0.9), choice("90% a term", "50% a year"))),
        "csqls_a_year": draw(numbers(0.0, 12.0, 1.7)),
    }


@once
@st.composite
def openings(draw: Draw) -> dict[str, Any]:
    generated = {
        "accounts": draw(integers(0, 20)),
        "arr": None,
        "renewals": draw(choice("spread", "anniversary")),
        "held_by_founders": draw(st.booleans()),
    }
    stated = {name: draw(one_of(st.none(), st.none(), MONEY)) for name in ("receivables", "deferred_revenue")}
    return {"generated": generated, "accounts_csv": None, "roster_csv": None, **stated}


@once
@st.composite
def tables_by_arr(draw: Draw, name: str, values: st.SearchStrategy[Any], rising: bool = False) -> tuple[Any, ...]:
    """One to three points of ARR in rising order, each with a value called `name`, which may have to rise as well."""
    at = sorted(draw(lists(numbers(1.0, 1e8, 1e6, 2e6), min_size=1, max_size=3, unique=True)))
    found = draw(lists(values, min_size=len(at), max_size=len(at), unique=rising))
    return tuple({"arr": arr, name: one} for arr, one in zip(at, sorted(found) if rising else found, strict=True))


@once
@st.composite
def products(draw: Draw) -> dict[str, dict[str, Any]]:
    """One to four products, one of them on sale at the start."""
    length = numbers(0.0, 1000.0, 30.0, 365.0)
    share = numbers(0.001, 1.0, 0.5)
    some = programmes(
        sold_at_start=st.booleans(),
        age_at_start=one_of(st.none(), length),
        age_by_arr=tables_by_arr("age", numbers(0.0, 3000.0, 365.0), rising=True),
        price=numbers(0.001, 5.0, 0.4, 1.0),
        lands_new=share,
        lands_mature=share,
        matures_in=length,
        discount=numbers(0.0, 0.99, 0.2),
        fades_in=length,
    )
    found = {name: draw(some) for name in draw(choice(("core",), ("core", "more"), ("a", "b", "c", "d")))}
    sold = draw(st.sampled_from(list(found.values())))
    if draw(st.booleans()):
        sold["sold_at_start"] = True
    else:
        sold["age_at_start"] = draw(length)
    return found


@once
@st.composite
def programmes(draw: Draw, **fields: st.SearchStrategy[Any]) -> dict[str, Any]:
    """A programme that opens at once, under conditions, or never."""
    opens = draw(OPENS)
    if opens is None:
        opens = draw(lists(conditions(), min_size=1, max_size=2))
    return {"opens": tuple(opens), **{name: draw(field) for name, field in fields.items()}}


@once
@st.composite
def onboardings(draw: Draw) -> dict[str, Any]:
    shape = draw(choice("lognormal", "gamma", "exponential", "fixed"))
    by_median = shape in ("lognormal", "fixed") and draw(st.booleans())
    length = draw(numbers(0.0, 200.0, 10.0, 45.0, 365.0 / 12))
    work = {"shape": shape, "median": length if by_median else None, "mean": None if by_median else length}
    log_odds = numbers(-5.0, 5.0, 0.0, 1.0, -1.0)
    return {
        "work": work | {"cv": draw(numbers(0.0, 2.0, 0.6))},
        "by_manager": draw(numbers(0.2, 5.0, 1.0, 1.5)),
        "manager_weight": draw(numbers(1.0, 10.0, 3.0)),
        "self_start_after": draw(WAITS),
        "by_itself": draw(numbers(0.2, 5.0, 1.0, 1.5)),
        "takeover_delay": draw(numbers(0.0, 60.0, 10.0)),
        "fails": {
            "base": draw(numbers(-20.0, 20.0, -3.0, 0.0)),
            "per_month": draw(numbers(-1.0, 1.0, 0.0, 0.4)),
            "poor_fit": draw(log_odds),
            "cs_head": draw(log_odds),
        },
        "mends_after": draw(WAITS),
        "mends_if_covered": draw(SHARES),
        "mends_at_renewal": draw(SHARES),
        "failed_after": draw(numbers(0.0, 400.0, 0.0, 180.0)),
        "maturity": {"starts_at": draw(numbers(0.05, 1.0, 0.7)), "full_after": draw(WAITS)},
        "product_led": draw(programmes(work=numbers(0.05, 3.0, 0.6, 1.0))),
        "success_plan": draw(programmes(fails=log_odds)),
    }


@once
@st.composite
def coverages(draw: Draw) -> dict[str, Any]:
    handover = sorted(draw(tuples(MONEY, MONEY)))
    return {
        "founders_book": draw(MONEY),
        "handover_from": handover[0],
        "handover_until": handover[1],
        "hours_per_million": draw(numbers(1.0, 5e3, 426.0)),
        "hours_floor": draw(numbers(0.0, 40.0, 5.0)),
        "quality_curve": draw(numbers(0.5, 50.0, 4.0)),
        "book_without_head": draw(SHARES),
        "digital": draw(
            programmes(
                below=numbers(0.0, 1e6, 5e4, 1e5), effect=numbers(0.0, 1.0, 0.4), cost_per_account=numbers(0.0, 5e3)
            )
        ),
    }


@once
@st.composite
def expansions(draw: Draw) -> dict[str, Any]:
    return (
        {
            "basis": draw(choice("wallet", "arr")),
            "adoption_covered": draw(WAITS),
            "adoption_uncovered": draw(WAITS),
        }
        | {
            name: draw(SHARES)
            for name in ("csqls_uncovered", "csqls_without_head", "won_by_manager", "won_by_nobody", "win_share")
        }
        | {"wallet_growth": draw(numbers(0.0, 0.5, 0.0, 0.03))}
        | {"packages": draw(programmes(odds=SHARES, price=numbers(0.0, 1.0, 0.1)))}
    )


@once
@st.composite
def mid_term_rises(draw: Draw) -> dict[str, Any]:
    return {"month": draw(numbers(0.0, 12.0, 1.0, 5.0)), "by": draw(numbers(0.0, 0.5, 0.08))}


@once
@st.composite
def renewals(draw: Draw) -> dict[str, Any]:
    log_odds = numbers(-5.0, 5.0, 0.0, -0.4, -1.0)
    return {name: draw(log_odds) for name in ("uncovered", "failed_onboarding", "poor_fit", "cs_head")} | {
        "contraction_odds": draw(SHARES),
        "contraction_uncovered": draw(numbers(0.0, 3.0, 1.0)),
        "contraction_by": draw(numbers(0.0, 0.9, 0.3)),  # a customer that pays nothing is none
        "recapture_odds": draw(SHARES),
        "recapture_share": draw(SHARES),
        "escalator": draw(numbers(0.0, 0.5, 0.0, 0.05)),
        "rise_log_odds": draw(log_odds),
        "rise_refused": draw(SHARES),
        "mid_term_rise": draw(one_of(st.none(), mid_term_rises())),
        "terms": {
            "monthly": draw(numbers(-5.0, 5.0, 0.0, -0.11)),
            "three_years": draw(numbers(-5.0, 5.0, 0.0, 0.22)),
            "monthly_dearer": draw(numbers(0.0, 2.0, 0.0, 0.2)),
            "discount": draw(numbers(0.0, 0.2, 0.0, 0.03)),
        },
    }


@once
@st.composite
def shocks(draw: Draw) -> dict[str, dict[str, Any]]:
    log_odds = numbers(-5.0, 5.0, 0.0, -0.5)
    arr = sorted(draw(tuples(MONEY, MONEY)))
    competitors = {
        "calls_a_year": draw(numbers(0.0, 12.0, 0.5)),
        "from_arr": arr[0],
        "until_arr": arr[1],
        "floor": draw(SHARES),
        "insured_for": draw(WAITS),
        "insured": draw(SHARES),
        "log_odds": draw(log_odds),
    }
    sponsors = {
        "leaves_a_year": draw(numbers(0.0, 12.0, 0.2)),
        "playbook": draw(st.booleans()),
        "answered": draw(SHARES),
        "log_odds": draw(log_odds),
    }
    relations = {
        "log_odds": draw(log_odds),
        "fade_after": draw(WAITS),
        "in_place": draw(SHARES),
        "adoption": draw(numbers(0.0, 1.0, 1.0, 0.75)),
    }
    return {"competitors": competitors, "sponsors": sponsors, "relations": relations}


@once
@st.composite
def organisations(draw: Draw) -> dict[str, Any]:
    return {
        "reports_to": draw(choice("cco", "cro")),
        "quotas": {"renewal": draw(st.booleans()), "expansion": draw(st.booleans())},
        "effects": {name: draw(numbers(0.1, 10.0, 1.0, 1.1)) for name in ReportingEffects.model_fields},
    }


@once
@st.composite
def hirings(draw: Draw) -> dict[str, Any]:
    return {
        "review_every": draw(numbers(5.0, 90.0, 7.0, 365.0 / 12, 73.0)),
        "lookahead": draw(numbers(0.0, 400.0, 100.0)),
        "utilisation": draw(numbers(0.2, 2.0, 0.9, 1.0)),
        "sees_onboarding": draw(st.booleans()),
        "clears_backlog_in": draw(numbers(1.0, 400.0, 90.0)),
        "absorbs_at_least": draw(integers(0, 3)),
        "absorbs_share": draw(numbers(0.0, 1.0, 0.5)),
        "founders": {"hire_at_uncovered": draw(MONEY), "hire_at_most": draw(integers(0, 3))},
        "pay_inflation": draw(numbers(-0.5, 1.0, 0.0, 0.03)),
        "budget": draw(one_of(st.none(), st.none(), builds(dict, share=numbers(0.0, 5.0, 0.3, 1.0)))),
        "priority": tuple(draw(lists(choice(*ROLES), unique=True, max_size=len(ROLES)))),
    }


@once
@st.composite
def conditions(draw: Draw) -> dict[str, Any]:
    """One to three comparisons that must hold together."""
    names = draw(lists(choice(*sorted(COMPARISONS)), min_size=1, max_size=3, unique=True))
    found = {name: draw(COMPARISONS[name]) for name in names}
    if "in_place" in found and draw(st.booleans()):
        found["at_least"] = draw(integers(1, 3))
    return found


@once
@st.composite
def how_many(draw: Draw, name: str) -> dict[str, Any]:
    rule = draw(choice(*RULES.get(name, ()), *RULES.get(name, ()), "one", "ratio", "schedule"))
    if rule != "ratio":
        return {"rule": rule}
    to = draw(choice(*(other for other in ROLES if other != name)))
    return {"rule": rule, "to": to, "each": draw(numbers(0.5, 5.0, 1.0, 2.0)), "beyond": draw(numbers(0.0, 4.0, 1.0))}


@once
@st.composite
def ramps(draw: Draw) -> tuple[dict[str, float], ...]:
    return tuple(draw(lists(A_STRETCH, max_size=3)))


@once
@st.composite
def roles(draw: Draw, name: str) -> dict[str, Any]:
    unproven = sorted(draw(tuples(MONEY, MONEY)))
    found = {
        "opens": tuple(draw(lists(conditions(), max_size=2))),
        "schedule": tuple(draw(lists(SCHEDULED, max_size=2))),
        "in_place": draw(integers(0, 2)),
        "lead": {"median": draw(numbers(0.0, 150.0, 30.0, 60.0)), "sigma": draw(numbers(0.0, 1.5, 0.5))},
        "ramp": draw(ramps()),
        "attrition": draw(numbers(0.0, 10.0, 0.2, 2.0)),
        "mishire": {
            "odds": draw(SHARES),
            "unproven_odds": draw(SHARES),
            "unproven_from": unproven[0],
            "unproven_until": unproven[1],
            "works_at": draw(SHARES),
            "leaves_after": draw(WAITS),
        },
        "cost": draw(numbers(0.0, 5e5, 1.2e5)),
        "how_many": draw(how_many(name)),
        "converted_from": draw(one_of(st.none(), choice(*(one for one in ROLES if one != name)))),
        "conversion": draw(WAITS),
        "hiring_fee": draw(SHARES),
        "severance": draw(SHARES),
        "lookahead": draw(one_of(st.none(), numbers(0.0, 400.0, 100.0))),
        "absorbs_at_least": draw(one_of(st.none(), integers(0, 3))),
        "absorbs_share": draw(one_of(st.none(), numbers(0.0, 1.0, 0.5))),
    }
    if name not in ("cs_head", "vp_sales", "seller"):
        found["needs_head"] = draw(st.booleans())
    if name in OTHERS:
        found["department"] = draw(choice("cs", "sales", "service", "product", "general"))
    if name == "csm":
        books = sorted(draw(tuples(numbers(1.0, 3e6, 2e5, 1e6), numbers(1.0, 3e6, 2e5, 1e6))))
        found |= {"book_low": books[0], "book_high": books[1]}
        amount = numbers(1.0, 3e6, 2e5, 1e6)
        low, mode, high = sorted(draw(tuples(amount, amount, amount)))
        found |= {"saturation_low": low, "saturation_mode": mode, "saturation_high": high}
    if name == "seller":
        found |= {
            "quota": draw(numbers(0.0, 2e6, 3e5, 7.5e5)),
            "attainment": draw(numbers(0.01, 3.0, 0.7, 1.0)),
            "attainment_cv": draw(numbers(0.0, 2.0, 0.4)),
            "at_quota_from": draw(SHARES),
            "without_vp": draw(SHARES),
            "needs_vp": draw(st.booleans()),
        }
    if name == "cs_manager":
        spans = numbers(0.0, 10.0, 1.0, 2.0)
        found |= {"span": draw(spans), "head_span": draw(spans), "unmanaged": draw(SHARES)}
    if name == "customer_sales":
        found |= {"slots": draw(numbers(0.1, 10.0, 1.0, 2.5)), "lead_time": draw(WAITS), "wins": draw(SHARES)}
    if name == "cs_ops":
        found |= {"serves": draw(numbers(0.1, 10.0, 1.0, 3.0)), "book_factor": draw(numbers(0.0, 3.0, 1.0, 1.2))}
    if name == "onboarding":
        found |= {"slots": draw(numbers(0.1, 10.0, 1.0, 2.5, 8.0))}
    return found


@once
@st.composite
def all_roles(draw: Draw) -> dict[str, Any]:
    """The model's roles and up to two more. Those away from customers keep to a schedule, mostly, to be quick."""
    found: dict[str, Any] = {name: draw(roles(name)) for name in ROLES}
    names = draw(lists(choice(*OTHERS), unique=True, max_size=2))
    return found | {"others": {name: draw(roles(name)) for name in names}}


@once
def rounds() -> st.SearchStrategy[dict[str, Any]]:
    """Up to three rounds, each under conditions."""
    opens = lists(conditions(), max_size=2).map(tuple)
    a_round = st.fixed_dictionaries({"opens": opens, "amount": MONEY})
    return st.dictionaries(choice("seed", "a", "b"), a_round, max_size=3)


@once
def all_departments() -> st.SearchStrategy[dict[str, Any]]:
    """Research and development, and administration, by whichever rule."""
    one = st.fixed_dictionaries(
        {
            "follows": st.sampled_from(["plan", "arr", "budget"]),
            "budget": MONEY,
            "people": SHARES,
            "cost": numbers(1.0, 5e5, 2e5),
        }
    )
    inflation = numbers(-0.1, 0.2, 0.0, 0.03)
    return st.fixed_dictionaries(
        {"lag_months": integers(0, 14), "planned_inflation": inflation, "rnd": one, "administration": one}
    )


@once
@st.composite
def other_spending(draw: Draw) -> dict[str, Any]:
    """Research, development and administration by year of the path or by ARR, or none of it."""
    share = numbers(0.0, 2.0, 0.5)
    by_year, by_arr = tuple(draw(lists(share, max_size=3))), draw(tables_by_arr("share", share))
    if draw(st.booleans()):
        return {"other_spend": by_year, "other_spend_by_arr": ()}
    return {"other_spend": (), "other_spend_by_arr": by_arr}


@once
@st.composite
def finances(draw: Draw) -> dict[str, Any]:
    """Money: often short, so that hiring is held and goes on again, with a few rounds."""
    factor = numbers(0.0, 3.0, 0.5, 1.0)
    multiples = sorted(draw(tuples(numbers(0.0, 30.0, 1.0), numbers(0.0, 30.0, 20.0))))
    return {
        "opening_cash": draw(MONEY),
        "gross_margin": draw(numbers(-1.0, 1.0, 0.8)),
        "collection_days": draw(numbers(0.0, 400.0, 30.0, 45.0, 365.0 / 12)),
        "acquisition_cost": draw(factor),
        "marketing_cost": draw(factor),
        "expansion_cost": draw(factor),
        "sales_marketing": {
            "follows": draw(st.sampled_from(["won", "plan"])),
            "ahead": draw(numbers(0.0, 730.0, 90.0)),
            "commission": draw(SHARES),
            "on_renewals": tuple(draw(lists(SHARES, max_size=2))),
        },
        "replanned": draw(st.sampled_from(["yearly", "never"])),
        "replanned_at_most": draw(numbers(1.0, 20.0, 1.5, 10.0)),
        "departments": draw(one_of(st.none(), all_departments())),
        **draw(other_spending()),
        "rnd_share": draw(SHARES),
        "people": {"share": draw(SHARES), "cost": draw(numbers(1.0, 5e5, 2e5))},
        "rounds": draw(rounds()),
        "runway": {
            "burn_months": draw(integers(1, 4)),
            "hold_below": draw(one_of(st.none(), numbers(0.0, 40.0, 3.0, 12.0))),
        },
        "value": {
            "multiple": draw(numbers(0.0, 10.0, 3.0)),
            "growth_point": draw(numbers(0.0, 1.0, 0.06)),
            "nrr_point": draw(numbers(0.0, 1.0, 0.08)),
            "lowest": multiples[0],
            "highest": multiples[1],
        },
    }


@once
@st.composite
def scenarios(draw: Draw) -> Scenario:
    """A whole scenario, every field drawn."""
    parts: dict[str, Any] = {
        "name": draw(st.text(string.ascii_letters + " ", min_size=1, max_size=8).filter(str.strip)),
        "purpose": "",
        "start_date": draw(st.dates(date(2024, 1, 1), date(2028, 12, 31))).replace(day=1),
        "horizon_months": draw(integers(6, 18)),
        "fiscal_year_starts": draw(st.sampled_from(MONTHS)),
        "milestones": tuple(draw(lists(numbers(1.0, 2e7, 6e5, 1e6, 2e6), max_size=3))),
        "cs_effect": draw(numbers(0.0, 1.0, 0.4, 1.0)),
        "path": draw(paths()),
        "demand": draw(demands()),
        "segments": draw(segments()),
        "products": draw(products()),
        "opening": draw(openings()),
        "onboarding": draw(onboardings()),
        "coverage": draw(coverages()),
        "expansion": draw(expansions()),
        "renewal": draw(renewals()),
        "organisation": draw(organisations()),
        "hiring": draw(hirings()),
        "roles": draw(all_roles()),
        "money": draw(finances()),
        **draw(shocks()),
    }
    start = parts["path"]["start_arr"]
    parts["opening"]["generated"]["arr"] = draw(one_of(st.none(), choice(1.0, 1.25, 2.0).map(start.__mul__)))
    return Scenario.model_validate(parts)


@st.composite
def todays_books(draw: Draw, scenario: Scenario) -> TodaysBook:
    """Accounts and people of the first day that a scenario can start from; together at least its start of the path."""
    people = tuple(draw(lists(people_of_today(), max_size=4)))
    owners = [row for row, person in enumerate(people) if person.role == "csm" and not person.open]
    count = draw(integers(1, 10))
    share = float(scenario.path.start_arr) / count  # type: ignore[arg-type]
    accounts = []
    for number in range(count):
        started = draw(numbers(-1000.0, 0.0, -30.0, -365.0))
        segment = list(scenario.segments)[draw(integers(0, len(scenario.segments) - 1))]
        term = month_end(scenario.segments[segment].term_months)
        accounts.append(
            Account(
                name=f"account {number}",
                segment=segment,
                owner=draw(choice(FOUNDERS, NOBODY, *owners)),
                onboarded=draw(st.booleans()),
                arr=share * draw(choice(1.0, 1.5, 2.0)),
                closed_day=started - draw(choice(0.0, 0.0, 365.0)),
                term_start_day=started,
                renewal_day=min(draw(numbers(0.0, 1000.0, 30.0, 365.0 / 12, 365.0)), term + 1.0),
            )
        )
    return TodaysBook(accounts=tuple(accounts), people=people)


@once
@st.composite
def people_of_today(draw: Draw) -> Person:
    is_open = draw(st.booleans())
    joined = draw(AGREED) if is_open else draw(numbers(-800.0, 0.0, -30.0, -90.0))
    return Person(name="somebody", role=draw(choice(*ROLES)), open=is_open, joined_day=joined)


@dataclass(frozen=True)
class Company:
    """A scenario with its own opening book or with today's."""

    scenario: Scenario
    today: TodaysBook | None

    @cached_property
    def lowered(self) -> Lowered:
        return lower(self.scenario, self.today)


@once
@st.composite
def companies(draw: Draw) -> Company:
    """A scenario and, now and then, today's accounts and people."""
    scenario = draw(scenarios())
    return Company(scenario, draw(todays_books(scenario)) if draw(integers(0, 3)) == 0 else None)
