"""R11: everything lies between the first and the last date; fixed dates are kept."""

from ortools.sat.python import cp_model

from planner.problem import FixedBlock, Occurrence, Remote, Week
from planner.solving.cuts import Cuts
from planner.solving.model import Model
from planner.solving.weeks import Weeks


def window(model: Model) -> None:
    """R11: everything lies between the session's first and last date (both in); fixed dates are kept. Source: I.E."""
    dates(model)
    for occurrence in model.problem.occurrences:
        for trainer in occurrence.fixed_trainers:
            leads = model.cp.add_bool_or([model.leads(occurrence, trainer)])
            model.because("window", ("fixed", occurrence.activity.id), leads, of=(occurrence.activity.id,))
    for remote in model.problem.remotes:
        _keep_fixed_ends(model, remote)
    fixed_minutes(model)


def dates(cuts: Cuts) -> None:
    """The part of R11 that is a cut: nothing outside the window; fixed starts."""
    problem = cuts.problem
    first, last = (problem.days[index] for index in problem.window)
    for occurrence in problem.occurrences:
        cuts.keep_out("window", "dates", occurrence, [(0, first.start_quarter)])
        cuts.keep_out("window", "dates", occurrence, [(last.end_quarter, problem.days[-1].end_quarter)])
        fixed_dates(cuts, occurrence)
    for remote in problem.remotes:
        cuts.keep_between("window", "dates", remote, first.index, last.index)


def fixed_dates(cuts: Cuts, occurrence: Occurrence) -> None:
    """An occurrence keeps its fixed start, or its fixed day."""
    subject = ("fixed", occurrence.activity.id)
    if occurrence.fixed_start is not None:
        cuts.keep_in("window", subject, occurrence, [(occurrence.fixed_start, occurrence.fixed_start + 1)])
    elif occurrence.fixed_day is not None:
        day = cuts.problem.days[occurrence.fixed_day]
        cuts.keep_in("window", subject, occurrence, [(day.start_quarter, day.end_quarter)])


def fixed_minutes(model: Weeks) -> None:
    """The part of R11 that speaks of weeks: the week of a fixed block holds just that of its activity."""
    for item in (item for pool in model.pools for item in pool.remotes):
        remote = model.remote_work[item]
        for week in model.problem.weeks:
            if fixed := fixed_in(remote, week):
                asked = model.cp.add(model.remote(remote).minutes(week) == sum(block.duration_min for block in fixed))
                model.because("window", ("fixed", remote.activity.id), asked, of=(remote.activity.id,))


def fixed_in(remote: Remote, week: Week) -> list[FixedBlock]:
    """The fixed blocks of a remote activity that begin in a week."""
    return [block for block in remote.fixed if week.days[0].index <= block.first <= week.days[-1].index]


def _keep_fixed_ends(model: Model, remote: Remote) -> None:
    """Where the first or last block is a fixed one, it keeps its own first or last day."""
    if not remote.fixed:
        return
    firsts, lasts = set(), set()
    for week in model.problem.weeks:
        fixed = fixed_in(remote, week)
        free = {day.index for day in week.days}
        firsts |= {min(block.first for block in fixed)} if fixed else free
        lasts |= {max(block.last for block in fixed)} if fixed else free
    variables = model.remote(remote)
    for edge, allowed in ((variables.first, firsts), (variables.last, lasts)):
        kept = model.cp.add_linear_expression_in_domain(edge, cp_model.Domain.from_values(sorted(allowed)))
        model.because("window", ("fixed", remote.activity.id), kept, of=(remote.activity.id,))
