"""Fixed dates: their form, the days they name, and whether they can all be of one activity. Rules are checked later."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from planner.consistency.inconsistency import Inconsistency, Path, unknown_names
from planner.near_names import near_names
from planner.session import Activity, Fixed, Session

_CLASS_KEYS = {"day": "day", "at": "at", "trainers": "trainers"}
_BLOCK_KEYS = {"first": "first", "last": "last", "duration_min": "duration"}


def fixed_form(session: Session) -> Iterator[Inconsistency]:
    """A class is fixed by its day; a block of remote work by its first day, last day and duration."""
    for path, activity, fixed in _fixed(session):
        needed, foreign = ({"day": "day"}, _BLOCK_KEYS) if activity.is_live else (_BLOCK_KEYS, _CLASS_KEYS)
        facts = {"activity": activity.id, "live": activity.is_live}
        lacking = tuple(key for name, key in needed.items() if getattr(fixed, name) is None)
        if lacking:  # what is there instead follows from the form that is then shown
            yield Inconsistency("fixed-wrong-form", path, facts | {"kind": "lacks", "keys": lacking})
            continue
        for name, key in foreign.items():
            if getattr(fixed, name):
                yield Inconsistency("fixed-wrong-form", (*path, key), facts | {"kind": "foreign", "keys": (key,)})


def fixed_days(session: Session) -> Iterator[Inconsistency]:
    """R11: fixed dates lie in the window; a block runs forwards and lies in one ISO week."""
    window = session.window
    for path, activity, fixed in _fixed(session):
        for key, day in (("day", fixed.day), ("first", fixed.first), ("last", fixed.last)):
            if day is not None and window.first <= window.last and day not in window:
                facts = {"activity": activity.id, "day": day, "first": window.first, "last": window.last}
                yield Inconsistency("fixed-outside-window", (*path, key), facts)
        if activity.is_live or fixed.first is None or fixed.last is None:
            continue
        facts = {"first": fixed.first, "last": fixed.last}
        if fixed.last < fixed.first:
            yield Inconsistency("reversed-range", (*path, "last"), facts)
        elif _week(fixed.first) != _week(fixed.last):
            yield Inconsistency("block-over-weeks", (*path, "last"), facts | {"activity": activity.id})


def fixed_minutes(session: Session) -> Iterator[Inconsistency]:
    """R13: a fixed block is of whole quarter hours and not below the smallest, or a whole shorter activity."""
    if session.is_off("grid"):
        return
    smallest_min = session.rules.smallest_block_min
    for path, activity, fixed in _fixed(session):
        minutes = fixed.duration_min
        if activity.is_live or minutes is None:
            continue
        whole = activity.duration_min < smallest_min and minutes == activity.duration_min
        if not whole and (minutes % 15 or minutes < smallest_min):
            facts = {"activity": activity.id, "duration_min": minutes, "smallest_min": smallest_min}
            yield Inconsistency("block-off-grid", (*path, "duration"), facts)


def fixed_people(session: Session) -> Iterator[Inconsistency]:
    """A fixed date names a group that attends the activity and trainers who may lead it."""
    for path, activity, fixed in _fixed(session):
        attending = {group.id for occurrence in session.attending(activity) for group in occurrence}
        in_file = {group.id for group in session.groups}
        known = attending | (in_file & set(activity.groups or in_file))
        if fixed.group is not None and fixed.group not in known:
            facts = {"found": fixed.group, "near": near_names(fixed.group, known), "activity": activity.id}
            kind = "group-not-attending" if fixed.group in in_file else "unknown-group"
            yield Inconsistency(kind, (*path, "group"), facts | {"allowed": tuple(sorted(known))})
        if activity.is_live:
            candidates = [trainer.id for trainer in session.candidates(activity)]
            yield from unknown_names("unknown-trainer", (*path, "trainers"), fixed.trainers, candidates)


def fixed_twice(session: Session) -> Iterator[Inconsistency]:
    """A group's class has one date; its remote work is fixed for it by name or for every group, not both."""
    for number, activity in enumerate(session.activities):
        everyone = any(fixed.group is None for fixed in activity.fixed)
        seen: set[str | None] = set()
        for place, fixed in enumerate(activity.fixed):
            path = ("activities", number, "fixed", place)
            again = fixed.group in seen or (activity.together and bool(seen)) if activity.is_live else False
            if again or (everyone and fixed.group is not None):
                yield Inconsistency("fixed-twice", path, {"activity": activity.id, "group": fixed.group})
            seen.add(fixed.group)


def fixed_more_than_asked(session: Session) -> Iterator[Inconsistency]:
    """The fixed blocks of a group's remote work are together at most its duration."""
    for number, activity in enumerate(session.activities):
        if activity.is_live:
            continue
        asked_min: Counter[str | None] = Counter()
        for place, fixed in enumerate(activity.fixed):
            before_min = asked_min[fixed.group]
            asked_min[fixed.group] += fixed.duration_min or 0
            if before_min <= activity.duration_min < asked_min[fixed.group]:
                path = ("activities", number, "fixed", place, "duration")
                facts = {"activity": activity.id, "duration_min": activity.duration_min, "group": fixed.group}
                yield Inconsistency(
                    "fixed-too-long", path, facts | {"fixed_min": _sum_min(activity, fixed.group), "key": "duration"}
                )


def _sum_min(activity: Activity, group: str | None) -> int:
    return sum(fixed.duration_min or 0 for fixed in activity.fixed if fixed.group == group)


def _fixed(session: Session) -> Iterator[tuple[Path, Activity, Fixed]]:
    for number, activity in enumerate(session.activities):
        for place, fixed in enumerate(activity.fixed):
            yield ("activities", number, "fixed", place), activity, fixed


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week


FIXED_CHECKS = (fixed_form, fixed_days, fixed_minutes, fixed_people, fixed_twice, fixed_more_than_asked)
