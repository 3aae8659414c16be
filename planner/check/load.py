"""R5 and R10: how much is asked of participants in a week, and how many of them a class and the rooms hold."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from planner.check.agenda import Agenda
from planner.check.days import monday
from planner.outcome import Violation

_WORKING_DAYS = 5
_STEP_MIN = 15


def check_weekly_cap(agenda: Agenda) -> Iterator[Violation]:
    """R5: in every ISO week of the session's place, what each group is asked is at most the cap (minutes).

    Remote work, evaluations and, where they count, virtual classes; in-person days never count.
    """
    for (group_id, week), parts in sorted(asked_of_groups(agenda).items()):
        asked_min = sum(minutes for _, minutes in parts)
        cap_min, why = week_cap(agenda, week)
        if asked_min > cap_min:
            facts = {"week": week, "asked_min": asked_min, "cap_min": cap_min, "parts": tuple(parts), **why}
            yield Violation("weekly_cap", "over_cap", week, group=group_id, facts=facts)


def asked_of_groups(agenda: Agenda) -> dict[tuple[str, date], list[tuple[str, int]]]:
    """What counts for R5 by planned group and week (its Monday): activities and their minutes, in the plan's order."""
    asked: dict[tuple[str, date], list[tuple[str, int]]] = defaultdict(list)
    if agenda.session.rules.virtual_classes_count:
        for occurrence in agenda.occurrences:
            if occurrence.activity.kind == "virtual_class":
                for group in occurrence.groups:
                    minutes = occurrence.placement.duration_min
                    asked[group.id, monday(occurrence.first_day)].append((occurrence.activity.id, minutes))
    for work in agenda.works:
        asked[work.group.id, monday(work.block.first)].append((work.activity.id, work.block.duration_min))
    return asked


def week_cap(agenda: Agenda, week: date) -> tuple[int, dict[str, Any]]:
    """The cap of a week (its Monday), and how it came about where it is not the session's own."""
    for derogation in agenda.session.derogations:
        if derogation.week == week:
            return derogation.cap_min, {"derogation": derogation.reason}
    rules = agenda.session.rules
    if not rules.prorate_short_weeks:
        return rules.weekly_cap_min, {}
    days = [week + timedelta(days=offset) for offset in range(min(_WORKING_DAYS, (date.max - week).days + 1))]
    open_days = sum(all(state.is_open for state in agenda.states(day)) for day in days)
    cap_min = rules.weekly_cap_min * open_days // (_WORKING_DAYS * _STEP_MIN) * _STEP_MIN
    return cap_min, {"open_days": open_days, "full_cap_min": rules.weekly_cap_min}


def check_capacity(agenda: Agenda) -> Iterator[Violation]:
    """R10: a virtual class holds its participants, and no more virtual rooms are in use at once than there are."""
    classes = [occurrence for occurrence in agenda.occurrences if occurrence.activity.kind == "virtual_class"]
    for occurrence in classes:
        size, capacity = sum(g.size for g in occurrence.groups), agenda.session.class_capacity(occurrence.activity)
        if size > capacity:
            facts = {"size": size, "capacity": capacity}
            day, activity = occurrence.first_day, occurrence.activity.id
            yield Violation("capacity", "too_many_participants", day, activity, occurrence.whose, facts=facts)
    rooms = agenda.session.rules.virtual_rooms
    if rooms is None:
        return
    in_use = 0
    ends = sorted(occurrence.span.end for occurrence in classes)
    over = 0  # classes that are over
    by_start = sorted(classes, key=lambda occurrence: occurrence.span)
    for occurrence in by_start:
        while ends[over] <= occurrence.span.start:
            over, in_use = over + 1, in_use - 1
        in_use += 1
        if in_use > rooms:
            lack: dict[str, Any] = {"rooms": rooms, "in_use": in_use, "start": occurrence.start}
            day, activity = occurrence.first_day, occurrence.activity.id
            yield Violation("capacity", "too_few_rooms", day, activity, occurrence.whose, facts=lack)
