"""Measure what the package costs: `python tests/benchmarks --help`."""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[0:1] = [str(TESTS), str(TESTS.parent)]  # in place of this folder, whose files are those of a package

from benchmarks.command import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
