"""How fast the planner is: `make benchmark`, or `python -m benchmarks`."""
