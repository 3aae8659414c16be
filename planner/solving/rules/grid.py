"""R13: starts on the grid, blocks of a useful length."""

from planner.problem import QUARTER_MIN
from planner.solving.model import Model
from planner.solving.weeks import Weeks


def grid(model: Model) -> None:
    """R13: live activities start on the grid; a block of remote work is at least the smallest block (minutes).

    Blocks are dealt in whole quarters, and an activity shorter than the smallest block is one block, by construction.
    Source: common sense.
    """
    problem, rules = model.problem, model.problem.session.rules
    if rules.start_grid_min > QUARTER_MIN:
        starts = [
            (start, start + 1) for day in problem.days for start in problem.grid_starts(day, rules.start_grid_min)
        ]
        for occurrence in problem.occurrences:
            model.keep_in("grid", "start", occurrence, starts)
    blocks(model)


def blocks(model: Weeks) -> None:
    """The part of R13 that speaks of weeks: no block is smaller than the smallest block."""
    least = model.problem.session.rules.smallest_block_min // QUARTER_MIN
    for item in (item for pool in model.pools for item in pool.remotes):
        variables = model.remote(model.remote_work[item])
        if not variables.is_one_block:
            for week, works in variables.works.items():
                large = model.cp.add(variables.units[week] >= least * works)
                model.because("grid", "block", large, of=(variables.remote.activity.id,))
