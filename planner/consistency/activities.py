"""Durations that fit no day, and keys that mean nothing for their kind of activity."""

from collections.abc import Iterator, Mapping

from planner.consistency.inconsistency import Inconsistency
from planner.session import Activity, Session

_LIVE = ("virtual_class", "in_person")
_ONLY_FOR: Mapping[str, tuple[str, ...]] = {
    "together": _LIVE,
    "trainers": _LIVE,
    "trainers_needed": _LIVE,
    "capacity": ("virtual_class",),
    "preferred": _LIVE,
    "place": _LIVE,
    "work": ("remote_work", "evaluation"),
    "productions": ("remote_work",),
    "forum_weeks": ("remote_work",),
}


def no_activities(session: Session) -> Iterator[Inconsistency]:
    """A session has something to plan."""
    if not session.activities:
        yield Inconsistency("no-activities", ("activities",))


def longer_than_a_day(session: Session) -> Iterator[Inconsistency]:
    """R1: what is live fits into one working interval of some weekday."""
    if session.is_off("working_hours"):
        return
    hours = {
        "virtual_class": ("working_hours", session.rules.working_hours.longest_min()),
        "in_person": ("in_person_hours", session.rules.in_person_hours.longest_min()),
    }
    for number, activity in enumerate(session.activities):
        key, longest_min = hours.get(activity.kind, ("", activity.duration_min))
        if activity.duration_min > longest_min:
            facts = {
                "activity": activity.id,
                "duration_min": activity.duration_min,
                "longest_min": longest_min,
                "hours": key,
            }
            yield Inconsistency("longer-than-a-day", ("activities", number, "duration"), facts)


def off_grid_duration(session: Session) -> Iterator[Inconsistency]:
    """R13: remote work of at least the smallest block is dealt in multiples of 15 min."""
    if session.is_off("grid"):
        return
    smallest_min = session.rules.smallest_block_min
    for number, activity in enumerate(session.activities):
        if not activity.is_live and activity.duration_min >= smallest_min and activity.duration_min % 15:
            facts = {"activity": activity.id, "duration_min": activity.duration_min, "smallest_min": smallest_min}
            yield Inconsistency("off-grid-duration", ("activities", number, "duration"), facts)


def keys_for_other_kinds(session: Session) -> Iterator[Inconsistency]:
    """A key that has no meaning for the activity's kind is not dropped in silence."""
    for number, activity in enumerate(session.activities):
        for key, kinds in _ONLY_FOR.items():
            if activity.kind not in kinds and getattr(activity, key) != Activity.model_fields[key].default:
                facts = {"key": key, "kind": activity.kind, "allowed": kinds, "activity": activity.id}
                yield Inconsistency("key-not-for-kind", ("activities", number, key), facts)


ACTIVITY_CHECKS = (no_activities, longer_than_a_day, off_grid_duration, keys_for_other_kinds)
