"""Plans online in-service training sessions: see README.md and, for each module, its docstring."""
