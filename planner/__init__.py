"""Plans online in-service training sessions: see README.md and, for each module, its docstring.

A program asks `plan_sessions`; its types are here too. Each is loaded when it is first asked for, so that importing
this package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.academy import Academy, AcademyPlan, Enrolment, LeftOut, Progress
    from planner.library import ContradictorySessions, check_academy, plan_sessions
    from planner.outcome import Violation
    from planner.plan import Placement, Plan, RemoteBlock
    from planner.session import BusyTimes, Parcours, Session

__all__ = [
    "Academy",
    "AcademyPlan",
    "BusyTimes",
    "ContradictorySessions",
    "Enrolment",
    "LeftOut",
    "Parcours",
    "Placement",
    "Plan",
    "Progress",
    "RemoteBlock",
    "Session",
    "Violation",
    "check_academy",
    "plan_sessions",
]

_HOMES = {
    "planner.academy": ("Academy", "AcademyPlan", "Enrolment", "LeftOut", "Progress"),
    "planner.library": ("ContradictorySessions", "check_academy", "plan_sessions"),
    "planner.outcome": ("Violation",),
    "planner.plan": ("Placement", "Plan", "RemoteBlock"),
    "planner.session": ("BusyTimes", "Parcours", "Session"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_HOME_OF[name]), name)
    return found
