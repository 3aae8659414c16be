"""What R2, R3 and R4 share: nothing is placed on a closed day."""

from planner.problem import Closing, Problem, Range
from planner.solving.cuts import Cuts

Subject = tuple[str, object, object, str]


def subject(closing: Closing, whose: str) -> Subject:
    """The subject of a closing in guards: its name, first day, return, and whose calendar it is of."""
    return (closing.name, closing.first, closing.resume, whose)


def keep_off_closed_days(cuts: Cuts, rule: str) -> None:
    """Nothing on the days that `rule` closes: the session's for all, a trainer's own for what that trainer leads."""
    problem = cuts.problem
    for closing in problem.closings:
        if closing.rule == rule:
            _close_for_live(cuts, closing)
    for closing in problem.remote_closings:
        if closing.rule == rule:
            cuts.close_for_remote(rule, subject(closing, ""), closing.days)
    _keep_off_own_closed_days(cuts, rule)


def _close_for_live(cuts: Cuts, closing: Closing) -> None:
    spans = cuts.problem.spans(closing.quarters)
    touching: dict[tuple[int, int], list[Range]] = {}  # most classes are as long as others
    for occurrence in cuts.problem.occurrences:
        alike = (occurrence.duration_min, occurrence.late_min)
        if alike not in touching:
            touching[alike] = cuts.problem.touching(occurrence, spans)
        cuts.keep_out(closing.rule, subject(closing, ""), occurrence, touching[alike])


def _keep_off_own_closed_days(cuts: Cuts, rule: str) -> None:
    problem: Problem = cuts.problem
    for member in problem.team:
        for closing in member.closings:
            if closing.rule != rule:
                continue
            spans = problem.spans(closing.quarters)
            for occurrence in problem.occurrences:
                if member.trainer.id in occurrence.candidates:
                    touching = problem.touching(occurrence, spans)
                    whose = member.trainer.id
                    cuts.keep_out(rule, subject(closing, whose), occurrence, touching, leader=whose)
