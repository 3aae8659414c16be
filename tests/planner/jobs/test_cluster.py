"""A batch on a Dask cluster: a real scheduler and three worker processes on the loopback address.

The plan is that of one machine, also where a worker is killed with a part in hand. Nothing is left running.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from benchmarks.academies import make_academy
from planner.academy import Academy, AcademyPlan
from planner.library import check_academy
from planner.messages.texts import LANGUAGES
from planner.solving.academy import cluster as clusters
from planner.solving.academy import plan as planning
from planner.solving.academy.cluster import NoCluster, cluster
from planner.solving.academy.parts import parts_of
from planner.solving.academy.plan import plan_academy
from planner.solving.academy.workers import Job
from tests.support.command import REPOSITORY, run
from tests.support.sessions import the_school

START_S = 60
"""Far more than three processes need to start."""
EXAMPLE = REPOSITORY / "examples" / "academie"
SMALL = 6
NOBODY = "tcp://127.0.0.1:1"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@dataclass
class Running:
    """A scheduler, its address, and its workers by name."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: dict[str, subprocess.Popen[bytes]]


def started(command: str, folder: Path, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{command}", *options, "--no-dashboard"],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def until(ready: Callable[[], Any], what: str) -> Any:
    """What is asked for again and again, once it is there."""
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if answer := ready():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"not in time: {what}")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    scheduler = started("scheduler", folder, "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    workers: dict[str, subprocess.Popen[bytes]] = {}
    try:
        address = until(lambda: address_in(file), "the scheduler")
        for name in ("one", "two", "three"):
            options = ("--nthreads", "1", "--no-nanny", "--name", name, "--host", "127.0.0.1", "--death-timeout", "60")
            workers[name] = started("worker", folder, address, *options, "--local-directory", str(folder / name))
        yield Running(address, scheduler, workers)
    finally:
        for process in (*workers.values(), scheduler):
            process.kill()
            process.wait()


def address_in(file: Path) -> str | None:
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["address"])
    except (OSError, ValueError):
        return None


@pytest.fixture(scope="module")
def academy() -> Academy:
    return make_academy(30, seed=3).academy


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "parts_of", partial(parts_of, most=SMALL))


@pytest.fixture(scope="module")
def here(academy: Academy) -> AcademyPlan:
    """The plan of one machine."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(planning, "parts_of", partial(parts_of, most=SMALL))
        return plan_academy(academy, the_school())


class Watched:
    """The workers of a cluster; `then` is called once, with a part in hand after the first."""

    def __init__(self, inner: Any, then: Callable[[Any], None]) -> None:
        self.inner = inner
        self.then: Callable[[Any], None] | None = then
        self.submitted = 0

    @property
    def count(self) -> int:
        return int(self.inner.count)

    @count.setter
    def count(self, count: int) -> None:
        raise NotImplementedError

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Job:
        self.submitted += 1
        job: Job = self.inner.submit(function, *arguments)
        return job

    def wait(self, jobs: list[Job]) -> None:
        if self.then is not None and self.submitted > 1:
            then, self.then = self.then, None
            then(self.inner._client)
        self.inner.wait(jobs)


def all_there(workers: Any, count: int) -> None:
    until(lambda: len(workers._client.nthreads()) == count, "the workers")


def test_the_plan_is_that_of_one_machine(academy: Academy, here: AcademyPlan, running: Running) -> None:
    with cluster(running.address) as workers:
        all_there(workers, 3)
        watched = Watched(workers, lambda client: None)
        assert plan_academy(academy, the_school(), workers=watched) == here
        assert watched.submitted >= 5 and watched.count == 3
    assert not here.left_out and not list(check_academy(academy, here.plans, the_school()))


def test_a_worker_that_is_killed_with_a_part_in_hand(academy: Academy, here: AcademyPlan, running: Running) -> None:
    """It is stopped first, so that the part that it has is certainly not done when it is killed."""

    def kill_one(client: Any) -> None:
        names = {address: each["name"] for address, each in client.scheduler_info(n_workers=-1)["workers"].items()}
        address = until(lambda: next((a for a, tasks in client.processing().items() if tasks), None), "a part in hand")
        process = running.workers.pop(names[address])
        process.send_signal(signal.SIGSTOP)
        assert client.processing()[address], "the part is still in hand"
        process.kill()
        process.wait()

    with cluster(running.address) as workers:
        all_there(workers, 3)
        watched = Watched(workers, kill_one)
        assert plan_academy(academy, the_school(), workers=watched) == here
        assert watched.then is None
        all_there(workers, 2)
    assert len(running.workers) == 2


def test_as_the_command_asks(running: Running, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    written = []
    for name, options in (("there", ("--scheduler", running.address)), ("here", ("--workers", "1"))):
        out = tmp_path / name
        assert run(capsys, "batch", EXAMPLE, "--out", out, *options, "--lang", "en").code == 0
        written.append({str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*.ics")})
    assert written[0] == written[1] != {}


def test_a_scheduler_that_is_lost(academy: Academy, running: Running) -> None:
    """The last test that needs it."""

    def kill_it(client: Any) -> None:
        running.scheduler.kill()
        running.scheduler.wait()

    start = time.monotonic()
    with pytest.raises(NoCluster), cluster(running.address) as workers:
        all_there(workers, len(running.workers))
        plan_academy(academy, the_school(), workers=Watched(workers, kill_it))
    assert time.monotonic() - start < START_S


SAID = {
    "no-cluster": dict.fromkeys(LANGUAGES, NOBODY),
    "no-cluster-extra": dict.fromkeys(LANGUAGES, "session-planner[cluster]"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("id", SAID)
def test_no_cluster(
    id: str, lang: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody answers at the address, or the extra is not installed: said with the option, nothing is written."""
    monkeypatch.setattr(clusters, "CONNECT_S", 0.3)
    if id == "no-cluster-extra":
        monkeypatch.setitem(sys.modules, "distributed", None)
    options = ("--scheduler", NOBODY, "--out", tmp_path / "out", "--lang", lang)
    answer = run(capsys, "batch", EXAMPLE, *options)
    assert answer.code == 2 and not answer.out and not (tmp_path / "out").exists()
    assert "--scheduler" in answer.err and SAID[id][lang] in answer.err
    found = json.loads(run(capsys, "batch", EXAMPLE, *options, "--json").out)
    assert [each["id"] for each in found["findings"]] == [id]


@pytest.mark.parametrize("address", ["nowhere", "tcp://127.0.0.1", "ftp://127.0.0.1:1", ""])
def test_an_address_that_is_none(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "CONNECT_S", 0.3)
    with pytest.raises(NoCluster), cluster(address):
        pass
