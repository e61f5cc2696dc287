"""What results and summaries have of their scenario: its months, milestones and metrics."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import month_label
from simulator.results.metrics import metrics_with

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.results.arithmetic import Floats
    from simulator.results.metrics import Metric
    from simulator.scenario.schema.scenario import Scenario


class ScenarioAxes:
    """Part of whatever has a `scenario`."""

    if TYPE_CHECKING:

        @property
        def scenario(self) -> Scenario:
            """The scenario."""

    @property
    def months(self) -> int:
        """The last month; arrays over months have one entry more, for the start."""
        return self.scenario.horizon_months

    @cached_property
    def labels(self) -> list[str]:
        """Calendar labels of the month ends, months + 1 of them."""
        return [month_label(self.scenario.start_date, month) for month in range(self.months + 1)]

    @cached_property
    def milestones(self) -> Floats:
        """ARR milestones in dollars, ascending; the mean of one that is uncertain."""
        from simulator.scenario.schema.uncertainty import central

        return np.sort(np.array(central(self.scenario).milestones, dtype=np.float64))

    @cached_property
    def metrics(self) -> Mapping[str, Metric]:
        """All metrics by name, those of the user's own roles among them."""
        return metrics_with(self.scenario)

    def names(self) -> list[str]:
        """Return the names of all metrics, in the order of tables."""
        return list(self.metrics)
