"""R13: starts on the grid, blocks of a useful length."""

from planner.problem import QUARTER_MIN
from planner.solving.cuts import Cuts
from planner.solving.model import Model
from planner.solving.weeks import Weeks


def grid(model: Model) -> None:
    """R13: live activities start on the grid; a block of remote work is at least the smallest block (minutes).

    Blocks are dealt in whole quarters, and an activity shorter than the smallest block is one block, by construction.
    Source: common sense.
    """
    starts(model)
    blocks(model)


def starts(cuts: Cuts) -> None:
    """The part of R13 that is a cut: starts on a grid coarser than the quarter hour, and none between two quarters."""
    problem, grid_min = cuts.problem, cuts.problem.session.rules.start_grid_min
    for occurrence in problem.occurrences:
        if occurrence.late_min:
            cuts.keep_in("grid", "start", occurrence, [])
    if grid_min > QUARTER_MIN:
        on_grid = [(start, start + 1) for day in problem.days for start in problem.grid_starts(day, grid_min)]
        for occurrence in problem.occurrences:
            cuts.keep_in("grid", "start", occurrence, on_grid)


def blocks(model: Weeks) -> None:
    """The part of R13 that speaks of weeks: no block is smaller than the smallest block."""
    least = model.problem.session.rules.smallest_block_min // QUARTER_MIN
    for item in (item for pool in model.pools for item in pool.remotes):
        variables = model.remote(model.remote_work[item])
        if not variables.is_one_block:
            for week, works in variables.works.items():
                large = model.cp.add(variables.units[week] >= least * works)
                model.because("grid", "block", large, of=(variables.remote.activity.id,))
