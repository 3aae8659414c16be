"""R6: a session does not begin on an eve."""

from planner.problem import Day, Occurrence
from planner.solving.cuts import Cuts, domain_of
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
            else:
                _not_on_leaders_eve(model, occurrence, day)
    for remote in problem.remotes:
        first = model.remote(remote).first
        for index in sorted(problem.remote_eves):
            begun = model.begun_before(problem.days[index])
            elsewhere = cp.add(first != index)
            elsewhere.only_enforce_if(~begun, *model.guards.enforcement("no_start_on_eve", "", (remote.activity.id,)))


def first_not_on_eve(cuts: Cuts) -> None:
    """The part of R6 that is a cut: a class before which nothing can take place never lies on an eve."""
    problem = cuts.problem
    items = {*cuts.occurrence, *cuts.remote_work} - {precedence.after for precedence in problem.precedences}
    for occurrence in (cuts.occurrence[item] for item in items if item in cuts.occurrence and len(items) == 1):
        eves = [(problem.days[index].start_quarter, problem.days[index].end_quarter) for index in problem.eves]
        cuts.keep_out("no_start_on_eve", "", occurrence, eves)


def _not_on_leaders_eve(model: Model, occurrence: Occurrence, day: Day) -> None:
    """An eve of a leader is a day of the leader's own clock, which may be only a part of this day."""
    for trainer in occurrence.candidates:
        for eve in model.problem.member[trainer].eves:
            if eve[0] < day.end_quarter and day.start_quarter < eve[1]:
                begun, today = model.begun_before(day), model.on_day(occurrence)[day.index]
                elsewhere = model.cp.add_linear_expression_in_domain(
                    model.start(occurrence), domain_of([eve]).complement()
                )
                guards = model.guards.enforcement("no_start_on_eve", "", (occurrence.activity.id,))
                elsewhere.only_enforce_if(today, ~begun, model.leads(occurrence, trainer), *guards)
