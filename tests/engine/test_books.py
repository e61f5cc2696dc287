"""What pushes back as books grow: the best is neither the smallest nor the largest; it follows pay and account size."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from playing import lowered, many_ledgers

from simulator.engine.contract import Floats
from simulator.engine.ledger import Column

RUNS = 100
MONTHS = (36, 60)
INSIDE, OUTSIDE = ("$1.75M", "$2.5M", "$3.5M"), ("$1M", "$5M")


@cache
def ledgers(book: str, path: str = "horizon_months", value: object = 60) -> Floats:
    """Return the ledgers of the baseline with books of one size."""
    return many_ledgers(
        lowered("baseline", {"roles.csm.book_low": book, "roles.csm.book_high": book, path: value}), range(RUNS)
    )


def worth(month: int, book: str, *more: object) -> Floats:
    """Return enterprise value less cash burned, run by run."""
    ledger = ledgers(book, *more)  # type: ignore[arg-type]
    burned = ledger[:, : month + 1, Column.FUNDING].sum(axis=1) - ledger[:, month, Column.CASH]
    found: Floats = ledger[:, month, Column.VALUE] - burned
    return found


def beyond(difference: Floats) -> float:
    """Return a mean in standard errors."""
    return float(difference.mean() / (difference.std(ddof=1) / np.sqrt(len(difference))))


@pytest.mark.parametrize("month", MONTHS)
def test_the_best_book_lies_between(month: int) -> None:
    best = max(INSIDE, key=lambda book: worth(month, book).mean())
    for book in OUTSIDE:
        assert beyond(worth(month, best) - worth(month, book)) > 3.0, f"{book} is as good as {best}"


def small_against_large(month: int, path: str, value: object) -> Floats:
    return worth(month, "$1.75M", path, value) - worth(month, "$3.5M", path, value)


@pytest.mark.parametrize("month", MONTHS)
def test_the_dearer_a_csm_the_less_a_small_book_is_worth(month: int) -> None:
    cheap, usual, dear = (small_against_large(month, "roles.csm.cost", pay) for pay in ("$90K", "$185K", "$400K"))
    assert beyond(cheap - usual) > 3.0
    assert beyond(usual - dear) > 3.0


def test_the_larger_the_accounts_the_more_a_small_book_is_worth() -> None:
    small, usual, large = (small_against_large(36, "segments.core.acv", acv) for acv in ("$15K", "$35K", "$100K"))
    assert beyond(usual - small) > 2.0
    assert beyond(large - usual) > 2.0


def retention(book: str, kept: Column) -> float:
    row = ledgers(book)[:, 60]
    return 100.0 * float(np.median(row[:, kept] / row[:, Column.COHORT_THEN]))


def test_retention_falls_ever_faster_as_books_grow() -> None:
    """A CSM with four times the accounts that there are hours for keeps GRR some two points, NRR some six lower."""
    for kept, least, most in ((Column.COHORT_CAPPED, 1.0, 3.5), (Column.COHORT_NOW, 4.0, 10.0)):
        tiny, small, usual, large, huge = (retention(book, kept) for book in ("$0.5M", "$1M", "$2.5M", "$4M", "$10M"))
        assert tiny == pytest.approx(small, abs=0.5), "nothing is gained by hours that are not needed"
        assert small >= usual - 0.1 >= large
        assert large > huge
        assert least < small - huge < most
