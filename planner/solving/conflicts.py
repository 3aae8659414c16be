"""Guards of a minimal conflict -> a `Conflict`: its parts with the figures that let a reader redo the sum."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from planner.outcome import Conflict, ConflictPart
from planner.problem import Day, Pool, Problem, Week
from planner.solving.guards import Guard
from planner.solving.solve import cut
from planner.solving.team import team_limits


def conflict_of(problem: Problem, guards: Sequence[Guard], *, minimal: bool, group: str | None = None) -> Conflict:
    """The conflict that these guards make; `group` is the one that alone already has no plan."""
    return Conflict(tuple(_parts(problem, guards)), minimal, _sum(problem, guards), group)


def _parts(problem: Problem, guards: Sequence[Guard]) -> Iterator[ConflictPart]:
    """Work first, then the rules in the order of the guards from the most wanted; activities of a sort are one part."""
    yield from _work(problem, [str(subject) for rule, subject in guards if rule == "work"])
    for rule, subject in reversed(guards):
        if (rule, subject) == ("window", "dates"):
            yield _window(problem, "first")
            yield _window(problem, "last")
        elif rule != "work":
            yield _PART[rule](problem, subject) if rule in _PART else ConflictPart(rule)


def _work(problem: Problem, wanted: Sequence[str]) -> Iterator[ConflictPart]:
    activities = [activity for activity in problem.session.activities if activity.id in wanted]
    for live in (True, False):
        some = [activity for activity in activities if activity.is_live is live]
        if some:
            durations = sorted({activity.duration_min for activity in some})
            facts = {
                "live": live,
                "count": len(some),
                "total_min": sum(activity.duration_min for activity in some),
                "each_min": durations[0] if len(durations) == 1 else None,
            }
            yield ConflictPart("work", activities=tuple(activity.id for activity in some), facts=facts)


def _closing(rule: str) -> Any:
    def part(problem: Problem, subject: Any) -> ConflictPart:
        name, first, resume, trainer = subject
        return ConflictPart(
            rule, trainers=(trainer,) if trainer else (), facts={"name": name, "first": first, "resume": resume}
        )

    return part


def _cap(problem: Problem, subject: Any) -> ConflictPart:
    rules = problem.session.rules
    facts = {
        "cap_min": rules.weekly_cap_min,
        "classes_count": rules.virtual_classes_count,
        "derogations": len(problem.session.derogations),
        "weeks_open": open_weeks(problem),
    }
    return ConflictPart("weekly_cap", groups=(subject,), facts=facts)


def _window(problem: Problem, subject: Any) -> ConflictPart:
    window = problem.session.window
    if isinstance(subject, tuple):
        activity = next(a for a in problem.session.activities if a.id == subject[1])
        days = sorted(day for fixed in activity.fixed for day in (fixed.day, fixed.first) if day)
        return ConflictPart("window", activities=(activity.id,), facts={"edge": "fixed", "day": days[0]})
    day = window.first if subject == "first" else window.last
    return ConflictPart("window", facts={"edge": subject, "day": day, "weeks_open": open_weeks(problem)})


def _hours(problem: Problem, subject: Any) -> ConflictPart:
    whose, name = subject
    rules = problem.session.rules
    hours = rules.in_person_hours if name == "in_person" else rules.working_hours
    if whose == "trainer":
        hours = problem.member[name].trainer.working_hours or hours
    return ConflictPart(
        "working_hours",
        groups=(name,) if whose == "group" else (),
        trainers=(name,) if whose == "trainer" else (),
        facts={"hours": hours.intervals, "kind": name if whose == "session" else "virtual_class"},
    )


def _trainer(problem: Problem, subject: Any) -> ConflictPart:
    kind, trainer = subject
    member = problem.member[trainer]
    facts: dict[str, Any] = {"kind": kind}
    if kind == "one_at_a_time":
        facts["gap_min"] = problem.session.rules.trainer_gap_min
    elif kind == "absent":
        facts["absences"] = tuple((days.first, days.last) for days in member.trainer.absent)
    elif kind != "busy":
        facts["limit_min"] = member.max_day_min if kind == "max_day" else member.max_week_min
    return ConflictPart("trainer", trainers=(trainer,), facts=facts)


def _participant(problem: Problem, subject: Any) -> ConflictPart:
    kind, group = subject
    return ConflictPart("participant", groups=(group,), facts={"kind": kind})


def _order(problem: Problem, subject: Any) -> ConflictPart:
    reason, before, after = subject
    facts: dict[str, Any] = {"kind": reason}
    gaps = (
        [p for p in problem.precedences if p.reason == reason and p.before.partition("@")[0] == before]
        if before
        else []
    )
    gaps = [p for p in gaps if p.after.partition("@")[0] == after]
    if reason == "class_gap":
        gap = problem.session.rules.class_gap
        facts |= {"min_days": gap.min_days, "max_days": gap.max_days}
    elif gaps:
        facts |= {"min_days": gaps[0].min_gap_days, "max_days": gaps[0].max_gap_days}
    return ConflictPart("order", activities=(before, after) if before else (), facts=facts)


def _grid(problem: Problem, subject: Any) -> ConflictPart:
    rules = problem.session.rules
    figure = rules.smallest_block_min if subject == "block" else rules.start_grid_min
    return ConflictPart("grid", facts={"kind": subject, "figure_min": figure})


def _rooms(problem: Problem, subject: Any) -> ConflictPart:
    rooms = (problem.session.rules.virtual_rooms, problem.rooms)
    return ConflictPart("capacity", facts={"rooms": min(each for each in rooms if each is not None)})


def _evaluation(problem: Problem, subject: Any) -> ConflictPart:
    return ConflictPart("closing", activities=(subject,), facts={"day": problem.session.window.last})


_PART: Mapping[str, Any] = {
    "no_school_holidays": _closing("no_school_holidays"),
    "no_public_holidays": _closing("no_public_holidays"),
    "no_weekend": lambda problem, subject: ConflictPart("no_weekend"),
    "weekly_cap": _cap,
    "window": _window,
    "working_hours": _hours,
    "trainer": _trainer,
    "participant": _participant,
    "order": _order,
    "grid": _grid,
    "capacity": _rooms,
    "closing": _evaluation,
}


def open_weeks(problem: Problem) -> int:
    """How many weeks of the window have an open day."""
    return sum(bool(_open_days(problem, week)) for week in problem.weeks)


def _open_days(problem: Problem, week: Week) -> list[Day]:
    first, last = problem.window
    return [day for day in week.days if first <= day.index <= last and day.index not in problem.closed_days]


def _sum(problem: Problem, guards: Sequence[Guard]) -> Mapping[str, Any]:
    """The sum that shows the conflict, where the cap, the hours or a limit and the window alone make it one."""
    rules = {rule for rule, _ in guards}
    if {"trainer", "working_hours", "window", "work"} == rules:
        return _classes_to_lead(problem, {subject for rule, subject in guards if rule == "work"})
    if {"trainer", "window", "work"} == rules:
        return _delivery_asked(problem, guards)
    if not {"weekly_cap", "window", "work"} <= rules:
        return {}
    capped = {subject for rule, subject in guards if rule == "weekly_cap"}
    wanted = {subject for rule, subject in guards if rule == "work"}
    pool = next(pool for pool in problem.pools if pool.group.id in capped)
    cap_min = problem.session.rules.weekly_cap_min
    caps = [problem.cap_min(week) for week in problem.weeks if _open_days(problem, week)]
    if set(caps) != {cap_min}:
        return _more_than_caps(problem, pool, wanted, caps)
    for facts in (_weeks_asked(problem, pool, wanted, cap_min), _classes_asked(problem, pool, wanted, cap_min)):
        if facts and facts["weeks_needed"] > len(caps):
            return {**facts, "cap_min": cap_min, "weeks_open": len(caps)}
    return {}


def _more_than_caps(problem: Problem, pool: Pool, wanted: set[Any], caps: Sequence[int]) -> dict[str, Any]:
    """Where caps differ from week to week: how many weeks have which cap (the highest first), and their sum."""
    facts: dict[str, Any] = {"caps": tuple((cap_min, caps.count(cap_min)) for cap_min in sorted(set(caps))[::-1])}
    asked = _minutes_asked(problem, pool, wanted)
    if asked["remote_min"] + asked["classes_min"] > sum(caps):
        return facts | asked | {"room_min": sum(caps)}
    classes = _counted(problem, pool, wanted)
    at_most = sum(cap_min // min(classes) for cap_min in caps) if classes else 0
    return facts | {"classes": len(classes), "classes_at_most": at_most} if len(classes) > at_most else {}


def _counted(problem: Problem, pool: Pool, wanted: set[Any]) -> list[int]:
    """The lengths of the virtual classes that count against the cap."""
    if not problem.session.rules.virtual_classes_count:
        return []
    return [
        o.duration_min
        for o in problem.occurrences
        if o.is_virtual and o.id in pool.occurrences and o.activity.id in wanted
    ]


def _minutes_asked(problem: Problem, pool: Pool, wanted: set[Any]) -> dict[str, Any]:
    remotes = [r for r in problem.remotes if r.id in pool.remotes and r.activity.id in wanted]
    evaluation_min = sum(r.duration_min for r in remotes if r.activity.kind == "evaluation")
    remote_min, classes_min = sum(r.duration_min for r in remotes), sum(_counted(problem, pool, wanted))
    facts = {"remote_min": remote_min, "classes_min": classes_min}
    return facts | {"evaluation_min": evaluation_min} if evaluation_min else facts


def _weeks_asked(problem: Problem, pool: Pool, wanted: set[Any], cap_min: int) -> dict[str, Any]:
    asked = _minutes_asked(problem, pool, wanted)
    return asked | {"weeks_needed": -(-(asked["remote_min"] + asked["classes_min"]) // cap_min)}


def _classes_asked(problem: Problem, pool: Pool, wanted: set[Any], cap_min: int) -> dict[str, Any]:
    """Where so long are the classes that only so many go into a week."""
    classes = _counted(problem, pool, wanted)
    if not classes or min(classes) > cap_min:
        return {}
    a_week = cap_min // min(classes)
    return {"classes": len(classes), "classes_a_week": a_week, "weeks_needed": -(-len(classes) // a_week)}


def _classes_to_lead(problem: Problem, wanted: set[Any]) -> dict[str, Any]:
    """How many classes there are to lead, and how many the team has room for in the window at most."""
    classes = [o for o in problem.occurrences if o.is_virtual and o.activity.id in wanted]
    to_lead = sum(min(o.activity.trainers_needed, len(o.candidates)) for o in classes)
    cuts = cut(problem, ("working_hours", "no_weekend", "no_school_holidays", "no_public_holidays", "window"))
    limits = [limit for _, limit in team_limits(cuts, classes)]
    return {"to_lead": to_lead, "led_at_most": sum(limits)} if to_lead > sum(limits) else {}


def _delivery_asked(problem: Problem, guards: Sequence[Guard]) -> dict[str, Any]:
    """How long the team leads in all, and how many weeks or days that needs at the trainers' limits together."""
    wanted = {subject for rule, subject in guards if rule == "work"}
    limits: dict[str, set[Any]] = {}
    subjects: list[Any] = [subject for rule, subject in guards if rule == "trainer"]
    for kind, trainer in subjects:
        limits.setdefault(kind, set()).add(trainer)
    led = [o for o in problem.occurrences if o.activity.id in wanted for _ in range(o.activity.trainers_needed)]
    ((kind, team), *others) = limits.items()
    if others or kind not in ("max_week", "max_day") or any(not set(o.candidates) <= team for o in led):
        return {}
    members = [problem.member[trainer] for trainer in sorted(team)]
    each = [(m.max_week_min if kind == "max_week" else m.max_day_min) or 0 for m in members]
    there_are = sum(len(_open_days(problem, week)) for week in problem.weeks)
    lengths = {occurrence.duration_min for occurrence in led}
    facts: dict[str, Any] = {
        "led": len(led),
        "led_min": sum(occurrence.duration_min for occurrence in led),
        "each_min": min(lengths) if len(lengths) == 1 else None,
        "virtual": all(occurrence.is_virtual for occurrence in led),
        "limit_min": sum(each),
        "team": len(team),
        "per": "week" if kind == "max_week" else "day",
        "open": open_weeks(problem) if kind == "max_week" else there_are,
    }
    by_minutes = -(-facts["led_min"] // facts["limit_min"])
    if by_minutes > facts["open"]:
        return facts | {"needed": by_minutes}
    room = sum(limit // min(lengths) for limit in each)
    if room and -(-len(led) // room) > facts["open"]:
        return facts | {"needed": -(-len(led) // room), "room": room}
    return {}
