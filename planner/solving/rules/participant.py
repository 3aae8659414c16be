"""R8: what a participant can do."""

from planner.solving.cuts import Cuts
from planner.solving.model import Model


def participant(model: Model) -> None:
    """R8: a group is never in two places at once, nor called when it teaches (classes) or is busy. Source: II.B."""
    problem = model.problem
    for pool in problem.pools:
        group = pool.group.id
        attended = [model.occurrence[occurrence] for occurrence in pool.occurrences]
        model.no_overlap("participant", ("one_at_a_time", group), attended, 0)
    engagements(model)


def engagements(cuts: Cuts) -> None:
    """The part of R8 that is a cut: nothing when a group teaches (classes) or is busy."""
    problem = cuts.problem
    for pool in problem.pools:
        group = pool.group.id
        for occurrence in (cuts.occurrence[item] for item in pool.occurrences):
            if pool.teaching and occurrence.is_virtual:
                touching = problem.touching(occurrence, pool.teaching)
                cuts.keep_out("participant", ("teaching", group), occurrence, touching)
            if pool.busy:
                touching = problem.touching(occurrence, pool.busy)
                cuts.keep_out("participant", ("busy", group), occurrence, touching)
