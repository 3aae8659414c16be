"""The relaxation solved: for groups that share nothing but trainers and rooms, the best weeks each could have alone.

Leaving out days, hours and leaders gives a true lower bound of the levels that weeks decide. Groups that are alike are
solved once.
"""

import math
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ortools.sat.python import cp_model

from planner.problem import Pool, Problem
from planner.solving.cuts import Cuts
from planner.solving.limits import Clock, new_solver
from planner.solving.objectives import LEVELS, WEEK_LEVELS
from planner.solving.rules import WEEK_RULES
from planner.solving.same_week import Days, cannot_share
from planner.solving.weeks import Room, Weeks, total


@dataclass(frozen=True)
class Bound:
    """What a set of pools can reach at best on each level of WEEK_LEVELS, in turn, and weeks that reach it."""

    pools: tuple[Pool, ...]
    values: Mapping[str, int]
    chosen: Mapping[str, Mapping[date, int]]
    lower: Mapping[str, int] | None = None
    """Where time ran out: true lower bounds, of which `values` are only what was found."""


def days_of(cuts: Cuts) -> Days:
    """On which days (indexes) the cuts leave each item a place."""
    return {item: cuts.possible_days(item) for item in (*cuts.occurrence, *cuts.remote_work)}


def bounds(cuts: Cuts, clock: Clock, rules: Collection[str] = tuple(WEEK_RULES)) -> tuple[Bound, ...] | None:
    """A bound for each set of pools that attend something together; None where even the weeks have no place (proven).

    `rules`: the names of those that are asked for. Sets for which time ran out are left out.
    """
    problem, days = cuts.problem, days_of(cuts)
    solved: dict[Hashable, Bound | bool] = {}
    found = []
    for pools in tied(problem):
        alike = tuple(likeness(problem, days, pool) for pool in pools) if len(pools) == 1 else pools[0].group.id
        if alike not in solved:
            solved[alike] = _solve(problem, days, pools, clock, rules)
        bound = solved[alike]
        if bound is False:
            return None
        if isinstance(bound, Bound):
            found.append(_for_pools(bound, pools))
    return tuple(found)


def relaxation(
    problem: Problem, days: Days, pools: Sequence[Pool], rules: Collection[str] = tuple(WEEK_RULES)
) -> Weeks:
    """The weeks of some pools under what these rules (by name) say of weeks."""
    weeks = Weeks(problem, room(problem, days), pools)
    for name, rule in WEEK_RULES.items():
        if name in rules and not problem.session.is_off(name):
            rule(weeks)
    if "order" in rules and not problem.session.is_off("order"):
        for pool in pools:
            for first, second, monday in cannot_share(problem, pool, days):
                weeks.cp.add_bool_or([~weeks.lies_in(first, monday), ~weeks.lies_in(second, monday)])
    return weeks


def room(problem: Problem, days: Days) -> Room:
    """In which weeks each item has a day."""
    return {
        item: tuple(week.id for week in problem.weeks if any(day.index in possible for day in week.days))
        for item, possible in days.items()
    }


def _solve(problem: Problem, days: Days, pools: Sequence[Pool], clock: Clock, rules: Collection[str]) -> Bound | bool:
    """The bound of these pools; False where they have no place; True where time ran out."""
    return best_weeks(relaxation(problem, days, pools, rules), clock)


def best_weeks(weeks: Weeks, clock: Clock) -> Bound | bool:
    """The best weeks of these pools; False where they have no place; True where time ran out."""
    # one weighted search is several times shorter than two in turn; one step of the first level outweighs the second
    weight = len(weeks.pools) * (len(weeks.problem.weeks) + 1)
    levels = [total(LEVELS[name](weeks)) for name in WEEK_LEVELS]  # type: ignore[arg-type]
    weeks.cp.minimize(weight * levels[0] + levels[1])
    solver = new_solver(clock)
    status = solver.solve(weeks.cp)
    if status == cp_model.INFEASIBLE:
        return False
    if status != cp_model.OPTIMAL:
        return True
    values = {name: solver.value(level) for name, level in zip(WEEK_LEVELS, levels, strict=True)}
    return Bound(weeks.pools, values, weeks.chosen(solver))


def least_sum(cuts: Cuts, clock: Clock) -> int | None:
    """A lower bound of WEEK_LEVELS added up, over all pools; None where even the weeks have no place (proven).

    One level at its least may cost the other more than it spares: the bounds in turn say less of the sum.
    """
    problem, days = cuts.problem, days_of(cuts)
    solved: dict[Hashable, int | None] = {}
    least = 0
    for pools in tied(problem):
        alike = likeness(problem, days, pools[0]) if len(pools) == 1 else pools[0].group.id
        if alike not in solved:
            solved[alike] = _least_sum(relaxation(problem, days, pools), clock)
        found = solved[alike]
        if found is None:
            return None
        least += found
    return least


def _least_sum(weeks: Weeks, clock: Clock) -> int | None:
    weeks.cp.minimize(total(term for name in WEEK_LEVELS for term in LEVELS[name](weeks)))  # type: ignore[arg-type]
    solver = new_solver(clock)
    status = solver.solve(weeks.cp)
    if status == cp_model.INFEASIBLE:
        return None
    known = math.ceil(solver.best_objective_bound - 1e-6) if status != cp_model.UNKNOWN else 0
    return max(len(weeks.pools), known)  # nothing ends before its first week


def tied(problem: Problem) -> list[tuple[Pool, ...]]:
    """The pools in sets: two that attend an occurrence together are in the same one."""
    sets: list[list[Pool]] = []
    for pool in problem.pools:
        joined = [group for group in sets if any(set(other.occurrences) & set(pool.occurrences) for other in group)]
        sets = [group for group in sets if group not in joined]
        sets.append([other for group in joined for other in group] + [pool])
    return [tuple(sorted(group, key=lambda pool: pool.group.id)) for group in sets]


def likeness(problem: Problem, days: Days, pool: Pool) -> Hashable:
    """What the relaxation knows of a pool: two with the same have the same optimum."""
    remotes = {remote.id: remote for remote in problem.remotes}
    items = (*pool.occurrences, *pool.remotes)
    fixed = tuple(remotes[item].fixed if item in remotes else () for item in items)
    shapes = tuple((item.partition("@")[0], days[item], blocks) for item, blocks in zip(items, fixed, strict=True))
    return (*shapes, tuple(sorted(pool.room_min.items())))


def _for_pools(bound: Bound, pools: tuple[Pool, ...]) -> Bound:
    """The bound of pools that are alike, in the names of these."""
    names = {
        old: new
        for before, after in zip(bound.pools, pools, strict=True)
        for old, new in zip((*before.occurrences, *before.remotes), (*after.occurrences, *after.remotes), strict=True)
    }
    return Bound(pools, bound.values, {names[item]: weeks for item, weeks in bound.chosen.items()})
