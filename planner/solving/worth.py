"""What a plan is worth on the levels that weeks decide: what the solver minimises, counted from the plan."""

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from calendars.places import place
from planner.plan import Plan
from planner.problem import Pool, Problem
from planner.solving.objectives import (
    LEVELLING_WEIGHT,
    SPACING_WEIGHT,
    even_gap,
    least_squares,
    levelling,
    open_weeks,
)


def worth(problem: Problem, plan: Plan) -> dict[str, int]:
    """The value of the levels "rhythm" and "early" of a plan of this problem. See `planner.solving.objectives`."""
    rank = {week.id: number for number, week in enumerate(open_weeks(problem))}
    rhythm = early = 0
    for pool in problem.pools:
        live, minutes = _weeks_of(problem, plan, pool)
        ranks = [rank[monday] for monday in live]
        rhythm += SPACING_WEIGHT * _spacing(ranks, len(rank)) + LEVELLING_WEIGHT * _unevenness(problem, pool, minutes)
        early += 1 + max([*ranks, *(rank[monday] for monday in minutes)], default=0)
    return {"rhythm": rhythm, "early": early}


def _weeks_of(problem: Problem, plan: Plan, pool: Pool) -> tuple[list[date], dict[date, list[int]]]:
    """The weeks of a pool's live activities, in the order of the file, and the minutes of its blocks in each week."""
    here = place(problem.session.department)
    start = {p.activity: here.local(p.start).date() for p in plan.placements if pool.group.id in p.groups}
    days = [start[activity.id] for activity in problem.session.activities if activity.id in start]
    live = [day - timedelta(day.weekday()) for day in days]
    minutes: dict[date, list[int]] = defaultdict(list)
    for block in plan.blocks:
        if block.group == pool.group.id:
            minutes[block.first - timedelta(block.first.weekday())].append(block.duration_min)
    return live, dict(minutes)


def _spacing(ranks: list[int], weeks: int) -> int:
    low, high = even_gap(weeks, len(ranks))
    gaps = [after - before for before, after in itertools.pairwise(ranks)]
    return sum(max(low - gap, gap - high, 0) for gap in gaps)


def _unevenness(problem: Problem, pool: Pool, minutes: Mapping[date, Sequence[int]]) -> int:
    remotes = [remote for remote in problem.remotes if remote.id in pool.remotes]
    weeks = len(open_weeks(problem))
    if not remotes or weeks < 2:
        return 0
    step_min, asked, counts = levelling(problem, remotes)
    squares = (sum(-(-block // step_min) for block in blocks) ** 2 for blocks in minutes.values())
    return sum(squares) - least_squares(asked, weeks, counts)
