"""What the team can lead in a week, as the relaxation sees it: hours and one thing at a time, and the asked limits.

Occurrences of one kind (as long, led by as many of the same people) are counted together: how many of a kind each
trainer leads in a week is one number, so that the linear relaxation sees the sums.
"""

from collections.abc import Iterator, Sequence

from planner.problem import Member, Occurrence, Problem, Week
from planner.solving.cuts import Cuts, leads_for_certain
from planner.solving.guards import Guard
from planner.solving.weeks import Linear, Weeks, total

Led = Sequence[tuple[int, bool, Linear]]
"""What one trainer leads in a week: for each kind its length (minutes), whether it is virtual, and how many."""


def only_what_the_team_can_lead(weeks: Weeks, cuts: Cuts, open_days: Cuts) -> None:
    """R1 and R7 week by week: each trainer leads at most what hours, the gap between two and the limits leave room for.

    `cuts` knows the hours, `open_days` maybe the closed days alone: a limit of each day needs no more than these.
    """
    for week in weeks.problem.weeks:
        led = _led_in(weeks, week)
        for member in weeks.problem.team:
            if own := led.get(member.trainer.id):
                _by_hours(weeks, cuts, member, week, own)
                _by_limit_of_a_week(weeks, member, week, own)
                _by_limit_of_a_day(weeks, open_days, member, week, own, [])
                if open_days is not cuts:
                    hours = _hours(weeks.problem, member, weeks.problem.occurrences)
                    _by_limit_of_a_day(weeks, cuts, member, week, own, hours)


def only_what_the_team_has_room_for(weeks: Weeks, cuts: Cuts) -> None:
    """The same where nothing is to be explained: for each set of people who lead, what these have room for together.

    No variable says who leads: what only these people can lead is at most what all of them have room for.
    """
    problem = weeks.problem
    for team in sorted({occurrence.candidates for occurrence in problem.occurrences}):
        led = [o for o in problem.occurrences if set(o.candidates) <= set(team)]
        for length_min in sorted({occurrence.duration_min for occurrence in led}):
            some = [occurrence for occurrence in led if occurrence.duration_min >= length_min]
            for week in problem.weeks:
                each = [_room_of(cuts, problem.member[trainer], week, some, length_min) for trainer in team]
                shares = [(o, _times(o) * weeks.week(o, week)) for o in some]
                weeks.cp.add(total(share for _, share in shares) <= sum(count for count, _ in each))
                if None not in (limits := [limit_min for _, limit_min in each]):
                    minutes = total(o.duration_min * share for o, share in shares)
                    weeks.cp.add(minutes <= sum(limit_min or 0 for limit_min in limits))


def _times(occurrence: Occurrence) -> int:
    """How many trainers an occurrence takes."""
    return min(occurrence.activity.trainers_needed, len(occurrence.candidates))


def _room_of(
    cuts: Cuts, member: Member, week: Week, some: Sequence[Occurrence], length_min: int
) -> tuple[int, int | None]:
    """How many of these a trainer has room for in a week, and how many minutes where there is a limit of these."""
    count = most_led(cuts, member, week, some)
    if member.max_day_min is not None and has_same_days(member, week):
        count = min(count, len(cuts.days_to_lead(member.trainer.id, week, some)) * (member.max_day_min // length_min))
    if member.max_week_min is None or not _has_same_week(member, week):
        return count, None
    return min(count, member.max_week_min // length_min), member.max_week_min


def has_same_days(member: Member, week: Week) -> bool:
    """Whether the days of a session's week are days on the trainer's own clock too."""
    return {(day.start_quarter, day.end_quarter) for day in week.days} <= set(member.local_days)


def _has_same_week(member: Member, week: Week) -> bool:
    """Whether a session's week is one on the trainer's own clock too."""
    return (week.days[0].start_quarter, week.days[-1].end_quarter) in member.local_weeks


def _led_in(weeks: Weeks, week: Week) -> dict[str, list[tuple[int, bool, Linear]]]:
    """For each trainer what is led in a week, kind by kind."""
    led: dict[str, list[tuple[int, bool, Linear]]] = {}
    for some in kinds(weeks.problem):
        here = [occurrence for occurrence in some if week.id in weeks.room[occurrence.id]]
        if not here:
            continue
        first, count = here[0], total(weeks.week(occurrence, week) for occurrence in here)
        if leads_for_certain(first):
            shares: dict[str, Linear] = dict.fromkeys(first.candidates, count)
        else:
            shares = {trainer: weeks.cp.new_int_var(0, len(here), "") for trainer in first.candidates}
            weeks.cp.add(total(shares.values()) == first.activity.trainers_needed * count)
        for trainer, share in shares.items():
            led.setdefault(trainer, []).append((first.duration_min, first.is_virtual, share))
    return led


def kinds(problem: Problem) -> list[list[Occurrence]]:
    """The occurrences by kind: as long, led by as many of the same people, on site or not."""
    found: dict[object, list[Occurrence]] = {}
    for o in problem.occurrences:
        found.setdefault((o.duration_min, o.candidates, o.activity.trainers_needed, o.is_virtual), []).append(o)
    return list(found.values())


def _by_hours(weeks: Weeks, cuts: Cuts, member: Member, week: Week, led: Led) -> None:
    """No more than can be led one at a time in the hours; where these must be named, they are those of the classes."""
    some = [o for o in weeks.problem.occurrences if o.is_virtual or not weeks.guards.explaining]
    counted = [(length, share) for length, virtual, share in led if virtual or not weeks.guards.explaining]
    for length_min in sorted({length for length, _ in counted}):
        as_long = [occurrence for occurrence in some if occurrence.duration_min >= length_min]
        most = most_led(cuts, member, week, as_long)
        guards = _hours(weeks.problem, member, as_long)
        if most:  # where the hours leave no start at all, that one leads one thing at a time has no part in it
            guards.append(("trainer", ("one_at_a_time", member.trainer.id)))
        count = total(share for length, share in counted if length >= length_min)
        weeks.guards.only_by(guards, weeks.cp.add(count <= most))


def _hours(problem: Problem, member: Member, some: Sequence[Occurrence]) -> list[Guard]:
    """The hours that bound what a trainer leads: the session's, the groups' and the trainer's own."""
    if problem.session.is_off("working_hours"):
        return []
    guards: list[Guard] = [
        ("working_hours", ("session", kind)) for kind in sorted({occurrence.activity.kind for occurrence in some})
    ]
    attended = {group.id for occurrence in some for group in occurrence.groups}
    own = [pool.group.id for pool in problem.pools if pool.hours != problem.hours and pool.group.id in attended]
    guards += [("working_hours", ("group", group)) for group in own]
    return guards + ([("working_hours", ("trainer", member.trainer.id))] if member.hours != problem.hours else [])


def _by_limit_of_a_week(weeks: Weeks, member: Member, week: Week, led: Led) -> None:
    """No more minutes than the limit of a week, where the week is one on the trainer's own clock too."""
    limit_min = member.max_week_min
    if limit_min is None or not _has_same_week(member, week):
        return
    guards: list[Guard] = [("trainer", ("max_week", member.trainer.id))]
    weeks.guards.only_by(guards, weeks.cp.add(total(length * share for length, _, share in led) <= limit_min))
    for length_min, count in _as_long(led):
        weeks.guards.only_by(guards, weeks.cp.add(count <= limit_min // length_min))


def _by_limit_of_a_day(
    weeks: Weeks, cuts: Cuts, member: Member, week: Week, led: Led, because_of: Sequence[Guard]
) -> None:
    """No more than the limits of the days on which anything can be led, where these are the trainer's own days too."""
    limit_min = member.max_day_min
    if limit_min is None or not has_same_days(member, week):
        return
    guards: list[Guard] = [("trainer", ("max_day", member.trainer.id)), *because_of]
    for length_min, count in _as_long(led):
        some = [occurrence for occurrence in weeks.problem.occurrences if occurrence.duration_min >= length_min]
        most = len(cuts.days_to_lead(member.trainer.id, week, some)) * (limit_min // length_min)
        weeks.guards.only_by(guards, weeks.cp.add(count <= most))


def _as_long(led: Led) -> Iterator[tuple[int, Linear]]:
    """For each length (minutes), how many of it or longer are led."""
    for length_min in sorted({length for length, _, _ in led}):
        yield length_min, total(share for length, _, share in led if length >= length_min)


def most_led(cuts: Cuts, member: Member, week: Week, some: Sequence[Occurrence]) -> int:
    """At most so many of these occurrences a trainer can lead in a week, one at a time with the asked gap."""
    return cuts.most_led(member.trainer.id, week, some, cuts.problem.session.rules.trainer_gap_min)


def team_limits(cuts: Cuts, led: Sequence[Occurrence]) -> Iterator[tuple[Week, int]]:
    """For each week how many of these occurrences the team has room for at most, were they all as the shortest."""
    for week in cuts.problem.weeks:
        yield week, sum(most_led(cuts, member, week, led) for member in cuts.problem.team)
