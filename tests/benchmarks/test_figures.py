"""What the page makes of seconds, and how it looks."""

from __future__ import annotations

import pytest

from benchmarks.figures import (
    Ratio,
    as_change,
    as_mebibytes,
    as_milliseconds,
    as_nanoseconds,
    as_seconds,
    as_times,
    change,
    geometric_mean,
)
from benchmarks.page import Page, Section, Table
from benchmarks.players import Cost, Player, Work, filling, in_turns


def test_a_ratio_is_that_of_pairs_and_not_of_what_is_typical_of_each_side() -> None:
    ratio = Ratio.of([1.0, 10.0, 3.0], [1.0, 2.0, 12.0])
    assert (ratio.median, ratio.least, ratio.most) == (1.0, 0.25, 5.0)  # of medians it would be 1.5
    assert ratio.spread() == "0.250 … 5.000"
    with pytest.raises(ValueError, match="longer"):
        Ratio.of([1.0], [1.0, 2.0])


def test_twice_and_half_as_much_make_one() -> None:
    assert geometric_mean([2.0, 0.5]) == pytest.approx(1.0)
    assert change(now=107.1, before=100.0) == pytest.approx(0.071)
    assert change(now=95.0, before=100.0) == pytest.approx(-0.05)


def test_figures_are_written_in_the_units_of_their_size() -> None:
    assert [as_change(share) for share in (0.0712, -0.05, 0.0)] == ["+7.1 %", "-5.0 %", "+0.0 %"]
    assert [as_milliseconds(found) for found in (0.000156, 0.0038, 0.01, 1.629)] == [
        *("0.156 ms", "3.80 ms", "10.0 ms", "1,629 ms")
    ]
    assert [as_seconds(found) for found in (24.106, 0.1, 0.012)] == ["24.11 s", "0.10 s", "12.0 ms"]
    assert [as_times(ratio) for ratio in (1.9, 447.3, 6970.0)] == ["1.90", "447", "6,970"]
    assert as_nanoseconds(2.26e-7) == "226 ns"
    assert [as_mebibytes(size) for size in (490 * 2**20, 0)] == ["490 MiB", "n/a"]


def test_what_is_compared_takes_turns_and_the_first_turn_is_not_counted() -> None:
    order: list[str] = []

    def call(name: str) -> int:
        order.append(name)
        return len(order)

    found = in_turns([lambda: call("now"), lambda: call("before")], 2)
    assert order == ["now", "before"] * 3
    assert found == [[3, 5], [4, 6]]
    assert in_turns([lambda: call("alone")], 1, warming=0) == [[7]]


class Watched(Player):
    """Plays nothing and takes a given time a run."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def play(self, work: Work) -> Cost:
        return Cost(9.0, self.seconds)


@pytest.mark.parametrize(("seconds", "runs"), [(0.003, 50), (1.0, 2), (1e-6, 400)])
def test_a_batch_takes_a_moment_on_a_core(seconds: float, runs: int) -> None:
    assert filling(Watched(seconds), Work("baseline"), 0.15).runs == tuple(range(runs))


def test_a_page_says_what_was_found_before_it_shows_the_tables() -> None:
    page = Page("Costs", ["a machine"], "How it was measured.")
    table = Table(("scenario", "a run"), [("baseline", "3.80 ms"), ("pod", "16.4 ms")])
    page.sections.append(Section("Kernel", "It is fast.", (table,), "By turns."))
    assert page.text().splitlines() == [
        *("# Costs", "", "- a machine", "", "How it was measured.", "", "- Kernel: It is fast."),
        *("", "## Kernel", "", "It is fast.", ""),
        "| scenario |   a run |",
        "| -------- | ------: |",
        "| baseline | 3.80 ms |",
        "| pod      | 16.4 ms |",
        *("", "By turns."),
    ]
