"""Planning an academy: for now each session by itself, in the order of priority, the ties between them left out.

This file waits for the plan of all sessions together; only the signature of `plan_academy` is to stay.
"""

import time
from collections.abc import Callable

from calendars.school_holidays import SchoolCalendar
from planner.academy import Academy, AcademyPlan, LeftOut, Progress
from planner.outcome import Infeasible, Planned
from planner.plan import LevelValue, Plan
from planner.solving.solve import plan_session


def plan_academy(
    academy: Academy,
    school: SchoolCalendar,
    *,
    workers: int = 1,
    time_limit_s: float | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> AcademyPlan:
    """The plans of the sessions that could be placed, and why the others could not. `stop` is asked between two."""
    end = None if time_limit_s is None else time.monotonic() + time_limit_s
    plans: dict[str, Plan] = {}
    left_out: list[LeftOut] = []
    total = len(academy.sessions)
    for done, session in enumerate(academy.sessions):
        left_s = None if end is None else end - time.monotonic()
        progress(Progress("place", done, total, len(plans), left_s=left_s))
        if stop() or (left_s is not None and left_s <= 0):
            left_out.append(LeftOut(session.id, "time"))
            continue
        outcome = plan_session(session, school, academy.busy_of(session.id), time_limit_s=min(left_s or 60.0, 60.0))
        if isinstance(outcome, Planned):
            plans[session.id] = outcome.plan
        elif isinstance(outcome, Infeasible):
            left_out.append(LeftOut(session.id, "alone", outcome.conflict, repairs=outcome.repairs))
        else:
            left_out.append(LeftOut(session.id, "time"))
    progress(Progress("place", total, total, len(plans)))
    priorities = {session.id: session.priority for session in academy.sessions}
    lost = sum(priorities[one.session] for one in left_out)
    proven = sum(priorities[one.session] for one in left_out if one.reason == "alone")
    interrupted = any(one.reason == "time" for one in left_out)
    return AcademyPlan(plans, tuple(left_out), (LevelValue("left_out", lost, proven),), interrupted)
