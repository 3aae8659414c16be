"""The relaxation solved: for groups that share nothing but trainers and rooms, the best weeks each could have alone.

Leaving out days, hours and leaders gives a true lower bound of the levels that weeks decide. Groups that are alike are
solved once.
"""

import math
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ortools.sat.python import cp_model

from planner.problem import Occurrence, Pool, Problem
from planner.solving.cuts import Chosen, Cuts
from planner.solving.limits import Clock, new_solver
from planner.solving.objectives import LEVELS, WEEK_LEVELS
from planner.solving.rules import WEEK_RULES
from planner.solving.same_week import Days, cannot_share
from planner.solving.team import only_what_the_team_can_lead
from planner.solving.weeks import Linear, Room, Weeks, total


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
    for pools in _tied(problem):
        alike = tuple(_likeness(problem, days, pool) for pool in pools) if len(pools) == 1 else pools[0].group.id
        if alike not in solved:
            solved[alike] = _solve(problem, days, pools, clock, rules)
        bound = solved[alike]
        if bound is False:
            return None
        if isinstance(bound, Bound):
            found.append(_for_pools(bound, pools))
    return tuple(found)


def some_weeks(cuts: Cuts, clock: Clock) -> Chosen | None:
    """Weeks for every item that the relaxation allows; None is a proof that no plan exists. {} where time ran out."""
    weeks = _relaxation(cuts.problem, days_of(cuts), cuts.problem.pools)
    solver = new_solver(clock)
    status = solver.solve(weeks.cp)
    if status == cp_model.INFEASIBLE:
        return None
    return weeks.chosen(solver) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else {}


def _relaxation(
    problem: Problem, days: Days, pools: Sequence[Pool], rules: Collection[str] = tuple(WEEK_RULES)
) -> Weeks:
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


def joint_bound(cuts: Cuts, clock: Clock, alone: Sequence[Bound], rules: Collection[str]) -> Bound | bool:
    """A bound of all pools together, where each week also has only so many classes as the team can lead.

    For sessions whose groups cannot all have the weeks that each would have alone. Where time ran out: the best weeks
    found, with lower bounds, or True where there are none. False is a proof that no plan exists.
    """
    problem = cuts.problem
    if sum(len(bound.pools) for bound in alone) < len(problem.pools):
        return True
    weeks = _relaxation(problem, days_of(cuts), problem.pools, rules)
    if "trainer" in rules and not problem.session.is_off("trainer"):
        only_what_the_team_can_lead(weeks, cuts, cuts)
    _order_those_alike(weeks, cuts)
    return _best(weeks, clock, alone)


def _order_those_alike(weeks: Weeks, cuts: Cuts) -> None:
    """Of pools that are alike, the first class of each comes no later than that of the next: any other is a mirror."""
    days, last_of_kind = days_of(cuts), dict[Hashable, Occurrence]()
    for pools in _tied(cuts.problem):
        if len(pools) > 1 or not pools[0].occurrences:
            continue
        kind, first = _likeness(cuts.problem, days, pools[0]), cuts.occurrence[pools[0].occurrences[0]]
        if earlier := last_of_kind.get(kind):
            here, there = (
                total(rank * weeks.week(occurrence, week) for rank, week in enumerate(cuts.problem.weeks))
                for occurrence in (earlier, first)
            )
            weeks.cp.add(here <= there)
        last_of_kind[kind] = first


def _solve(problem: Problem, days: Days, pools: Sequence[Pool], clock: Clock, rules: Collection[str]) -> Bound | bool:
    """The bound of these pools; False where they have no place; True where time ran out."""
    return _best(_relaxation(problem, days, pools, rules), clock)


def _best(weeks: Weeks, clock: Clock, alone: Sequence[Bound] = ()) -> Bound | bool:
    """The best weeks; `alone` bounds each set of pools from below, and helps where several sets are dealt together."""
    pools = weeks.pools
    # one weighted search is several times shorter than two in turn; one step of the first level outweighs the second
    weight = len(pools) * (len(weeks.problem.weeks) + 1)
    levels: list[tuple[Linear, Linear]] = []
    for bound in alone or (Bound(pools, dict.fromkeys(WEEK_LEVELS, 0), {}),):
        weeks.pools = bound.pools
        first, second = (total(LEVELS[name](weeks)) for name in WEEK_LEVELS)  # type: ignore[arg-type]
        # a worse rhythm than alone may end earlier: only the two together are bounded
        weeks.cp.add(weight * first + second >= weight * bound.values["rhythm"] + bound.values["early"])
        levels.append((first, second))
    weeks.pools = pools
    first, second = (total(column) for column in zip(*levels, strict=True))
    weeks.cp.minimize(weight * first + second)
    solver = new_solver(clock)
    solver.parameters.use_objective_lb_search = bool(alone)
    status = solver.solve(weeks.cp)
    if status == cp_model.INFEASIBLE:
        return False
    if status == cp_model.UNKNOWN or (status == cp_model.FEASIBLE and not alone):
        return True
    values = {name: solver.value(level) for name, level in zip(WEEK_LEVELS, (first, second), strict=True)}
    lower = None
    if status == cp_model.FEASIBLE:
        # the second level is less than a step of the first: what is left of the bound is the first level's
        rhythm = math.ceil(solver.best_objective_bound / weight - 1)
        lower = {name: sum(bound.values[name] for bound in alone) for name in WEEK_LEVELS}
        lower["rhythm"] = max(lower["rhythm"], rhythm)
    return Bound(weeks.pools, values, weeks.chosen(solver), lower)


def _tied(problem: Problem) -> list[tuple[Pool, ...]]:
    """The pools in sets: two that attend an occurrence together are in the same one."""
    sets: list[list[Pool]] = []
    for pool in problem.pools:
        joined = [group for group in sets if any(set(other.occurrences) & set(pool.occurrences) for other in group)]
        sets = [group for group in sets if group not in joined]
        sets.append([other for group in joined for other in group] + [pool])
    return [tuple(sorted(group, key=lambda pool: pool.group.id)) for group in sets]


def _likeness(problem: Problem, days: Days, pool: Pool) -> Hashable:
    """What the relaxation knows of a pool: two with the same have the same optimum."""
    remotes = {remote.id: remote for remote in problem.remotes}
    items = (*pool.occurrences, *pool.remotes)
    fixed = tuple(remotes[item].fixed if item in remotes else () for item in items)
    return tuple((item.partition("@")[0], days[item], blocks) for item, blocks in zip(items, fixed, strict=True))


def _for_pools(bound: Bound, pools: tuple[Pool, ...]) -> Bound:
    """The bound of pools that are alike, in the names of these."""
    names = {
        old: new
        for before, after in zip(bound.pools, pools, strict=True)
        for old, new in zip((*before.occurrences, *before.remotes), (*after.occurrences, *after.remotes), strict=True)
    }
    return Bound(pools, bound.values, {names[item]: weeks for item, weeks in bound.chosen.items()})
