"""Every mechanism that a scenario may leave out, switched on.

Said once, for whichever test needs a company with all at work: the bridge and the events, the words of `explain`, the
replay and a corner of the engines' equality. A new mechanism with a switch is added here and is in all of them.
"""

from __future__ import annotations

from typing import Final

_AT_ONCE: Final = "[{arr: $1M}]"

SWITCHED_ON: Final = {
    "renewal.escalator": "5%",
    "expansion.wallet_growth": "3%",
    "renewal.mid_term_rise": "{month: 7, by: 8%}",
    "expansion.packages.opens": _AT_ONCE,
    "products.second.opens": _AT_ONCE,
    "coverage.digital.opens": _AT_ONCE,
    "onboarding.product_led.opens": _AT_ONCE,
    "onboarding.success_plan.opens": _AT_ONCE,
    "sponsors.playbook": "true",
    "relations": "{log_odds: -1, adoption: 75%}",
    "competitors.from_arr": "$0",
    "competitors.until_arr": "$0",
    "demand.handover_days": "10 days",
    "demand.selling": "capacity",
    "roles.customer_sales.opens": _AT_ONCE,
    "roles.onboarding.converted_from": "csm",
    "money.runway.hold_below": "6",
    "money.sales_marketing.follows": "plan",
    "money.sales_marketing.on_renewals": "[10%, 20%]",
    "money.other_spend": "[]",
    "money.other_spend_by_arr": "[{arr: $1M, share: 90%}, {arr: $4M, share: 70%}]",
    "money.departments": (
        "{lag_months: 3, planned_inflation: 2%, "
        "rnd: {follows: plan, budget: $1M, people: 75%, cost: $200K}, "
        "administration: {follows: arr, budget: $600K, people: 60%, cost: $170K}}"
    ),
}

_LATER: Final = "[{month: 7}]"

SWITCHED_OTHERWISE: Final = {
    "coverage.founders_book": "$3M",
    "renewal.escalator": "2%",
    "renewal.mid_term_rise": "{month: 9, by: 6%}",
    "expansion.packages.opens": _LATER,
    "products.second.opens": _LATER,
    "coverage.digital.opens": _LATER,
    "onboarding.product_led.opens": _LATER,
    "onboarding.success_plan.opens": _LATER,
    "sponsors.playbook": "false",
    "money.runway.hold_below": "3",
    "money.sales_marketing.follows": "won",
    "money.other_spend_by_arr": "[{arr: $2M, share: 110%}, {arr: $3M, share: 60%}]",
    "money.departments": "null",
}
"""Those of them that a company can decide anew, decided otherwise: taken up on the way by a corner of its own."""
