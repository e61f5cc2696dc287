"""Results as pandas and xarray objects, for notebooks. Both packages are an extra and load only here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.clock import day_label
from simulator.engine.events import EVENT_KINDS
from simulator.errors import T2D3Error
from simulator.results.metrics import ASSUMED, assumed_in

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas
    import xarray

    from simulator.results.metrics import Metric
    from simulator.results.protocols import RunByRun

__all__ = ["load_extra"]


class MissingExtra(T2D3Error, ImportError):  # noqa: N818  (it names what is missing)
    """A package is asked for that t2d3 runs without."""


def load_extra(package: str) -> Any:
    """Import a `package` of the `frames` extra and return it; raise MissingExtra with the command that installs it."""
    try:
        return import_module(package)
    except ImportError as problem:
        raise MissingExtra(f'this needs {package}: install it with  pip install "t2d3[frames]"') from problem


def to_pandas(result: RunByRun) -> pandas.DataFrame:
    """Return one row a run and month: run, month, label (an ordered category), and a column for every metric."""
    pd = load_extra("pandas")
    per_run = result.months + 1
    months = np.tile(np.arange(per_run), len(result.runs))
    columns: dict[str, Any] = {
        "run": np.repeat(result.runs, per_run),
        "month": months,
        "label": pd.Categorical.from_codes(months, categories=result.labels, ordered=True),
    }
    columns |= {name: result[name].ravel() for name in result.metrics}
    frame: pandas.DataFrame = pd.DataFrame(columns)
    return frame


def to_xarray(result: RunByRun) -> xarray.Dataset:
    """Return a dataset with dimensions run and month, one variable a metric with title, unit and meaning, its school,
    and, where it is assumed, what gives it.
    """
    xr = load_extra("xarray")
    assumed = assumed_in(result.scenario)
    variables = {
        name: (("run", "month"), result[name], _about(m, assumed.get(name, ""))) for name, m in result.metrics.items()
    }
    coordinates = {"run": result.runs, "month": np.arange(result.months + 1), "label": ("month", result.labels)}
    about = {"scenario": result.scenario.name, "seed": result.seed, "engine": result.engine}
    dataset: xarray.Dataset = xr.Dataset(variables, coords=coordinates, attrs=about)
    return dataset


def _about(metric: Metric, assumed: str) -> dict[str, str]:
    told = {"school": metric.school, ASSUMED: assumed}
    about = {"long_name": metric.title, "units": metric.unit.value, "description": metric.meaning}
    return about | {key: text for key, text in told.items() if text}


def events_frame(result: RunByRun, events: npt.NDArray[np.void]) -> pandas.DataFrame:
    """Return an event log with words for kinds and calendar labels for days."""
    pd = load_extra("pandas")
    start = result.scenario.start_date
    frame: pandas.DataFrame = pd.DataFrame(
        {
            "day": events["day"],
            "label": [day_label(start, day) for day in events["day"]],
            "event": [EVENT_KINDS[kind].name.lower() for kind in events["kind"].tolist()],
            "subject": events["subject"],
            "other": events["other"],
            "amount": events["amount"],
        }
    )
    return frame
