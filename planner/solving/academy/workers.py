"""Where parts are planned: in this process, in several of this machine, on a Dask cluster; the plans are the same."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from typing import Any, Protocol

from planner.processes import Helpers
from planner.solving.limits import end_once

POLL_S = 0.2


class Job(Protocol):
    """An answer that is on its way."""

    def done(self) -> bool:
        """Whether it is there."""
        ...

    def result(self) -> Any:
        """The answer; raises what went wrong."""
        ...


class Workers(Protocol):
    """Who does the work. `count`: how many jobs are done at once."""

    count: int

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Job:
        """Begin a job."""
        ...

    def wait(self, jobs: list[Job]) -> None:
        """Return when one of the jobs may be done, or after a moment."""
        ...

    def hurry(self) -> None:
        """Ask for what the jobs in hand have by now, where they can be asked: soon they are done."""
        ...


class _Done:
    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def done(self) -> bool:
        return True

    def result(self) -> Any:
        return self._answer


class Here:
    """One job at a time, in this process."""

    count = 1

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Job:
        """Do a job."""
        return _Done(function(*arguments))

    def wait(self, jobs: list[Job]) -> None:
        """Nothing is ever on its way."""

    def hurry(self) -> None:
        """Nothing is ever on its way."""


class Processes:
    """Several processes on this machine."""

    def __init__(self, pool: Helpers, count: int, hurried: Event) -> None:
        self.count = count
        self._pool = pool
        self._hurried = hurried

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Job:
        """Begin a job in one of the processes."""
        return self._pool.submit(function, *arguments)

    def wait(self, jobs: list[Job]) -> None:
        """Return when one of the jobs is done, or after a moment."""
        futures = [job for job in jobs if isinstance(job, Future)]
        wait(futures, timeout=POLL_S, return_when=FIRST_COMPLETED)

    def hurry(self) -> None:
        """Each search ends with what it has found."""
        self._hurried.set()


@contextmanager
def local_workers(count: int) -> Iterator[Workers]:
    """So many processes; with one, everything is done here."""
    if count <= 1:
        yield Here()
        return
    hurried = multiprocessing.get_context("spawn").Event()
    pool = Helpers(count, _end_once_hurried, (hurried,))
    try:
        yield Processes(pool, count, hurried)
    finally:
        hurried.set()
        pool.leave()


def _end_once_hurried(hurried: Event) -> None:
    end_once(hurried.is_set)
