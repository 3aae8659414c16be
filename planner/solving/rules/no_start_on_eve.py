"""R6: a session does not begin on an eve."""

from planner.solving.model import Model


def no_start_on_eve(model: Model) -> None:
    """R6: the first day on which anything takes place is not followed by a closed day. Source: II.D.

    So on an eve something may take place only if the session has begun before that day. A leader's own closed days
    make eves for what that leader leads.
    """
    problem = model.problem
    cp = model.cp
    for occurrence in problem.occurrences:
        for index, today in model.on_day(occurrence).items():
            day = problem.days[index]
            if index in problem.eves:
                model.because("no_start_on_eve", "", cp.add_bool_or([~today, model.begun_before(day)]))
                continue
            for trainer in occurrence.candidates:
                if index in problem.member[trainer].eves:
                    leads = model.leads(occurrence, trainer)
                    clause = cp.add_bool_or([~today, ~leads, model.begun_before(day)])
                    model.because("no_start_on_eve", "", clause)
    for remote in problem.remotes:
        first = model.remote(remote).first
        for index in sorted(problem.remote_eves):
            begun = model.begun_before(problem.days[index])
            elsewhere = cp.add(first != index)
            elsewhere.only_enforce_if(~begun, *model.enforcement("no_start_on_eve", "", (remote.activity.id,)))
