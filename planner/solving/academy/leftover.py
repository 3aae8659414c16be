"""Why a session has no place among the others, and what would give it one."""

from dataclasses import dataclass, replace

from calendars.school_holidays import SchoolCalendar
from planner.academy import LeftOut
from planner.outcome import Infeasible, Outcome, Planned
from planner.plan import Plan
from planner.session import BusyTimes, Elsewhere, Session
from planner.solving.solve import plan_session

EXPLAIN_S = 20.0
"""Seconds, at most, for each of the two questions: has it a plan by itself, has it one beside the others?"""


@dataclass(frozen=True)
class Why:
    """Why a session was left out; or, where it has room after all, its plan and what that is worth (points)."""

    left_out: LeftOut
    plan: Plan | None = None


def why_left_out(
    session: Session, school: SchoolCalendar, busy: BusyTimes, elsewhere: Elsewhere, time_limit_s: float
) -> Why:
    """Ask of a session alone, then beside what the others take: its conflict and repairs that work beside them."""
    limit_s = min(EXPLAIN_S, time_limit_s / 2)

    def planned(busy: BusyTimes) -> Outcome:
        return plan_session(session, school, busy, time_limit_s=limit_s)

    alone = planned(busy)
    beside = planned(replace(busy, elsewhere=elsewhere))
    if isinstance(alone, Infeasible):
        repairs = beside.repairs if isinstance(beside, Infeasible) else ()
        return Why(LeftOut(session.id, "alone", alone.conflict, repairs=repairs))
    if isinstance(beside, Infeasible):
        return Why(LeftOut(session.id, "together", beside.conflict, repairs=beside.repairs))
    return Why(LeftOut(session.id, "time"), beside.plan if isinstance(beside, Planned) else None)
