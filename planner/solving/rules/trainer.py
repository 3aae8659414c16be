"""R7: what a trainer can do."""

from planner.problem import Member, Occurrence, Range
from planner.solving.cuts import Cuts, domain_of
from planner.solving.model import Model
from planner.solving.weeks import Linear, total


def trainer(model: Model) -> None:
    """R7: a trainer leads one thing at a time, with the asked gap (minutes) between two, never when absent or busy.

    And at most the asked minutes of live delivery in each local day and ISO week. Source: II.E, common sense.
    """
    absences(model)
    problem = model.problem
    for member in problem.team:
        leader = member.trainer.id
        led = [occurrence for occurrence in problem.occurrences if leader in occurrence.candidates]
        model.no_overlap("trainer", ("one_at_a_time", leader), led, problem.session.rules.trainer_gap_min, leader)
        _limit(model, member, led, "max_day", member.max_day_min, member.local_days)
        _limit(model, member, led, "max_week", member.max_week_min, member.local_weeks)


def absences(cuts: Cuts) -> None:
    """The part of R7 that is a cut: a trainer leads nothing when absent or busy."""
    problem = cuts.problem
    for member in problem.team:
        leader = member.trainer.id
        for occurrence in (o for o in problem.occurrences if leader in o.candidates):
            for kind, spans in (("absent", member.absent), ("busy", member.busy)):
                if spans:
                    touching = problem.touching(occurrence, spans)
                    cuts.keep_out("trainer", (kind, leader), occurrence, touching, leader=leader)


def _limit(
    model: Model, member: Member, led: list[Occurrence], kind: str, limit_min: int | None, spans: tuple[Range, ...]
) -> None:
    """At most so many minutes led in each of the spans (the trainer's own local days or weeks)."""
    if limit_min is None:
        return
    leader = member.trainer.id
    minutes: dict[Range, list[Linear]] = {}
    for occurrence in led:
        for index, today in model.on_day(occurrence).items():
            day = model.problem.days[index]
            for span in spans:
                if span[0] >= day.end_quarter or span[1] <= day.start_quarter:
                    continue
                counted = model.cp.new_bool_var("")
                conditions = [~counted, today, model.leads(occurrence, leader)]
                outside = model.cp.add_linear_expression_in_domain(
                    model.start(occurrence), domain_of([span]).complement()
                )
                outside.only_enforce_if(*conditions)
                minutes.setdefault(span, []).append(occurrence.duration_min * counted)
    for span, terms in minutes.items():
        elsewhere_min = model.problem.minutes_inside(member.led, span)
        model.because("trainer", (kind, leader), model.cp.add(total(terms) <= max(0, limit_min - elsewhere_min)))
