"""What the words of a status mean: those of each vendor are in its file, these are what others write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from simulator.importers.meanings import Kind

WORDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "subscriptions": ("live", "ending", "ended", "trial", "paused", "future", "never"),
    "invoices": ("live", "never"),
    "movements": ("new", "expansion", "contraction", "churn", "return"),
    "deals": ("won", "lost", "open"),
    "people": ("in place", "open", "gone"),
    "customers": (),
    "levels": (),
}
"""Our words, by the kind of export.

Of subscriptions: `live` pays; `ending` pays until its end; `ended` has paid and does not any more; `trial`, `future`
and `never` do not pay yet, or never did; `paused` does not pay now.
"""

_OTHERS: Final[Mapping[Kind, Mapping[str, str]]] = {
    "subscriptions": {
        **dict.fromkeys(("active", "live", "current", "running", "past due", "past_due", "paying", "yes"), "live"),
        **dict.fromkeys(("non renewing", "non-renewing", "non_renewing", "cancelling", "canceling"), "ending"),
        **dict.fromkeys(("canceled", "cancelled", "churned", "expired", "ended", "inactive", "terminated"), "ended"),
        **dict.fromkeys(("trial", "trialing", "trialling", "in trial", "in_trial", "on trial"), "trial"),
        **dict.fromkeys(("paused", "on hold"), "paused"),
        **dict.fromkeys(("future", "pending", "scheduled"), "future"),
        **dict.fromkeys(("draft", "void", "voided", "incomplete", "incomplete_expired"), "never"),
    },
    "invoices": {
        **dict.fromkeys(("paid", "open", "sent", "past due", "past_due", "overdue", "pending"), "live"),
        **dict.fromkeys(("void", "voided", "draft", "cancelled", "canceled", "failed"), "never"),
    },
    "movements": {
        **dict.fromkeys(("new", "new business", "new_biz", "new biz"), "new"),
        **dict.fromkeys(("expansion", "upgrade", "upsell"), "expansion"),
        **dict.fromkeys(("contraction", "downgrade", "downsell"), "contraction"),
        **dict.fromkeys(("churn", "churned", "cancellation"), "churn"),
        **dict.fromkeys(("return", "reactivation", "reactivated", "winback"), "return"),
    },
    "deals": {
        **dict.fromkeys(("closed won", "closed/won", "closedwon", "won"), "won"),
        **dict.fromkeys(("closed lost", "closed/lost", "closedlost", "lost"), "lost"),
    },
    "people": {
        **dict.fromkeys(("active", "employed", "current", "in place", "yes"), "in place"),
        **dict.fromkeys(("open", "hired", "accepted", "onboarding", "offer accepted", "future"), "open"),
        **dict.fromkeys(("inactive", "terminated", "left", "leaver", "former", "no"), "gone"),
    },
    "customers": {},
    "levels": {},
}


def statuses_of(kind: Kind, own: Mapping[str, str]) -> dict[str, str]:
    """Return our words by those of an export: its `own` first, then what others write."""
    return {**_OTHERS[kind], **own}
