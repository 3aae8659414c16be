"""Processes that plan parts: one that is lost is replaced, its job is done by another."""

import os
import signal
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from planner.solving.academy.workers import TRIES, Job, Workers, local_workers

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def lost(marks: Path, times: int, answer: int) -> int:
    """Its process is killed, so many times."""
    if len(list(marks.iterdir())) < times:
        (marks / str(os.getpid())).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return answer


def answer_of(job: Job, workers: Workers) -> object:
    while not job.done():
        workers.wait([job])
    return job.result()


def test_what_a_lost_process_had_in_hand_is_done_by_another(tmp_path: Path) -> None:
    with local_workers(2) as workers:
        jobs = [workers.submit(lost, tmp_path, 1, number) for number in range(3)]
        assert [answer_of(job, workers) for job in jobs] == [0, 1, 2]
        assert answer_of(workers.submit(abs, -4), workers) == 4


def test_a_job_that_takes_every_process_down_is_a_fault(tmp_path: Path) -> None:
    with local_workers(2) as workers, pytest.raises(BrokenExecutor):
        answer_of(workers.submit(lost, tmp_path, 100, 0), workers)
    assert len(list(tmp_path.iterdir())) == TRIES
