"""A problem beside others: with what sessions planned together already take of its people and rooms."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from calendars.spans import Span
from planner.problem import Problem
from planner.session import Elsewhere, Rules


def beside(problem: Problem, elsewhere: Elsewhere) -> Problem:
    """A problem that was posed with nothing elsewhere, beside what other sessions planned together already take."""
    rules = problem.session.rules
    team = []
    for member in problem.team:
        if day_week := elsewhere.limits_min.get(member.trainer.id):
            own = (member.max_day_min, member.max_week_min)
            day_min, week_min = map(_least, zip(own, day_week, strict=True))
            member = replace(member, max_day_min=day_min, max_week_min=week_min)
        if led := elsewhere.led.get(member.trainer.id, ()):
            busy = (*member.busy, *_with_gaps(led, rules))
            member = replace(member, busy=busy, led=tuple(span for span, _ in led))
        team.append(member)
    pools = [
        replace(
            pool,
            busy=(*pool.busy, *elsewhere.attended.get(pool.group.id, ())),
            room_min=elsewhere.room_min.get(pool.group.id, {}),
        )
        for pool in problem.pools
    ]
    return replace(
        problem,
        team=tuple(team),
        pools=tuple(pools),
        rooms_taken=elsewhere.rooms_taken,
        rooms=elsewhere.rooms,
        rooms_left=elsewhere.rooms_left,
    )


def _least(limits: tuple[int | None, int | None]) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)


def _with_gaps(led: Sequence[tuple[Span, int]], rules: Rules) -> Iterator[Span]:
    """When a trainer cannot lead because of what is led elsewhere: the larger of the two sessions' gaps around it."""
    for span, gap_min in led:
        gap = timedelta(minutes=max(gap_min, rules.trainer_gap_min))
        yield Span(span.start - gap, span.end + gap)
