"""Window, ranges of days, derogations and the rules' own figures."""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.consistency.inconsistency import Inconsistency, Path
from planner.session import DayRange, Session

LONGEST_WINDOW_DAYS = 731
"""Two school years; beyond the published calendars nothing can be planned anyway."""

_WEEK = timedelta(days=7)
_QUARTER_MIN = 15


def reversed_ranges(session: Session) -> Iterator[Inconsistency]:
    """A range ends on its first day or later."""
    ranges: list[tuple[Path, DayRange]] = [(("window",), session.window)]
    for number, trainer in enumerate(session.trainers):
        ranges += [(("trainers", number, "absent", place), days) for place, days in enumerate(trainer.absent)]
    for number, group in enumerate(session.groups):
        ranges += [(("groups", number, "avoid", place), days) for place, days in enumerate(group.avoid)]
    ranges += [(("closed", number, "days"), each.days) for number, each in enumerate(session.closed)]
    for path, days in ranges:
        if days.last < days.first:
            yield Inconsistency("reversed-range", path, {"first": days.first, "last": days.last})


def too_long_window(session: Session) -> Iterator[Inconsistency]:
    """A window has at most LONGEST_WINDOW_DAYS days, both ends included."""
    days = (session.window.last - session.window.first).days + 1
    if days > LONGEST_WINDOW_DAYS:
        facts = {"days": days, "limit": LONGEST_WINDOW_DAYS, "first": session.window.first, "last": session.window.last}
        yield Inconsistency("window-too-long", ("window", "last"), facts)


def derogations(session: Session) -> Iterator[Inconsistency]:
    """A derogation is for a week of the window, and there is one for a week."""
    first_place: dict[date, int] = {}
    for number, derogation in enumerate(session.derogations):
        path = ("derogations", number, "week")
        week = derogation.week
        if session.window.first <= session.window.last and not (
            week <= session.window.last and session.window.first < week + _WEEK
        ):
            facts = {"week": week, "first": session.window.first, "last": session.window.last}
            yield Inconsistency("derogation-outside-window", path, facts)
        if week in first_place:
            yield Inconsistency("derogation-twice", path, {"week": week})
        first_place.setdefault(week, number)


def grids(session: Session) -> Iterator[Inconsistency]:
    """R13: starts on the quarter, half or full hour; blocks of whole quarter hours."""
    rules = session.rules
    if rules.start_grid_min not in (15, 30, 60):
        yield Inconsistency("wrong-grid", ("rules", "start_grid"), {"found_min": rules.start_grid_min})
    if rules.smallest_block_min % _QUARTER_MIN:
        yield Inconsistency("wrong-block", ("rules", "smallest_block"), {"found_min": rules.smallest_block_min})


def window_off(session: Session) -> Iterator[Inconsistency]:
    """R11 alone cannot be switched off: without a first and a last date there is nothing to plan in."""
    if session.is_off("window"):
        yield Inconsistency("window-needed", ("rules", "off", session.rules.off.index("window")))


DATE_CHECKS = (reversed_ranges, too_long_window, derogations, grids, window_off)
