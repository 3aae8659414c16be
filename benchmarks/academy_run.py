"""One academy from its files to its calendars: `python -m benchmarks.academy_run FOLDER WORKERS`.

In a process of its own. Prints one JSON document: the seconds of each phase on the wall and of processors (all
processes), what was found.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from calendars.school_holidays import SchoolCalendar
from planner.check import check
from planner.check.together import check_together
from planner.files.academy_file import read_academy
from planner.messages.texts import Texts
from planner.reports.academy_write import write_academy
from planner.solving.academy.plan import plan_academy

Costs = dict[str, dict[str, float]]


def main(folder: Path, workers: int) -> None:
    """Read, plan, check and write the academy of a folder, and print what it took."""
    costs: Costs = {}
    school = SchoolCalendar.load()
    with _phase("reading", costs):
        read = read_academy([folder], school)
    assert read.academy is not None, read.findings[:3]
    academy = read.academy
    with _phase("planning", costs):
        plan = plan_academy(academy, school, workers=workers)
    with _phase("checking", costs):
        sessions = {session.id: session for session in academy.sessions}
        broken = sum(len(check(sessions[id], each, school, academy.busy_of(id))) for id, each in plan.plans.items())
        broken += len(check_together(academy, plan.plans, school))
    with tempfile.TemporaryDirectory() as out, _phase("writing", costs):
        write_academy(Path(out), academy, plan, school, Texts("fr"), workers=workers)
    points = plan.levels[1]
    answer: dict[str, Any] = {
        "costs": costs,
        "sessions": len(academy.sessions),
        "placed": len(plan.plans),
        "points": points.value,
        "bound": points.bound,
        "violations": broken,
    }
    print(json.dumps(answer))


@contextmanager
def _phase(name: str, costs: Costs) -> Iterator[None]:
    start = time.perf_counter(), _processors()
    yield
    costs[name] = {"wall_s": time.perf_counter() - start[0], "cpu_s": _processors() - start[1]}


def _processors() -> float:
    """Seconds of processors so far, of this process and of those that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
