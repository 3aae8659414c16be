"""Why no plan exists: a set of rule instances that cannot hold together, each needed, and repairs that work.

The explaining model guards every instance by a literal. A set of guards is a conflict when the model has no solution with
these guards true and all others false; it is minimal when dropping any one of them leaves a solution. Guards are fixed,
not assumed: the solver then sees plain constraints and proves in milliseconds what takes seconds under assumptions, and
no core has to be believed (OR-Tools issue 5141: a core can name what was never assumed).
"""

from collections.abc import Iterable

from ortools.sat.python import cp_model

from calendars.school_holidays import SchoolCalendar
from planner.outcome import Infeasible
from planner.posing import pose
from planner.problem import Problem
from planner.session import BusyTimes, Session
from planner.solving.conflicts import conflict_of
from planner.solving.guards import Guard
from planner.solving.limits import Clock, new_solver
from planner.solving.model import Model
from planner.solving.repairs import Workshop, repairs_of
from planner.solving.rules import RULES

WEEKS_BEFORE = 4
WEEKS_AFTER = 16
"""How far outside the window the explaining model looks, to see whether the window is to blame."""

LEAST_WANTED = (
    "grid", "capacity", "no_weekend", "participant", "trainer", "working_hours", "no_start_on_eve", "closing", "order",
    "no_public_holidays", "no_school_holidays", "window", "weekly_cap", "work",
)  # fmt: skip
"""Rules in the order in which they are dropped from an explanation, if it stands without them."""


def explain(session: Session, school: SchoolCalendar, busy: BusyTimes, clock: Clock) -> Infeasible:
    """The conflict of a session that has no plan, and up to three repairs, each solved."""
    blamed = _smallest(session, school, busy, clock)
    problem = pose(blamed, school, busy, weeks_before=WEEKS_BEFORE, weeks_after=WEEKS_AFTER)
    guards, minimal = Explainer(problem, clock).minimal_conflict()
    return Infeasible(
        conflict=conflict_of(problem, guards, minimal=minimal),
        repairs=tuple(repairs_of(session, school, busy, guards, clock)),
    )


def _smallest(session: Session, school: SchoolCalendar, busy: BusyTimes, clock: Clock) -> Session:
    """The session with one group only, if that group alone already has no plan: what it shows is shorter to say."""
    workshop = Workshop(session, school, busy, (), clock)
    for group in session.groups if len(session.groups) > 1 else ():
        if any(activity.groups for activity in session.activities):
            break
        alone = session.model_copy(update={"groups": (group,)})
        if workshop.is_impossible(alone):
            return alone
    return session


class Explainer:
    """The explaining model of a problem, and the search for a minimal conflict in it."""

    def __init__(self, problem: Problem, clock: Clock) -> None:
        self.model = Model(problem, explaining=True)
        self.clock = clock
        for name, rule in RULES.items():
            if not problem.session.is_off(name):
                rule(self.model)
        self.model.finish()

    def conflicts(self, guards: Iterable[Guard]) -> bool:
        """Whether these guards cannot all hold: proven. False also where time ran out: what is not proven is not said."""
        cp = self.model.cp.clone()
        held = set(guards)
        for guard, literal in self.model.guards.literals.items():
            cp.add(cp.get_bool_var_from_proto_index(literal.index) == int(guard in held))
        return new_solver(self.clock).solve(cp) == cp_model.INFEASIBLE

    def minimal_conflict(self) -> tuple[tuple[Guard, ...], bool]:
        """Guards that cannot all hold, the most wanted last, and whether each was shown to be needed."""
        rank = {rule: place for place, rule in enumerate(LEAST_WANTED)}
        kept = sorted(self.model.guards.literals, key=lambda guard: (rank[guard[0]], str(guard[1])))
        if not self.conflicts(kept):
            return tuple(kept), False
        for rule in LEAST_WANTED:
            kept = self._without({guard for guard in kept if guard[0] == rule}, kept)
        for guard in tuple(kept):
            kept = self._without({guard}, kept)
        return tuple(kept), self.clock.left_s() > 0.01

    def _without(self, dropped: set[Guard], kept: list[Guard]) -> list[Guard]:
        """`kept` without the dropped guards, if it still conflicts."""
        rest = [guard for guard in kept if guard not in dropped]
        return rest if dropped and self.conflicts(rest) else kept
