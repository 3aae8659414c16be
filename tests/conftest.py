"""Hypothesis as every test uses it: no test asserts a time, and each run tries the same examples."""

from hypothesis import HealthCheck, settings

settings.register_profile("planner", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("planner")
