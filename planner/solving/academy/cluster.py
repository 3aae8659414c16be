"""Workers on a Dask cluster (the optional extra `cluster`): the same parts, the same plans, on other machines.

A part that a lost worker had in hand is given to another. Every worker needs the same version of the planner.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
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


class _Job:
    """A job on a cluster, which may be lost while it runs."""

    def __init__(self, future: Any, cluster: "Cluster") -> None:
        self.future = future
        self._cluster = cluster

    def done(self) -> bool:
        """Whether the answer is there."""
        return bool(self.future.done())

    def result(self) -> Any:
        """The answer; raises what went wrong, NoCluster where the scheduler is lost."""
        with self._cluster.there():
            return self.future.result()


class Cluster:
    """The workers of a Dask scheduler."""

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address
        self.count = max(1, sum(client.nthreads().values()))

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Job:
        """Begin a job on one of the workers."""
        with self.there():
            future = self._client.submit(function, *arguments, pure=False, retries=TRIES)
            self.count = max(1, sum(self._client.nthreads().values()))
            return _Job(future, self)

    def wait(self, jobs: list[Job]) -> None:
        """Return when one of the jobs is done, or after a moment."""
        from distributed import TimeoutError as NotYet
        from distributed import wait

        futures = [job.future for job in jobs if isinstance(job, _Job)]
        with self.there(), self._client.as_current(), suppress(NotYet):
            wait(futures, timeout=POLL_S, return_when="FIRST_COMPLETED")  # type: ignore[no-untyped-call]

    def hurry(self) -> None:
        """Workers elsewhere are not asked: what they have in hand is waited for, though not for long."""

    @contextmanager
    def there(self) -> Iterator[None]:
        """What goes wrong because nothing answers any more is NoCluster."""
        try:
            yield
        except (CancelledError, OSError) as error:
            raise NoCluster(self._address, str(error)) from error


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """The workers of the scheduler at an address (tcp://host:8786). Raises NoCluster."""
    try:
        from distributed import Client
    except ImportError as error:
        raise NoCluster(address, str(error), missing=True) from error
    try:
        client: Any = Client(address, timeout=CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError, AssertionError) as error:  # the last where its own thread does not start
        raise NoCluster(address, str(error)) from error
    try:
        yield Cluster(client, address)
    finally:
        client.close()
