"""What all tests share: the tests' own helper modules can be imported, and Hypothesis plays the same examples each
time.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "same examples each time",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("same examples each time")
