"""What a plan is worth on the levels that weeks decide: what the solver minimises, counted from the plan."""

import itertools
from collections import defaultdict
from datetime import date, timedelta

from planner.plan import Plan
from planner.problem import QUARTER_MIN, Pool, Problem
from planner.solving.objectives import (
    LEVELLING_WEIGHT,
    SPACING_WEIGHT,
    even_gap,
    least_squares,
    level_counts,
    open_weeks,
)


def worth(problem: Problem, plan: Plan) -> dict[str, int]:
    """The value of the levels "rhythm" and "early" of a plan of this problem. See `planner.solving.objectives`."""
    rank = {week.id: number for number, week in enumerate(open_weeks(problem))}
    rhythm = early = 0
    for pool in problem.pools:
        live, quarters = _weeks_of(problem, plan, pool)
        ranks = [rank[monday] for monday in live]
        rhythm += SPACING_WEIGHT * _spacing(ranks, len(rank)) + LEVELLING_WEIGHT * _unevenness(problem, pool, quarters)
        early += 1 + max([*ranks, *(rank[monday] for monday in quarters)], default=0)
    return {"rhythm": rhythm, "early": early}


def _weeks_of(problem: Problem, plan: Plan, pool: Pool) -> tuple[list[date], dict[date, int]]:
    """The weeks of a pool's live activities, in the order of the file, and its quarters of remote work in each week."""
    days = {day.date: day for day in problem.days}
    start = {
        placement.activity: problem.quarter(placement.start)
        for placement in plan.placements
        if pool.group.id in placement.groups
    }
    monday_of = {day.start_quarter: day.date - timedelta(day.date.weekday()) for day in days.values()}
    live = []
    for activity in problem.session.activities:
        quarter = start.get(activity.id)
        if quarter is not None:
            live.append(monday_of[max(begin for begin in monday_of if begin <= quarter)])
    quarters: dict[date, int] = defaultdict(int)
    for block in plan.blocks:
        if block.group == pool.group.id:
            quarters[block.first - timedelta(block.first.weekday())] += -(-block.duration_min // QUARTER_MIN)
    return live, dict(quarters)


def _spacing(ranks: list[int], weeks: int) -> int:
    low, high = even_gap(weeks, len(ranks))
    gaps = [after - before for before, after in itertools.pairwise(ranks)]
    return sum(max(low - gap, gap - high, 0) for gap in gaps)


def _unevenness(problem: Problem, pool: Pool, quarters: dict[date, int]) -> int:
    remotes = [remote for remote in problem.remotes if remote.id in pool.remotes]
    weeks = len(open_weeks(problem))
    if not remotes or weeks < 2:
        return 0
    asked = sum(-(-remote.duration_min // QUARTER_MIN) for remote in remotes)
    return sum(count**2 for count in quarters.values()) - least_squares(asked, weeks, level_counts(problem, remotes))
