"""Workers on a Dask cluster (the optional extra `cluster`): the same parts, the same plans, on other machines.

A part that a lost worker had in hand is given to another. Every worker needs the same version of the planner.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from planner.solving.academy.workers import POLL_S, Job, Workers

CONNECT_S = 10
TRIES = 5
"""A part that took this many workers down with it is a fault, not bad luck."""


class NoCluster(Exception):
    """Nothing answers as a scheduler at this address, or the extra is not installed (`missing`)."""

    def __init__(self, address: str, reason: str, *, missing: bool = False) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason
        self.missing = missing


class Cluster:
    """The workers of a Dask scheduler."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.count = max(1, sum(client.nthreads().values()))

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Job:
        """Begin a job on one of the workers."""
        job: Job = self._client.submit(function, *arguments, pure=False, retries=TRIES)
        self.count = max(1, sum(self._client.nthreads().values()))
        return job

    def wait(self, jobs: list[Job]) -> None:
        """Return when one of the jobs is done, or after a moment."""
        from distributed import TimeoutError as NotYet
        from distributed import wait

        try:
            wait(jobs, timeout=POLL_S, return_when="FIRST_COMPLETED")  # type: ignore[no-untyped-call]
        except NotYet:
            return


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """The workers of the scheduler at an address (tcp://host:8786). Raises NoCluster."""
    try:
        from distributed import Client
    except ImportError as error:
        raise NoCluster(address, str(error), missing=True) from error
    try:
        client: Any = Client(address, timeout=CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise NoCluster(address, str(error)) from error
    try:
        yield Cluster(client)
    finally:
        client.close()
