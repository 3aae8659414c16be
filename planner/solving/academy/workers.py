"""Where parts are planned: in this process, in several of this machine, on a Dask cluster; the plans are the same."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import contextmanager
from functools import partial
from multiprocessing.synchronize import Event
from typing import Any, Protocol

from planner.processes import Helpers
from planner.solving.limits import end_once

POLL_S = 0.2
TRIES = 3
"""A job that took this many processes down with it is a fault, not bad luck."""


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


class _Handed:
    """A job of one of several processes; where one is lost (no memory is left, say), it is given to another."""

    def __init__(self, processes: "Processes", function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        self._begin = partial(processes.begin, function, *arguments)
        self._tries = 1
        self.future = self._begin()

    def done(self) -> bool:
        """Whether the answer is there."""
        if self.future.done() and self._tries < TRIES and isinstance(self.future.exception(), BrokenExecutor):
            self._tries += 1
            self.future = self._begin()
        return self.future.done()

    def result(self) -> Any:
        """The answer."""
        return self.future.result()


class Processes:
    """Several processes on this machine."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._hurried = multiprocessing.get_context("spawn").Event()
        self._pool = self._new_pool()

    def _new_pool(self) -> Helpers:
        return Helpers(self.count, _end_once_hurried, (self._hurried,))

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Job:
        """Begin a job in one of the processes."""
        return _Handed(self, function, arguments)

    def begin(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Hand it to the processes; to new ones where they were lost."""
        try:
            return self._pool.submit(function, *arguments)
        except BrokenExecutor:
            self._pool.leave()
            self._pool = self._new_pool()
            return self._pool.submit(function, *arguments)

    def wait(self, jobs: list[Job]) -> None:
        """Return when one of the jobs is done, or after a moment."""
        futures = [job.future for job in jobs if isinstance(job, _Handed)]
        wait(futures, timeout=POLL_S, return_when=FIRST_COMPLETED)

    def hurry(self) -> None:
        """Each search ends with what it has found."""
        self._hurried.set()

    def leave(self) -> None:
        """End all processes."""
        self._hurried.set()
        self._pool.leave()


@contextmanager
def local_workers(count: int) -> Iterator[Workers]:
    """So many processes; with one, everything is done here."""
    if count <= 1:
        yield Here()
        return
    processes = Processes(count)
    try:
        yield processes
    finally:
        processes.leave()


def _end_once_hurried(hurried: Event) -> None:
    end_once(hurried.is_set)
