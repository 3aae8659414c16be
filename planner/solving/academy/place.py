"""One session beside all others: in its chosen weeks by hand, or by the exact model, else wherever it has room."""

from collections.abc import Mapping
from dataclasses import replace

from ortools.sat.python import cp_model

from calendars.school_holidays import SchoolCalendar
from planner.beside import beside
from planner.outcome import Planned
from planner.plan import LevelValue, Plan
from planner.posing import pose
from planner.problem import Problem
from planner.session import BusyTimes, Elsewhere, Session
from planner.solving.academy.chains import Chain, chains_of
from planner.solving.academy.hours import place_in_weeks
from planner.solving.bounds import least_sum
from planner.solving.cuts import Chosen
from planner.solving.limits import Clock, new_solver
from planner.solving.objectives import has_preferences
from planner.solving.reading import plan_of
from planner.solving.rules import CUT_RULES
from planner.solving.solve import build, cut, solve
from planner.solving.worth import worth

BESIDE_RULES = [(name, CUT_RULES[name]) for name in ("trainer", "participant", "capacity")]
"""The rules by which what others take cuts a session's domains further."""

EFFORT_S = 2.0
"""Deterministic seconds for each search of one session: the same on any machine."""


class Posed:
    """A session, posed once: what is the same whatever the others take.

    `chains` is None where a group is no chain; `wishes`: it has preferred hours, or periods to avoid, and all of them
    are asked for first (`free_chains` are without them, for bounds).
    """

    def __init__(self, session: Session, school: SchoolCalendar, busy: BusyTimes) -> None:
        self.session = session
        self.problem = pose(session, school, busy)
        self.wishes = has_preferences(self.problem)
        self.cuts = cut(self.problem, all_preferred=self.wishes)
        self.chains: Mapping[str, Chain] | None = chains_of(self.problem, self.cuts)
        self.free_chains: Mapping[str, Chain] | None = None
        if self.wishes and self.chains is not None:
            self.free_chains = chains_of(self.problem, cut(self.problem))

    def valued(self, plan: Plan) -> Plan:
        """A plan with what it is worth. Beside others, only what is certain bounds its levels: at least a week each."""
        values = worth(self.problem, plan)
        least = {"rhythm": 0, "early": len(self.problem.pools)}
        return replace(plan, levels=tuple(LevelValue(name, value, least[name]) for name, value in values.items()))

    def least_points(self, clock: Clock) -> int | None:
        """A lower bound of `points` that is true whatever the others take; None where there is no plan (proven).

        Only for a session that is not made of chains; these are bounded all together.
        """
        return least_sum(cut(self.problem), Clock(clock.left_s(), EFFORT_S))

    def slack(self) -> int:
        """How many starts its classes have, on average: sessions with few are placed first."""
        occurrences = self.problem.occurrences
        return int(sum(self.cuts.domain(o).size() for o in occurrences)) // max(1, len(occurrences))


def place(posed: Posed, elsewhere: Elsewhere, chosen: Chosen | None, clock: Clock) -> Plan | None:
    """A plan beside what others take; None where none was found. `chosen` are weeks to try first."""
    problem = beside(posed.problem, elsewhere)
    for wishes in (True, False) if posed.wishes else (False,):
        cuts = posed.cuts.beside(problem, BESIDE_RULES) if wishes == posed.wishes else cut(problem)
        if chosen is not None and _has_room(posed, elsewhere, chosen):
            plan = place_in_weeks(problem, cuts, posed.chains, chosen) if posed.chains else None
            if plan := plan or _exact_in(problem, chosen, clock, wishes=wishes):
                return plan
    return _exact(problem, clock)


def _has_room(posed: Posed, elsewhere: Elsewhere, chosen: Chosen) -> bool:
    """Whether the chosen weeks ask no more than others leave."""
    for group, chain in (posed.chains or {}).items():
        room = elsewhere.room_min.get(group, {})
        for monday, left_min in room.items():
            asked = sum(chain.unit_min(item) * chosen.get(item, {}).get(monday, 0) for item in chain.items)
            if asked > left_min:
                return False
    return True


def _exact_in(problem: Problem, chosen: Chosen, clock: Clock, *, wishes: bool) -> Plan | None:
    model = build(problem, chosen=chosen, all_preferred=wishes)
    solver = new_solver(Clock(clock.left_s(), EFFORT_S))
    status = solver.solve(model.cp)
    return plan_of(model, solver) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def _exact(problem: Problem, clock: Clock) -> Plan | None:
    outcome = solve(problem, Clock(clock.left_s(), EFFORT_S))
    return outcome.plan if isinstance(outcome, Planned) else None
