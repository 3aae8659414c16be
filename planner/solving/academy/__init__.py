"""Many sessions at once: prices on the shared two hours, columns, then days and hours. `plan_academy` is the door."""

from planner.solving.academy.together import plan_academy
from planner.solving.academy.workers import local_workers

__all__ = ["local_workers", "plan_academy"]
