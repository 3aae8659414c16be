"""Whether a problem has a plan at all, without looking for the best: what trials of repairs ask again and again."""

from datetime import date

from ortools.sat.python import cp_model

from planner.outcome import Infeasible, Planned
from planner.problem import Problem
from planner.solving.bounds import days_of, relaxation
from planner.solving.limits import Clock, new_solver
from planner.solving.rules.weekly_cap import asked_minutes
from planner.solving.solve import build, cut, solve
from planner.solving.team import only_what_the_team_has_room_for
from planner.solving.weeks import Weeks, total

EFFORT_S = 2.0
"""Deterministic seconds of each quick search."""


def is_possible(problem: Problem, clock: Clock) -> bool | None:
    """True: a plan was found; False: proven that there is none; None where time ran out."""
    if clock.is_out():
        return None
    quick = Clock(clock.left_s(), EFFORT_S)
    weeks = _weeks_of_all(problem)
    solver = new_solver(quick)
    status = solver.solve(weeks.cp)
    if status == cp_model.INFEASIBLE:
        return False
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        # inside given weeks the answer is quick, and mostly yes
        inside = build(problem, chosen=weeks.chosen(solver))
        if new_solver(quick).solve(inside.cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return True
    outcome = solve(problem, clock)
    return True if isinstance(outcome, Planned) else False if isinstance(outcome, Infeasible) else None


def fewest_weeks_above(problem: Problem, raised: Problem, clock: Clock) -> tuple[date, ...]:
    """The fewest weeks (their Mondays) in which the caps of `raised` are needed, seen from the weeks alone.

    Empty where time ran out, or where even `raised` has no place.
    """
    weeks = _weeks_of_all(raised)
    higher = {week.id: weeks.cp.new_bool_var(f"more in {week.id}") for week in raised.weeks}
    for before, pool in zip(problem.pools, raised.pools, strict=True):
        for week in raised.weeks:
            if terms := asked_minutes(weeks, pool, week):
                least, most = problem.room_min(before, week), raised.room_min(pool, week)
                weeks.cp.add(total(terms) <= least + max(0, most - least) * higher[week.id])
    weeks.cp.minimize(total(higher.values()))
    solver = new_solver(Clock(clock.left_s(), EFFORT_S))
    if solver.solve(weeks.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return ()
    return tuple(monday for monday, more in higher.items() if solver.value(more))


def _weeks_of_all(problem: Problem) -> Weeks:
    """The relaxation of all groups, with what the team has room for."""
    cuts = cut(problem)
    weeks = relaxation(problem, days_of(cuts), problem.pools)
    if not problem.session.is_off("trainer"):
        only_what_the_team_has_room_for(weeks, cuts)
    return weeks
