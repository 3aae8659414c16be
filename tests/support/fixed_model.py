"""The model fixed to a plan: does it allow it?

The model has variables for the start and the leaders of each occurrence, and for each remote activity the minutes of
each week, its first day and its last day. The inner ends of its blocks are not decided.
"""

from collections import Counter
from datetime import date, timedelta

from ortools.sat.python import cp_model

from planner.plan import Plan
from planner.solving.limits import Clock, new_solver
from planner.solving.model import Model
from tests.support.solver import LIMIT_S


def allows(model: Model, plan: Plan) -> bool:
    """Whether the model is feasible where every decision is that of the plan."""
    cp = model.cp.clone()
    values = decisions(model, plan)
    if values is None:
        return False
    for index, value in values.items():
        cp.add(cp.get_int_var_from_proto_index(index) == value)
    status = new_solver(Clock(LIMIT_S)).solve(cp)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE), cp.validate()
    return status != cp_model.INFEASIBLE


def decisions(model: Model, plan: Plan) -> dict[int, int] | None:
    """The value of each decision variable, by its index; None where the plan has no such value (nor any week)."""
    problem = model.problem
    values: dict[int, int] = {}
    placements = {(p.activity, p.groups): p for p in plan.placements}
    for occurrence in problem.occurrences:
        placed = placements[occurrence.activity.id, tuple(group.id for group in occurrence.groups)]
        quarter = problem.quarter(placed.start - timedelta(minutes=occurrence.late_min))
        if quarter is None:
            return None
        values[model.start(occurrence).index] = quarter
        for trainer in occurrence.candidates:
            values[model.leads(occurrence, trainer).index] = int(trainer in placed.trainers)
    for remote in problem.remotes:
        blocks = [b for b in plan.blocks if (b.activity, b.group) == (remote.activity.id, remote.group.id)]
        variables = model.remote(remote)
        values[variables.first.index] = (min(b.first for b in blocks) - problem.days[0].date).days
        values[variables.last.index] = (max(b.last for b in blocks) - problem.days[0].date).days
        minutes = Counter[date]()
        for block in blocks:
            minutes[block.first - timedelta(block.first.weekday())] += block.duration_min
        if minutes.keys() - variables.units.keys() or any(count % variables.unit_min for count in minutes.values()):
            return None
        for monday, units in variables.units.items():
            values[units.index] = minutes[monday] // variables.unit_min
    return values
