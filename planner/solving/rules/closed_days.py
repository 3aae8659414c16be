"""What R2, R3 and R4 share: nothing is placed on a closed day."""

from planner.problem import Closing, Problem
from planner.solving.model import Model

Subject = tuple[str, object, object, str]


def subject(closing: Closing, whose: str) -> Subject:
    """The subject of a closing in guards: its name, first day, return, and whose calendar it is of."""
    return (closing.name, closing.first, closing.resume, whose)


def keep_off_closed_days(model: Model, rule: str) -> None:
    """Nothing on the days that `rule` closes: the session's for all, a trainer's own for what that trainer leads."""
    problem = model.problem
    for closing in problem.closings:
        if closing.rule == rule:
            _close_for_live(model, closing)
    for closing in problem.remote_closings:
        if closing.rule == rule:
            model.close_for_remote(rule, subject(closing, ""), closing.days)
    _keep_off_own_closed_days(model, rule)


def _close_for_live(model: Model, closing: Closing) -> None:
    spans = model.problem.spans(closing.quarters)
    for occurrence in model.problem.occurrences:
        touching = model.problem.starts_touching(spans, occurrence.duration_min)
        model.keep_out(closing.rule, subject(closing, ""), occurrence, touching)


def _keep_off_own_closed_days(model: Model, rule: str) -> None:
    problem: Problem = model.problem
    for member in problem.team:
        for closing in member.closings:
            if closing.rule != rule:
                continue
            spans = problem.spans(closing.quarters)
            for occurrence in problem.occurrences:
                if member.trainer.id in occurrence.candidates:
                    touching = problem.starts_touching(spans, occurrence.duration_min)
                    whose = member.trainer.id
                    model.keep_out(rule, subject(closing, whose), occurrence, touching, leader=whose)
