"""Whatever lowering writes down, each engine reads; what neither reads would be a figure that does nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from equality.corners import CORNERS, corner
from equality.fields_read import Field, fields_of, noting
from playing import SEED

from simulator.engine.reference import run_reference


def test_the_reference_reads_every_field() -> None:
    """The corners reach every line; test_without_jit.py sees the same of the compiled engine."""
    seen: set[Field] = set()
    for name in CORNERS:
        with noting(corner(name), seen) as what:
            run_reference(what, SEED, 0)
    assert fields_of(corner("tied")) - seen == set()


def test_a_field_that_nobody_reads_is_found() -> None:
    """Once a segment's renewal stood beside its log-odds, and an account has a field of that name too."""
    what = corner("today")
    segments = np.zeros(len(what.segments), [*what.segments.dtype.descr, ("renewal", "f8")])
    for name in what.segments.dtype.names or ():
        segments[name] = what.segments[name]
    seen: set[Field] = set()
    with noting(replace(what, segments=segments), seen) as noted:
        run_reference(noted, SEED, 0)
    assert ("accounts", "renewal") in seen
    assert ("segments", "renewal_log_odds") in seen
    assert ("segments", "renewal") not in seen
