"""R1 and R13: the hours of classes, on every clock concerned, and the grid of starts and blocks."""

from collections.abc import Iterator
from datetime import datetime

from calendars.places import place
from calendars.working_hours import WeeklyHours
from planner.check.agenda import Agenda, Occurrence, Work
from planner.outcome import Violation

BLOCK_MIN = 15
"""Remote work is dealt in multiples of this many minutes (R13)."""
_DAY_S = 24 * 3600


def check_working_hours(agenda: Agenda) -> Iterator[Violation]:
    """R1: a class lies in one working interval on the clocks of the session's place, of each group and each trainer.

    An in-person day lies in one interval of `in_person_hours` on the session's clock alone.
    """
    for occurrence in agenda.occurrences:
        if occurrence.activity.kind == "in_person":
            hours = agenda.session.rules.in_person_hours
            if not lies_in_one_interval(hours, occurrence.start, occurrence.end):
                yield _outside("in_person_hours", agenda, occurrence, hours, occurrence.start, occurrence.end)
        else:
            yield from _outside_of_any_clock(agenda, occurrence)


def lies_in_one_interval(hours: WeeklyHours, start: datetime, end: datetime) -> bool:
    """Whether clocks show, from `start` to `end` (both on one clock), only times of one interval of the start's day."""
    begins = seconds_of_day(start)
    ends = seconds_of_day(end) + (end.date() - start.date()).days * _DAY_S
    return any(first * 60 <= begins and ends <= last * 60 for first, last in hours.on_weekday(start.weekday()))


def seconds_of_day(local: datetime) -> int:
    """What the clock shows, in seconds since its midnight."""
    return local.hour * 3600 + local.minute * 60 + local.second


def check_grid(agenda: Agenda) -> Iterator[Violation]:
    """R13: live activities start on the grid of the local hour; blocks are multiples of 15 min, and not too small."""
    grid_min = agenda.session.rules.start_grid_min
    for occurrence in agenda.occurrences:
        start = occurrence.start
        if start.minute % grid_min or start.second or start.microsecond:
            facts = {"start": start, "grid_min": grid_min}
            yield Violation(
                "grid", "start", occurrence.first_day, occurrence.activity.id, occurrence.whose, facts=facts
            )
    for work in agenda.works:
        if fault := _fault_of_block(agenda, work):
            facts = {
                "block_min": work.block.duration_min,
                "duration_min": work.activity.duration_min,
                "smallest_min": agenda.session.rules.smallest_block_min,
            }
            yield Violation("grid", fault, work.block.first, work.activity.id, work.group.id, facts=facts)


def _fault_of_block(agenda: Agenda, work: Work) -> str | None:
    smallest_min, block_min = agenda.session.rules.smallest_block_min, work.block.duration_min
    if work.activity.duration_min < smallest_min:
        return None if block_min == work.activity.duration_min else "short_work_split"
    if block_min < smallest_min:
        return "block_too_small"
    return "block_not_multiple" if block_min % BLOCK_MIN else None


def _outside_of_any_clock(agenda: Agenda, occurrence: Occurrence) -> Iterator[Violation]:
    hours = agenda.session.rules.working_hours
    if not lies_in_one_interval(hours, occurrence.start, occurrence.end):
        yield _outside("session_clock", agenda, occurrence, hours, occurrence.start, occurrence.end)
    for group in occurrence.groups:
        if place(agenda.department(group)).time_zone != agenda.place.time_zone:
            start, end = agenda.local(group, occurrence.span)
            if not lies_in_one_interval(hours, start, end):
                yield _outside("group_clock", agenda, occurrence, hours, start, end, group=group.id)
    for trainer in occurrence.trainers:
        same_clock = place(agenda.department(trainer)).time_zone == agenda.place.time_zone
        if same_clock and (trainer.working_hours is None or trainer.working_hours == hours):
            continue
        start, end = agenda.local(trainer, occurrence.span)
        theirs = trainer.working_hours or hours
        if not lies_in_one_interval(theirs, start, end):
            yield _outside("trainer_clock", agenda, occurrence, theirs, start, end, trainer=trainer.id)


def _outside(
    kind: str,
    agenda: Agenda,
    occurrence: Occurrence,
    hours: WeeklyHours,
    start: datetime,
    end: datetime,
    *,
    group: str | None = None,
    trainer: str | None = None,
) -> Violation:
    who = agenda.trainers[trainer] if trainer else agenda.groups[group] if group else None
    department = agenda.department(who) if who else agenda.session.department
    facts = {
        "start": start,
        "end": end,
        "hours": hours.on_weekday(start.weekday()),
        "department": department,
        "place": place(department).name,
    }
    day, activity = occurrence.first_day, occurrence.activity.id
    return Violation("working_hours", kind, day, activity, group or occurrence.whose, trainer, facts)
