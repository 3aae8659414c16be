"""A session with one thing changed: what repairs are tried on."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from calendars.places import place
from planner.outcome import FileChange
from planner.plan import Plan
from planner.session import DayRange, Derogation, Group, Session

TO_SAY = ""
"""A text that only a person can give (a derogation's reason, a new trainer's name): who knows the language fills it."""


def zones(session: Session) -> set[str]:
    """The zones of the session, its groups and its trainers."""
    own = [group.department for group in session.groups] + [trainer.department for trainer in session.trainers]
    return {place(code).zone for code in (session.department, *own) if code}


def in_window(session: Session, first: date, last: date) -> Session:
    """With other first and last dates."""
    return session.model_copy(update={"window": DayRange.model_construct(first=first, last=last)})


def place_of(people: Sequence[Any], wanted: str) -> int:
    """The place in its list of whoever or whatever has this id."""
    return next(place for place, person in enumerate(people) if person.id == wanted)


def replaced(session: Session, key: str, place: int, value: Any) -> Session:
    """With one item of a list exchanged."""
    items = list(getattr(session, key))
    items[place] = value
    return session.model_copy(update={key: tuple(items)})


def with_activity(session: Session, activity_id: str, **update: Any) -> Session:
    """With some values of an activity changed."""
    place = place_of(session.activities, activity_id)
    return replaced(session, "activities", place, session.activities[place].model_copy(update=update))


def activity_change(session: Session, activity_id: str, key: str, value: Any) -> tuple[FileChange, ...]:
    """In the session's own list, or as the trainer's change where the activity is of a parcours."""
    if session.parcours:
        return (FileChange(("changes", activity_id, key), value),)
    return (FileChange(("activities", place_of(session.activities, activity_id), key), value),)


def alike(groups: Sequence[Group]) -> bool:
    """Whether the groups are of one department, with the same teaching hours, calendars and periods to avoid."""
    plain = [(g.department, g.teaching, g.busy, g.avoid) for g in groups]
    return all(each == plain[0] for each in plain)


def with_gap(session: Session, **update: int) -> Session:
    """With another class gap."""
    rules = session.rules
    gap = rules.class_gap.model_copy(update=update)
    return session.model_copy(update={"rules": rules.model_copy(update={"class_gap": gap})})


def free_weeks(session: Session) -> list[date]:
    """The Mondays of the window's weeks that have no derogation."""
    monday = session.window.first - timedelta(session.window.first.weekday())
    taken = {derogation.week for derogation in session.derogations}
    weeks = [monday + timedelta(7 * n) for n in range((session.window.last - monday).days // 7 + 1)]
    return [week for week in weeks if week not in taken]


def with_derogations(session: Session, weeks: Sequence[date], cap_min: int) -> Session:
    """With the same higher cap in some more weeks (their Mondays)."""
    more = tuple(Derogation.model_construct(week=week, cap_min=cap_min, reason=TO_SAY) for week in weeks)
    return session.model_copy(update={"derogations": (*session.derogations, *more)})


def weeks_above(session: Session, plan: Plan, caps: Mapping[date, int]) -> list[date]:
    """The Mondays of the weeks in which the plan asks more of some group than the cap of that week."""
    here = place(session.department)
    kinds = {activity.id: activity.kind for activity in session.activities}
    asked: dict[tuple[str, date], int] = {}
    for block in plan.blocks:
        key = (block.group, block.first - timedelta(block.first.weekday()))
        asked[key] = asked.get(key, 0) + block.duration_min
    for placement in plan.placements:
        if kinds[placement.activity] == "virtual_class" and session.rules.virtual_classes_count:
            day = here.local(placement.start).date()
            for group in placement.groups:
                key = (group, day - timedelta(day.weekday()))
                asked[key] = asked.get(key, 0) + placement.duration_min
    return sorted({week for (_, week), minutes in asked.items() if minutes > caps[week]})
