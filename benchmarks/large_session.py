"""The large session, solved on one core in a process of its own: `python -m benchmarks.large_session [preferred]`.

Prints one JSON document: seconds of solving and of checking, and each level with its bound.
"""

import json
import os
import sys
import time
from pathlib import Path

from calendars.school_holidays import SchoolCalendar
from calendars.working_hours import WeeklyHours
from planner.check import check
from planner.files.session_file import read_session
from planner.outcome import Planned

FILE = Path(__file__).parent / "grande_session.yaml"
PREFERRED = WeeklyHours.parse({"tue": "17:00-18:30", "thu": "17:00-18:30"})
"""Hours to prefer, in the harder version of the session."""
TIME_LIMIT_S = 60.0


def main(preferred: bool) -> None:
    """Solve and check the session, with hours to prefer or without, and print what it took."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    school = SchoolCalendar.load()
    read = read_session(FILE, school)
    assert read.session is not None, read.findings
    session = read.session.model_copy(update={"preferred": PREFERRED}) if preferred else read.session

    from planner.solving.solve import plan_session  # its import is not solving

    start = time.perf_counter(), time.process_time()
    outcome = plan_session(session, school, read.busy, time_limit_s=TIME_LIMIT_S)
    solved = time.perf_counter(), time.process_time()
    answer = {"solve_wall_s": solved[0] - start[0], "solve_cpu_s": solved[1] - start[1], "levels": []}
    if isinstance(outcome, Planned):
        violations = check(session, outcome.plan, school, read.busy)
        checked = time.perf_counter(), time.process_time()
        assert not violations, violations
        answer |= {
            "check_wall_s": checked[0] - solved[0],
            "check_cpu_s": checked[1] - solved[1],
            "levels": [[level.level, level.value, level.bound] for level in outcome.plan.levels],
        }
    print(json.dumps(answer))


if __name__ == "__main__":
    main("preferred" in sys.argv[1:])
