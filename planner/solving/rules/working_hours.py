"""R1: a class lies inside one working interval, on every clock concerned."""

from planner.problem import Occurrence, Range
from planner.solving.cuts import Cuts


def working_hours(cuts: Cuts) -> None:
    """R1: a virtual class lies in one working interval of the session's clock, of each group's and each leader's.

    An in-person day lies in one interval of the in-person hours, on the session's clock. Source: II.B.
    """
    problem = cuts.problem
    inside: dict[tuple[bool, int, int], list[Range]] = {}  # most classes are as long as others
    for occurrence in problem.occurrences:
        alike = (occurrence.is_virtual, occurrence.duration_min, occurrence.late_min)
        if alike not in inside:
            inside[alike] = problem.inside(occurrence, problem.hours if alike[0] else problem.in_person_hours)
        cuts.keep_in("working_hours", ("session", occurrence.activity.kind), occurrence, inside[alike])
        if occurrence.is_virtual:
            _on_other_clocks(cuts, occurrence)


def _on_other_clocks(cuts: Cuts, occurrence: Occurrence) -> None:
    problem = cuts.problem
    for pool in problem.pools:
        if occurrence.id in pool.occurrences and pool.hours != problem.hours:
            inside = problem.inside(occurrence, pool.hours)
            cuts.keep_in("working_hours", ("group", pool.group.id), occurrence, inside)
    for trainer in occurrence.candidates:
        hours = problem.member[trainer].hours
        if hours != problem.hours:
            inside = problem.inside(occurrence, hours)
            cuts.keep_in("working_hours", ("trainer", trainer), occurrence, inside, leader=trainer)
