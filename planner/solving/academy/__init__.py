"""Many sessions at once: prices on the shared two hours, columns, then days and hours. See `planner.solving.academy.plan`."""
