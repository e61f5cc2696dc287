"""Whether the order in which assumptions are told is still that of the model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.long
def test_the_order_of_assumptions_was_measured_on_this_model():
    script = Path(__file__).with_name("measure.py")
    done = subprocess.run([sys.executable, str(script), "--dry"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
