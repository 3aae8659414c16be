"""How long to search, and the solver's settings: the same input gives the same plan on any machine."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ortools.sat.python import cp_model

SEED = 20261123
POLL_S = 0.1
"""How often a search asks whether it is to end."""
LEAST_S = 0.01

_is_over: ContextVar[Callable[[], bool] | None] = ContextVar("is_over", default=None)


def end_once(is_over: Callable[[], bool]) -> None:
    """From now on every clock that is made is out, and every search ends, once `is_over` answers True."""
    _is_over.set(is_over)


@contextmanager
def ending_once(is_over: Callable[[], bool]) -> Iterator[None]:
    """`end_once`, within it."""
    token = _is_over.set(is_over)
    try:
        yield
    finally:
        _is_over.reset(token)


class Clock:
    """What is left of a time limit, in seconds; nothing, once an end is asked for (`end_once`).

    `effort_s` bounds each search by deterministic seconds, which are the same on any machine.
    """

    def __init__(self, limit_s: float, effort_s: float | None = None) -> None:
        self.limit_s = limit_s
        self.effort_s = effort_s
        self.is_over = _is_over.get()
        self._end = time.monotonic() + limit_s

    def is_out(self) -> bool:
        """Whether no time is left, or an end was asked for."""
        return self.time_is_up() or (self.is_over is not None and self.is_over())

    def time_is_up(self) -> bool:
        """Whether no time is left, whatever was asked for."""
        return time.monotonic() >= self._end

    def left_s(self) -> float:
        """Seconds left, at least a hundredth."""
        return LEAST_S if self.is_out() else max(LEAST_S, self._end - time.monotonic())


class _Watched(cp_model.CpSolver):
    """A solver that stops once a clock is out, although Python waits for it."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def solve(
        self, model: cp_model.CpModel, callback: cp_model.CpSolverSolutionCallback | None = None
    ) -> cp_model.CpSolverStatus:
        done = threading.Event()
        threading.Thread(target=self._watch, args=(done,), daemon=True).start()
        try:
            return super().solve(model, callback)
        finally:
            done.set()

    def _watch(self, done: threading.Event) -> None:
        while not done.wait(POLL_S):
            if self._clock.is_out():
                self.stop_search()


def new_solver(clock: Clock) -> cp_model.CpSolver:
    """A solver with one worker and a fixed seed: its answer depends on the machine only where time runs out."""
    solver = cp_model.CpSolver() if clock.is_over is None else _Watched(clock)
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    # OR-Tools 9.15: looking for symmetries raises « raw_hash_map::at » on some models without a solution
    solver.parameters.symmetry_level = 0
    solver.parameters.catch_sigint_signal = False  # whoever started the search decides what an interruption does
    solver.parameters.max_time_in_seconds = clock.left_s()
    if clock.effort_s is not None:
        solver.parameters.max_deterministic_time = clock.effort_s
    return solver
