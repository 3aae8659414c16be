"""What a solver found, read back as a plan."""

from ortools.sat.python import cp_model

from planner.plan import LevelValue, Placement, Plan, RemoteBlock
from planner.problem import Day, Remote, Week
from planner.solving.model import Model
from planner.solving.rules.window import fixed_in


def plan_of(model: Model, solver: cp_model.CpSolver, levels: tuple[LevelValue, ...] = ()) -> Plan:
    """The plan that a solver found, with what is known of how good it is."""
    problem = model.problem
    placements = []
    for occurrence in problem.occurrences:
        leaders = (t for t in occurrence.candidates if solver.boolean_value(model.leads(occurrence, t)))
        placements.append(
            Placement(
                activity=occurrence.activity.id,
                groups=tuple(group.id for group in occurrence.groups),
                start=problem.start_of(occurrence, solver.value(model.start(occurrence))),
                duration_min=occurrence.duration_min,
                trainers=tuple(sorted(leaders)),
            )
        )
    blocks = [block for remote in problem.remotes for block in _blocks(model, solver, remote)]
    session, made = problem.session, (tuple(sorted(placements)), tuple(sorted(blocks)))
    return Plan(session.id, *made, levels, session.rules.off, session.derogations)


def _blocks(model: Model, solver: cp_model.CpSolver, remote: Remote) -> list[RemoteBlock]:
    """The blocks of a remote activity: in each of its weeks, every open day from its first to its last day."""
    variables = model.remote(remote)
    first, last = solver.value(variables.first), solver.value(variables.last)
    blocks = []
    for week in model.problem.weeks:
        minutes = solver.value(variables.minutes(week))
        if not minutes:
            continue
        if fixed := fixed_in(remote, week):
            days = model.problem.days
            blocks += [_block(remote, days[b.first], days[b.last], b.duration_min) for b in fixed]
        else:
            open_days = _open_days(model, week, first, last)
            blocks.append(_block(remote, open_days[0], open_days[-1], minutes))
    return blocks


def _open_days(model: Model, week: Week, first: int, last: int) -> list[Day]:
    return [day for day in week.days if first <= day.index <= last and day.index not in model.closed_for_remote]


def _block(remote: Remote, first: Day, last: Day, duration_min: int) -> RemoteBlock:
    return RemoteBlock(remote.activity.id, remote.group.id, first.date, last.date, duration_min)
