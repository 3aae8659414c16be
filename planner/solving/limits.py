"""How long to search, and the solver's settings: the same input gives the same plan on any machine."""

import time

from ortools.sat.python import cp_model

SEED = 20261123


class Clock:
    """What is left of a time limit, in seconds.

    `effort_s` bounds each search by deterministic seconds, which are the same on any machine.
    """

    def __init__(self, limit_s: float, effort_s: float | None = None) -> None:
        self.limit_s = limit_s
        self.effort_s = effort_s
        self._end = time.monotonic() + limit_s

    def is_out(self) -> bool:
        """Whether no time is left."""
        return time.monotonic() >= self._end

    def left_s(self) -> float:
        """Seconds left, at least a hundredth."""
        return max(0.01, self._end - time.monotonic())


def new_solver(clock: Clock) -> cp_model.CpSolver:
    """A solver with one worker and a fixed seed: its answer depends on the machine only where time runs out."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    # OR-Tools 9.15: looking for symmetries raises « raw_hash_map::at » on some models without a solution
    solver.parameters.symmetry_level = 0
    solver.parameters.catch_sigint_signal = False  # whoever started the search decides what an interruption does
    solver.parameters.max_time_in_seconds = clock.left_s()
    if clock.effort_s is not None:
        solver.parameters.max_deterministic_time = clock.effort_s
    return solver
